#include <unistd.h>

#include "appliance/app/commands.h"
#include "appliance/window/process.h"

namespace gatehouse::app {
namespace {

int run(const cli::Arguments&) {
  return window::run_window(window::kWindowControlFd);
}

int run_on_console(const cli::Arguments&) {
  return window::run_console(window::kWindowControlFd, STDIN_FILENO);
}

}  // namespace

const cli::Command& consent_window_command() {
  static const cli::Command command = {"consent-window", "", "", {}, run};
  return command;
}

const cli::Command& consent_console_command() {
  static const cli::Command command = {"consent-console", "", "", {}, run_on_console};
  return command;
}

}  // namespace gatehouse::app
