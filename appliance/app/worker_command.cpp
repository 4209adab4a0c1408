#include "appliance/app/commands.h"
#include "appliance/desktop/worker_process.h"

namespace gatehouse::app {
namespace {

int run(const cli::Arguments&) {
  return desktop::run_worker(desktop::kWorkerControlFd);
}

}  // namespace

const cli::Command& desktop_worker_command() {
  static const cli::Command command = {"desktop-worker", "", "", {}, run};
  return command;
}

}  // namespace gatehouse::app
