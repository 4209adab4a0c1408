// Takes away what `install` brought.
#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <vector>

#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"
#include "appliance/app/installation.h"
#include "appliance/app/service.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kCertificateCap = 65536;
constexpr const char* kApplianceAccounts = "/usr/lib/sysusers.d/gatehouse.conf";

struct Part {
  Service service;
  std::string id;             // of the machine or the relay; empty: it has none
  bool tray = false;          // desktops start it
  bool accounts = false;      // the file that made its account
  bool account_goes = false;  // that account: made by the file, and by nothing else that is here
};

struct Found {
  Places places;
  std::vector<Part> parts;
  // On this disk, of what is deleted. Those that something else here uses stay.
  std::set<std::string> programs, used_programs;
};

// Nothing: there is no such service.
std::optional<Part> look_at(const Service& service, const Places& places) {
  const auto there = [&](std::string_view path) { return file_exists(places.on_disk(path)); };
  if (!there(service.unit) && !there(service.settings) && !there(service.data) && !there(service.accounts))
    return std::nullopt;
  Part part{.service = service,
            .id = "",
            .tray = !is_relay(service) && there(kTrayStart),
            .accounts = there(service.accounts)};
  const bool of_appliance = !is_relay(service) && file_exists(kApplianceAccounts);
  part.account_goes = part.accounts && places.root.empty() && systemd_runs() && !of_appliance &&
                      ::getpwnam(service.account.c_str()) != nullptr;
  const auto certificate = read_file(places.on_disk(service.data) + "/certificate.pem", kCertificateCap);
  if (certificate) part.id = id_in(*certificate);
  return part;
}

Found look(const cli::Arguments& arguments) {
  Found found;
  found.places.root = arguments.value("root");
  while (found.places.root.ends_with('/')) found.places.root.pop_back();
  std::set<std::string> kept;
  const auto program = [&](std::string_view unit) {
    const auto path = program_of_unit(found.places.on_disk(unit));
    return path && file_exists(found.places.on_disk(*path)) ? found.places.on_disk(*path) : std::string();
  };
  kept.insert(program(kApplianceUnit));
  for (const Service& service : {kAgentService, kRelayService}) {
    const bool chosen = is_relay(service) || !arguments.has("relay");
    const auto part = chosen ? look_at(service, found.places) : std::nullopt;
    if (part) found.parts.push_back(*part);
    (part ? found.programs : kept).insert(program(service.unit));
  }
  found.programs.erase("");
  for (const std::string& path : kept) {
    if (found.programs.erase(path) > 0) found.used_programs.insert(path);
  }
  return found;
}

std::string names_of(const Found& found) {
  std::string names;
  for (const Part& part : found.parts) names += (names.empty() ? "the " : " and the ") + part.service.command;
  return names;
}

void announce(const Found& found) {
  const auto line = [](const std::string& words) { std::printf("  %s\n", words.c_str()); };
  std::printf("This ends %s and deletes\n", names_of(found).c_str());
  for (const Part& part : found.parts) {
    const Service& service = part.service;
    const auto on_disk = [&](std::string_view path) { return found.places.on_disk(path); };
    line(on_disk(service.settings));
    line(on_disk(service.data) + " (its keys: it can't come back as the same " +
         (is_relay(service) ? "relay without a new token)" : "machine)"));
    line(on_disk(service.unit));
    if (part.tray) line(on_disk(kTrayStart));
    if (part.accounts) line(on_disk(service.accounts));
    if (part.account_goes) line("the account " + service.account);
  }
  for (const std::string& path : found.programs) line(path);
  std::printf("Kept:\n");
  for (const std::string& path : found.used_programs)
    line(path + ", which something else on this machine uses");
  for (const Part& part : found.parts) {
    if (part.id.empty()) continue;
    const bool relay = is_relay(part.service);
    line(std::string("the ") + (relay ? "relay's" : "machine's") + " entry in the portal (" +
         (relay ? part.id : "ID " + grouped(part.id)) + "), until somebody removes it there");
  }
  line("Debian packages and the journal");
  std::fflush(stdout);
}

bool agreed() {
  std::printf("Go on? [y/N] ");
  std::fflush(stdout);
  std::string line;
  std::getline(std::cin, line);
  const std::string answer = lower_ascii(trimmed(line));
  return answer == "y" || answer == "yes";
}

Result<void> remove(const std::string& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) return Error{"cannot delete " + path + ": " + error.message()};
  return {};
}

// The unit goes last, because it tells where the program is: cut off before, a second try finds everything.
Result<void> take_away(const Part& part, const Found& found) {
  const Service& service = part.service;
  const std::string& name = service.name;
  if (found.places.root.empty() && systemd_runs() && file_exists(service.unit)) {
    if (auto ok = run_tool("systemctl", {"stop", name}); !ok) return ok;
  }
  // Before the file that says it was brought.
  if (part.account_goes) static_cast<void>(run_tool("userdel", {service.account}, true));
  for (const std::string& path : {service.wanted, service.settings, service.data, service.accounts}) {
    if (auto ok = remove(found.places.on_disk(path)); !ok) return ok;
  }
  return part.tray ? remove(found.places.on_disk(kTrayStart)) : Result<void>();
}

Result<void> take_away(const Found& found) {
  for (const Part& part : found.parts) {
    if (auto ok = take_away(part, found); !ok) return ok;
  }
  for (const std::string& path : found.programs) {
    if (auto ok = remove(path); !ok) return ok;
  }
  for (const Part& part : found.parts) {
    if (auto ok = remove(found.places.on_disk(part.service.unit)); !ok) return ok;
  }
  ::rmdir(found.places.on_disk("/etc/gatehouse").c_str());  // if nothing else is in it
  if (!found.places.root.empty() || !systemd_runs()) return {};
  static_cast<void>(run_tool("systemctl", {"daemon-reload"}, true));
  for (const Part& part : found.parts)
    static_cast<void>(run_tool("systemctl", {"reset-failed", part.service.name}, true));
  return {};
}

int run(const cli::Arguments& arguments) {
  const Found found = look(arguments);
  if (found.parts.empty()) {
    std::printf("There is no installed %s%s.\n", arguments.has("relay") ? "relay" : "agent or relay",
                found.places.root.empty() ? " on this machine" : (" in " + found.places.root).c_str());
    return 0;
  }
  if (::geteuid() != 0) return cli::fail("uninstall", "this needs root: put sudo before it.");
  announce(found);
  if (!arguments.has("yes") && !agreed()) {
    std::printf("\nNothing was changed. (--yes answers in advance.)\n");
    return 1;
  }
  if (auto ok = take_away(found); !ok)
    return cli::fail("uninstall",
                     ok.error().message + "\nIt is not whole any more; mend that and run it again.");
  std::printf("Done: %s %s gone.\n", names_of(found).c_str(), found.parts.size() > 1 ? "are" : "is");
  return 0;
}

}  // namespace

const cli::Command& uninstall_command() {
  static const cli::Command command = {
      "uninstall", "[--relay] [--yes]", "take away what install brought", {"relay", "yes"}, run, 0, {"root"},
      R"(
Says what it deletes and what it keeps, and asks; --yes answers in advance. --relay takes the relay away and leaves the
agent. --root DIRECTORY is that of install.
)"};
  return command;
}

}  // namespace gatehouse::app
