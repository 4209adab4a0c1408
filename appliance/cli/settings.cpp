// What every setting is here, and where that comes from.
#include <cstdio>

#include "appliance/base/text.h"
#include "appliance/cli/command.h"

namespace gatehouse::cli {
namespace {

void print(const config::SettingNow& now) {
  std::printf("  %s = %s\n", std::string(now.row->name).c_str(),
              now.value.empty() ? "(empty)" : now.value.c_str());
  if (!now.source.empty())
    std::printf("      by %s%s\n", now.source.c_str(), now.locked ? ": it can't be changed here" : "");
}

int explain(const config::Settings& settings, const std::string& name) {
  for (const config::SettingNow& now : config::now(settings)) {
    if (now.row->name != name) continue;
    print(now);
    std::printf("\n%s\nTakes: %s\nDefault: %s\n", std::string(now.row->help).c_str(),
                std::string(now.row->values).c_str(),
                now.row->default_value.empty() ? "(empty)" : std::string(now.row->default_value).c_str());
    return 0;
  }
  fail("settings", "there is no setting '" + name + "'; without a name they are all listed");
  return 2;
}

int run(const Arguments& arguments) {
  const auto settings = load_settings("settings", arguments);
  if (!settings) return 2;
  if (!arguments.words.empty()) return explain(*settings, arguments.words[0]);
  std::string section;
  for (const config::SettingNow& now : config::now(*settings)) {
    const std::string begin(now.row->name.substr(0, now.row->name.find('.')));
    if (begin != section) std::printf("%s%s\n", section.empty() ? "" : "\n", begin.c_str());
    section = begin;
    print(now);
  }
  return 0;
}

}  // namespace

const Command& settings_command() {
  static const Command command = {"settings", "[NAME]", "tell every setting, and where it comes from",
                                  {},         run,      1};
  return command;
}

}  // namespace gatehouse::cli
