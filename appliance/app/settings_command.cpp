// `gatehouse settings`: what every setting is here and where that comes from, and changes of the settings file.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "appliance/app/commands.h"
#include "appliance/app/machine_settings.h"
#include "appliance/base/acting_as.h"
#include "appliance/base/files.h"
#include "appliance/config/change.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kMostPairs = 8;

void print(const config::SettingNow& now) {
  std::printf("  %s = %s\n", std::string(now.row->name).c_str(),
              now.value.empty() ? "(empty)" : now.value.c_str());
  if (!now.source.empty())
    std::printf("      by %s%s\n", now.source.c_str(), now.in_file ? "" : ": it can't be changed here");
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
  cli::fail("settings", "there is no setting '" + name + "'; without a name they are all listed");
  return 2;
}

int list(const config::Settings& settings) {
  std::string section;
  for (const config::SettingNow& now : config::now(settings)) {
    const std::string begin(now.row->name.substr(0, now.row->name.find('.')));
    if (begin != section) std::printf("%s%s\n", section.empty() ? "" : "\n", begin.c_str());
    section = begin;
    print(now);
  }
  return 0;
}

// Nothing reads its settings while it runs but the page of the machine.
std::string when_it_counts(const std::vector<config::NewValue>& values) {
  const auto is_of = [&](std::string_view section) {
    return std::ranges::any_of(
        values, [&](const auto& one) { return one.name.substr(0, one.name.find('.')) == section; });
  };
  std::string words;
  const auto needs = [&](bool any, std::string_view who, std::string_view how) {
    if (any) words += "The " + std::string(who) + " takes it at its next start: " + std::string(how) + "\n";
  };
  needs(is_of("agent") || is_of("access") || is_of("desktop"), "agent",
        "systemctl restart gatehouse-agent, where it is installed; people who are connected are cut off");
  needs(is_of("relay"), "relay", "systemctl restart gatehouse-relay");
  needs(is_of("server") || is_of("license") || is_of("mail") || is_of("webhooks") || is_of("syslog"),
        "appliance", "systemctl restart gatehouse, where it is installed");
  return words.empty() ? "It counts from now on.\n" : words;
}

std::vector<config::NewValue> wanted(const cli::Arguments& arguments) {
  std::vector<config::NewValue> values;
  const auto& words = arguments.words;
  if (arguments.has("default")) {
    for (const std::string& name : words) values.push_back({name, std::nullopt});
  } else {
    for (std::size_t at = 0; at + 1 < words.size(); at += 2) values.push_back({words[at], words[at + 1]});
  }
  return values;
}

int change(const cli::Arguments& arguments) {
  const std::vector<config::NewValue> values = wanted(arguments);
  if (values.empty() || (!arguments.has("default") && arguments.words.size() % 2 != 0)) {
    cli::fail("settings", "what is to be changed? gatehouse settings NAME VALUE, or NAME --default");
    return 2;
  }
  config::Sources sources = arguments.sources;
  if (sources.ini_path.empty()) {
    return cli::fail("settings",
                     "no agent of this machine has a settings file. For another one: --config=FILE");
  }
  const std::string directory = std::filesystem::path(sources.ini_path).parent_path();
  const auto acting = ActingAsOwner::of(directory.empty() ? "." : directory);
  if (!acting) return cli::fail("settings", acting.error().message);
  if (auto done = config::change_settings(sources, values); !done)
    return cli::fail("settings", done.error().message);
  const auto settings = cli::load_settings("settings", arguments);
  if (!settings) return 1;
  for (const config::SettingNow& now : config::now(*settings)) {
    if (std::ranges::any_of(values, [&](const auto& one) { return one.name == now.row->name; })) print(now);
  }
  std::printf("%s", when_it_counts(values).c_str());
  return 0;
}

int run(const cli::Arguments& arguments) {
  cli::Arguments meant = arguments;
  meant.sources.ini_path = machine_settings_file(arguments);
  const bool changes = arguments.words.size() > 1 || arguments.has("default");
  if (changes) return change(meant);
  if (arguments.sources.ini_path.empty() && !file_exists(meant.sources.ini_path))
    meant.sources.ini_path.clear();
  const auto settings = cli::load_settings("settings", meant);
  if (!settings) return 2;
  return arguments.words.empty() ? list(*settings) : explain(*settings, arguments.words[0]);
}

constexpr std::string_view kDetails = R"(
Without words it tells every setting, with a name what that one means.

  NAME VALUE ...    writes it to the settings file; several at once are all taken or none
  NAME --default    takes it out of the file

The file is the one that --config names; else /etc/gatehouse/agent.ini of the agent that is installed here, or agent.ini beside
the keys of this account's portable client, or of the agent that --agent.data names. Everything else in it stays as it is.

What counts, from the strongest: the managed policies in /etc/gatehouse/policy.d, the command line (--section.key=value), the
environment (GATEHOUSE_SECTION_KEY), the settings file, the defaults. What is set by a stronger source, or locked as a whole
(settings.locked), can't be changed here.
)";

}  // namespace

const cli::Command& settings_command() {
  static const cli::Command command = {"settings",
                                       "[NAME [VALUE | --default]]",
                                       "tell every setting and where it comes from, or change one",
                                       {"default"},
                                       run,
                                       2 * kMostPairs,
                                       {},
                                       kDetails};
  return command;
}

}  // namespace gatehouse::app
