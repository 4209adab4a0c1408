#include "appliance/app/commands.h"
#include "appliance/window/process.h"

namespace gatehouse::app {
namespace {

int run(const cli::Arguments&) {
  return window::run_window(window::kWindowControlFd);
}

}  // namespace

const cli::Command& consent_window_command() {
  static const cli::Command command = {"consent-window", "", "", {}, run};
  return command;
}

}  // namespace gatehouse::app
