#include "appliance/app/commands.h"
#include "appliance/desktop/worker_process.h"

namespace gatehouse::app {
namespace {

// Where WorkerProcess puts the control socket.
constexpr int kControlFd = 3;

int run(const cli::Arguments&) {
  return desktop::run_worker(kControlFd);
}

}  // namespace

const cli::Command& desktop_worker_command() {
  static const cli::Command command = {"desktop-worker", "", "", {}, run};
  return command;
}

}  // namespace gatehouse::app
