#include "appliance/agent/administrator_program.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "appliance/base/files.h"
#include "appliance/base/spawn.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::agent {
namespace {

using What = wire::TerminalOpen::What;

constexpr const char* kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::vector<std::string> login_environment(const MachineFacts& machine) {
  std::vector<std::string> variables = {std::string("PATH=") + kPath, "TERM=xterm-256color",
                                        "HOME=" + machine.home,       "SHELL=" + machine.shell,
                                        "USER=" + machine.user,       "LOGNAME=" + machine.user};
  if (!machine.language.empty()) variables.push_back("LANG=" + machine.language);
  return variables;
}

// `words` outside the agent's cage, in this terminal. What is left of it ends with it.
AdministratorProgram in_unit(AdministratorProgram inner, const std::string& unit,
                             const std::string& description) {
  AdministratorProgram outer;
  outer.program = "/usr/bin/systemd-run";
  outer.words = {"systemd-run",
                 "--quiet",
                 "--collect",
                 "--pty",
                 "--wait",
                 "--unit=" + unit,
                 "--description=" + description,
                 "--working-directory=" + inner.directory};
  if (!inner.to_its_end) {
    outer.words.emplace_back("--property=SendSIGHUP=yes");
    outer.words.emplace_back("--property=TimeoutStopSec=2");
  }
  for (const std::string& variable : inner.environment) outer.words.push_back("--setenv=" + variable);
  outer.words.emplace_back("--");
  outer.words.push_back(inner.program);
  outer.words.insert(outer.words.end(), inner.words.begin() + 1, inner.words.end());
  outer.environment = std::move(inner.environment);
  outer.directory = std::move(inner.directory);
  outer.unit = unit;
  outer.to_its_end = inner.to_its_end;
  return outer;
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// Copies what `pid` prints to our standard output as long as somebody takes it; its exit status.
int follow(pid_t pid, int from) {
  std::array<char, 4096> chunk;
  for (ssize_t got = 0; (got = ::read(from, chunk.data(), chunk.size())) != 0;) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    const char* at = chunk.data();
    while (got > 0) {
      const ssize_t put = ::write(STDOUT_FILENO, at, static_cast<std::size_t>(got));
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) break;  // nobody looks any more
      at += put;
      got -= put;
    }
  }
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return wire::TerminalEnded::kKilled;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : wire::TerminalEnded::kKilled;
}

}  // namespace

bool is_service_name(std::string_view name) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("@._:-").find(c) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= wire::kTerminalArgumentCap && name[0] != '-' && name != "." &&
         name != ".." && std::ranges::all_of(name, good);
}

MachineFacts machine_facts_of_root() {
  MachineFacts machine;
  machine.systemd = file_exists("/run/systemd/system") && file_exists("/usr/bin/systemd-run");
  if (const passwd* const account = ::getpwuid(::geteuid())) {
    machine.user = account->pw_name;
    machine.home = account->pw_dir;
    machine.shell = account->pw_shell;
  }
  if (::access(machine.shell.c_str(), X_OK) != 0 || machine.shell.ends_with("nologin") ||
      machine.shell.ends_with("/false"))
    machine.shell = "/bin/sh";
  if (::access(machine.home.c_str(), X_OK) != 0) machine.home = "/";
  if (const char* const language = std::getenv("LANG")) machine.language = language;
  std::array<char, 4096> path;
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  if (size > 0) machine.program.assign(path.data(), static_cast<std::size_t>(size));
  return machine;
}

std::optional<AdministratorProgram> administrator_program(What what, const std::string& argument,
                                                          const MachineFacts& machine,
                                                          const std::string& unit) {
  AdministratorProgram plan;
  plan.environment = login_environment(machine);
  plan.directory = machine.home;
  switch (what) {
    case What::shell:
      plan.program = machine.shell;
      if (machine.systemd) {
        plan.words = {machine.shell, "-l"};
        return in_unit(std::move(plan), unit, "An administrator's terminal (Gatehouse)");
      }
      plan.words = {"-" + base_name(machine.shell)};
      return plan;
    case What::restart_service:
      if (!is_service_name(argument)) return std::nullopt;
      plan.program = machine.systemd ? "/usr/bin/systemctl" : "/usr/sbin/service";
      plan.words = {"service", argument, "restart"};
      plan.to_its_end = !machine.systemd;  // the service is its child then
      if (machine.systemd) plan.words = {"systemctl", "--no-ask-password", "restart", "--", argument};
      return plan;
    case What::update_packages:
      plan.program = machine.program;
      plan.words = {"gatehouse", "package-update"};
      plan.to_its_end = true;
      if (machine.systemd)
        return in_unit(std::move(plan), unit, "Packages are brought up to date (Gatehouse)");
      return plan;
    case What::restart_machine:
      plan.program = machine.systemd ? "/usr/bin/systemctl" : "/usr/sbin/shutdown";
      plan.words = {"shutdown", "-r", "now"};
      if (machine.systemd) plan.words = {"systemctl", "--no-ask-password", "reboot"};
      return plan;
  }
  return std::nullopt;
}

std::vector<std::vector<std::string>> package_commands(bool (*exists)(const std::string& path)) {
  if (exists("/usr/bin/apt-get")) {
    return {{"/usr/bin/apt-get", "update"},
            {"/usr/bin/apt-get", "-y", "-o", "DPkg::Lock::Timeout=60", "-o",
             "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold", "upgrade"}};
  }
  if (exists("/usr/bin/dnf")) return {{"/usr/bin/dnf", "-y", "upgrade"}};
  if (exists("/usr/bin/pacman")) return {{"/usr/bin/pacman", "-Syu", "--noconfirm"}};
  return {};
}

int run_package_update() {
  for (const int signal : {SIGHUP, SIGPIPE, SIGINT, SIGTERM}) ::signal(signal, SIG_IGN);
  const auto commands = package_commands(file_exists);
  if (commands.empty()) {
    constexpr std::string_view words = "There is no apt-get, dnf or pacman on this machine.\r\n";
    return ::write(STDOUT_FILENO, words.data(), words.size()) < 0 ? 2 : 1;
  }
  for (const auto& words : commands) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return wire::TerminalEnded::kKilled;
    const UniqueFd ours(ends[0]);
    UniqueFd theirs(ends[1]);
    SpawnOptions child;
    child.program = words.front();
    child.words = words;
    child.environment = {std::string("PATH=") + kPath,
                         "TERM=dumb",
                         "HOME=/root",
                         "LC_ALL=C.UTF-8",
                         "DEBIAN_FRONTEND=noninteractive",
                         "APT_LISTCHANGES_FRONTEND=none",
                         "NEEDRESTART_MODE=l"};
    child.directory = "/";
    child.output = child.error = theirs.get();
    child.death_signal = 0;
    child.new_privileges = true;
    const auto pid = spawn(child);
    theirs.reset();
    if (!pid) return wire::TerminalEnded::kKilled;
    if (const int status = follow(*pid, ours.get()); status != 0) return status;
  }
  return 0;
}

}  // namespace gatehouse::agent
