// Takes away what `install` brought.
#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"
#include "appliance/app/installation.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kCertificateCap = 65536;
constexpr const char* kDesktopAccount = "gatehouse-desktop";
constexpr const char* kApplianceAccounts = "/usr/lib/sysusers.d/gatehouse.conf";

struct Found {
  Places places;
  std::string id;                // of the machine; empty: it is not enrolled
  std::string program;           // on this disk; empty: there is none, or it is not ours to take
  bool program_is_used = false;  // by an appliance on the same machine
  bool accounts = false;         // the file that made the account for virtual desktops
  bool account_goes = false;     // that account: made by the file, and by nothing else that is here
  bool there = false;            // anything at all
};

Found look(const cli::Arguments& arguments) {
  Found found;
  found.places.root = arguments.value("root");
  while (found.places.root.ends_with('/')) found.places.root.pop_back();
  const auto on_disk = [&](std::string_view path) { return found.places.on_disk(path); };
  for (const std::string_view path : {kAgentUnit, kAgentSettings, kAgentData, kAgentAccounts}) {
    if (file_exists(on_disk(path))) found.there = true;
  }
  found.accounts = file_exists(on_disk(kAgentAccounts));
  found.account_goes = found.accounts && found.places.root.empty() && systemd_runs() &&
                       ::getpwnam(kDesktopAccount) != nullptr && !file_exists(kApplianceAccounts);
  const auto certificate = read_file(on_disk(kAgentData) + "/certificate.pem", kCertificateCap);
  if (certificate) found.id = id_in(*certificate);
  const auto program = program_of_unit(on_disk(kAgentUnit));
  if (program && file_exists(on_disk(*program))) found.program = on_disk(*program);
  found.program_is_used = program && program_of_unit(on_disk(kApplianceUnit)) == program;
  return found;
}

void announce(const Found& found) {
  const auto on_disk = [&](std::string_view path) { return found.places.on_disk(path); };
  std::printf(
      "This ends the agent and deletes\n  %s\n  %s (its keys: it can't come back as the same machine)\n  "
      "%s\n",
      on_disk(kAgentSettings).c_str(), on_disk(kAgentData).c_str(), on_disk(kAgentUnit).c_str());
  if (!found.program.empty() && !found.program_is_used) std::printf("  %s\n", found.program.c_str());
  if (found.accounts) std::printf("  %s\n", on_disk(kAgentAccounts).c_str());
  if (found.account_goes) std::printf("  the account %s\n", kDesktopAccount);
  std::printf("Kept:\n");
  if (found.program_is_used)
    std::printf("  %s, which the appliance on this machine uses\n", found.program.c_str());
  if (!found.id.empty())
    std::printf("  the machine's entry in the portal (ID %s), until somebody removes it there\n",
                grouped(found.id).c_str());
  std::printf("  Debian packages and the journal\n");
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

Result<void> take_away(const Found& found) {
  const bool runs_here = found.places.root.empty() && systemd_runs();
  if (runs_here && file_exists(std::string(kAgentUnit))) {
    if (auto ok = run_tool("systemctl", {"stop", "gatehouse-agent"}); !ok) return ok;
  }
  // Before the file that says it was brought.
  if (found.account_goes) static_cast<void>(run_tool("userdel", {kDesktopAccount}, true));
  std::vector<std::string> paths;
  for (const std::string_view path : {kAgentWanted, kAgentSettings, kAgentData, kAgentAccounts})
    paths.push_back(found.places.on_disk(path));
  if (!found.program.empty() && !found.program_is_used) paths.push_back(found.program);
  // Last, because it tells where the program is: cut off here, a second try finds everything.
  paths.push_back(found.places.on_disk(kAgentUnit));
  for (const std::string& path : paths) {
    if (auto ok = remove(path); !ok) return ok;
  }
  ::rmdir(found.places.on_disk("/etc/gatehouse").c_str());  // if nothing else is in it
  if (runs_here) {
    static_cast<void>(run_tool("systemctl", {"daemon-reload"}, true));
    static_cast<void>(run_tool("systemctl", {"reset-failed", "gatehouse-agent"}, true));
  }
  return {};
}

int run(const cli::Arguments& arguments) {
  const Found found = look(arguments);
  if (!found.there) {
    std::printf("There is no installed agent%s.\n",
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
  std::printf("Done: the agent is gone.\n");
  return 0;
}

}  // namespace

const cli::Command& uninstall_command() {
  static const cli::Command command = {"uninstall", "[--yes]", "take away what install brought", {"yes"}, run,
                                       0,           {"root"},
                                       R"(
Says what it deletes and what it keeps, and asks; --yes answers in advance. --root DIRECTORY is that of install.
)"};
  return command;
}

}  // namespace gatehouse::app
