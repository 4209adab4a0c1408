#include "appliance/agent/pam.h"
#include "appliance/app/commands.h"
#include "appliance/base/spawn.h"

namespace gatehouse::app {
namespace {

int run(const cli::Arguments&) {
  return agent::run_pam_check(kPassedFd);
}

}  // namespace

const cli::Command& pam_check_command() {
  static const cli::Command command = {"pam-check", "", "", {}, run};
  return command;
}

}  // namespace gatehouse::app
