#include "appliance/agent/administrator_program.h"
#include "appliance/agent/root_terminal.h"
#include "appliance/app/commands.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

using What = wire::TerminalOpen::What;

int run_terminal(const cli::Arguments& arguments) {
  const std::string argument = arguments.words.size() > 1 ? arguments.words[1] : "";
  const auto what = parse_integer(arguments.words.empty() ? "" : arguments.words[0],
                                  static_cast<int>(What::shell), static_cast<int>(What::restart_machine));
  if (!what) return 2;
  return agent::run_root_terminal(kPassedFd, static_cast<What>(*what), argument);
}

int update(const cli::Arguments&) {
  return agent::run_package_update();
}

}  // namespace

const cli::Command& root_terminal_command() {
  static const cli::Command command = {"root-terminal", "", "", {}, run_terminal, 2};
  return command;
}

const cli::Command& package_update_command() {
  static const cli::Command command = {"package-update", "", "", {}, update};
  return command;
}

}  // namespace gatehouse::app
