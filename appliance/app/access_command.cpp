// Who may ask to come in to this machine: its access list (policy/access_list.h), at the console.
#include <cstdio>

#include "appliance/agent/access_file.h"
#include "appliance/app/commands.h"
#include "appliance/app/machine_settings.h"
#include "appliance/base/acting_as.h"
#include "appliance/base/clock.h"
#include "appliance/base/local_time.h"
#include "appliance/base/text.h"
#include "appliance/config/change.h"

namespace gatehouse::app {
namespace {

using agent::AccessFile;

constexpr std::int64_t kLongest = 365 * 24 * 3600;

// "30m", "2h", "7d" in seconds.
std::optional<std::int64_t> parse_duration(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const std::int64_t unit = text.back() == 'm'   ? 60
                            : text.back() == 'h' ? 3600
                            : text.back() == 'd' ? 86400
                                                 : 0;
  const auto number = parse_integer(text.substr(0, text.size() - 1), 1, kLongest);
  if (unit == 0 || !number || *number > kLongest / unit) return std::nullopt;
  return *number * unit;
}

void say(const config::Settings& settings, const AccessFile& file, std::int64_t now) {
  const bool local = settings.access_list == "local";
  const bool on = local ? file.on : settings.access_list == "on";
  std::printf("The access list is %s%s.\n", on ? "on" : "off",
              local ? "" : (" by the setting access.list=" + settings.access_list).c_str());
  if (!on) std::printf("Everybody whom the appliance lets connect may ask to come in.\n");
  if (settings.access_entries.empty() && file.entries.empty()) {
    std::printf("%s\n", on ? "Nobody is on it: nobody may come in." : "Nobody is on it.");
  }
  for (const auto& entry : settings.access_entries)
    std::printf("  %s (by access.entries)\n", agent::called(entry).c_str());
  for (const auto& entry : file.entries) {
    std::string ends;
    if (entry.until)
      ends = (*entry.until <= now ? " (ended at " : " (until ") + local_time(*entry.until) + ")";
    std::printf("  %s%s\n", agent::called(entry).c_str(), ends.c_str());
  }
}

// What the words after the command make of the list. The error: they make no sense.
Result<void> change(AccessFile& file, const cli::Arguments& arguments, std::int64_t now) {
  const std::string& verb = arguments.words[0];
  const bool names_one = verb == "allow" || verb == "remove";
  if (!names_one && verb != "on" && verb != "off")
    return Error{"it takes allow, remove, on or off, not " + verb};
  if (names_one != (arguments.words.size() == 2))
    return Error{names_one ? verb + " takes one address" : verb + " takes nothing"};
  if (verb != "allow" && !arguments.value("for").empty()) return Error{"--for goes with allow"};
  if (!names_one) {
    file.on = verb == "on";
    return {};
  }
  if (verb == "remove") return file.remove(arguments.words[1]);
  std::optional<std::int64_t> until;
  if (const std::string span = arguments.value("for"); !span.empty()) {
    const auto seconds = parse_duration(span);
    if (!seconds) return Error{"--for takes a time such as 30m, 2h or 7d, a year at most"};
    until = now + *seconds;
  }
  return file.allow(arguments.words[1], until, now);
}

int run(const cli::Arguments& arguments) {
  const auto settings = load_machine_settings("access", arguments);
  if (!settings) return 2;
  if (const auto locked = config::locked(*settings); locked && !arguments.words.empty())
    return cli::fail("access", locked->message);
  const auto acting = ActingAsOwner::of(settings->agent_data);
  if (!acting) return cli::fail("access", acting.error().message);
  const std::int64_t now = SystemClock().unix_seconds();
  const auto file = arguments.words.empty() ? AccessFile::read(settings->agent_data)
                                            : AccessFile::change(settings->agent_data, [&](AccessFile& one) {
                                                return change(one, arguments, now);
                                              });
  if (!file) {
    cli::fail("access", file.error().message);
    return 2;
  }
  say(*settings, *file, now);
  return 0;
}

}  // namespace

const cli::Command& access_command() {
  static const cli::Command command = {"access",
                                       "[on | off | allow ADDRESS [--for 2h] | remove ADDRESS]",
                                       "say who may ask to come in to this machine",
                                       {},
                                       run,
                                       2,
                                       {"for"},
                                       R"(
With the access list on, only those it names may ask to come in; the machine refuses everybody else before anybody is asked. A
running agent takes a change at once. Without words it tells how things are.

  allow ADDRESS   a person's ID or alias, as on their profile page in the portal; * stands for any characters of an alias before
                  the @ and ? for one (service-?@acme); @acme or *@acme is everybody of the namespace acme
  --for TIME      for so long only: 30m, 2h, 7d
  remove ADDRESS  not any more; who is here already stays
  on, off         whether the list counts

It is for the account that the agent runs as: root on a machine where Gatehouse is installed. access.list and access.entries say the
same in the settings.
)"};
  return command;
}

}  // namespace gatehouse::app
