// What a person's desktop starts when they sign in (firmware/autostart).
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>

#include "appliance/app/commands.h"
#include "appliance/app/local_commands.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/window/tray.h"

namespace gatehouse::app {
namespace {

class Needs final : public window::TrayNeeds {
 public:
  Needs(const config::Settings& settings, const cli::Arguments& arguments)
      : settings_(settings), arguments_(arguments) {}

  window::TrayNow look() override {
    std::erase_if(started_, [](pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) == pid; });
    window::TrayNow now;
    auto answer = ask_agent(settings_, arguments_, "address");
    if (!answer) return now;
    AgentAnswer& said = *answer;
    now.there = true;
    now.online = said["online"] == "1";
    now.session = !said["sessions"].empty() && said["sessions"] != "0";
    if (said["id"] != "0") now.id = said["id"];
    now.alias = said["alias"];
    now.appliance = said["server"];
    if (said["page"].starts_with("http://")) now.page = said["page"];
    now.settings = said["settings"] == "1";
    now.start = said["tray_text"];
    now.start_german = said["tray_text_de"];
    return now;
  }

  void open(const std::string& address) override {
    SpawnOptions child;
    child.program = find_program("xdg-open");
    child.words = {"xdg-open", address};
    child.death_signal = 0;
    child.new_privileges = true;  // a browser's own cage may need them
    if (child.program.empty()) {
      cli::fail("tray", "there is no xdg-open (package xdg-utils) to open " + address);
    } else if (const auto pid = spawn(child)) {
      started_.push_back(*pid);
    }
  }

 private:
  const config::Settings& settings_;
  const cli::Arguments& arguments_;
  std::vector<pid_t> started_;
};

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("tray", arguments);
  if (!settings) return 2;
  Needs needs(*settings, arguments);
  return window::run_tray(needs);
}

}  // namespace

const cli::Command& tray_command() {
  static const cli::Command command = {
      "tray", "", "show this machine's address in the desktop's tray", {}, run, 0, {}, R"(
The icon's menu copies the address and opens the agent's page (agent.page), where help is requested. 'gatehouse install' has every
desktop start it. It waits for a tray where there is none yet, and ends with the desktop.
)"};
  return command;
}

}  // namespace gatehouse::app
