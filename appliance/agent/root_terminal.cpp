#include "appliance/agent/root_terminal.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <optional>

#include "appliance/agent/administrator_program.h"
#include "appliance/base/files.h"
#include "appliance/base/secret.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::agent {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kHungUpWithin{1000}, kGoneWithin{5000};

// What was started here and lost its parent becomes our child, so in the end there are no others.
class Offspring {
 public:
  // Of the children that ended: the status of `pid`, if it is among them.
  std::optional<int> reap(pid_t pid) {
    std::optional<int> found;
    int status = 0;
    for (;;) {
      const pid_t gone = ::waitpid(-1, &status, WNOHANG);
      if (gone == pid) found = status;
      if (gone < 0 && errno == ECHILD) none_left_ = true;
      if (gone <= 0) return found;
    }
  }
  bool none_left() const { return none_left_; }

  static void signal_all(int signal) {
    DIR* const all = ::opendir("/proc");
    if (all == nullptr) return;
    while (const dirent* const entry = ::readdir(all)) {
      const pid_t pid = std::atoi(entry->d_name);
      if (pid > 0 && parent_of(pid) == ::getpid()) ::kill(pid, signal);
    }
    ::closedir(all);
  }

 private:
  static pid_t parent_of(pid_t pid) {
    const auto text = read_file("/proc/" + std::to_string(pid) + "/stat", 4096);
    if (!text) return 0;
    const std::size_t after_name = text->rfind(')');  // which may have anything in it
    // ") S 123"
    if (after_name == std::string::npos || after_name + 4 >= text->size()) return 0;
    return std::atoi(text->c_str() + after_name + 4);
  }
  bool none_left_ = false;
};

void wait_a_moment() {
  ::poll(nullptr, 0, 10);
}

void stop_unit(const std::string& unit, Offspring& offspring) {
  SpawnOptions child;
  child.program = "/usr/bin/systemctl";
  child.words = {"systemctl", "--quiet", "--no-ask-password", "stop", "--", unit + ".service"};
  const auto pid = spawn(child);
  const auto until = Clock::now() + kGoneWithin;
  while (pid && !offspring.reap(*pid) && Clock::now() < until) wait_a_moment();
}

void clear_away(const std::string& unit, Offspring& offspring) {
  Offspring::signal_all(SIGHUP);
  Offspring::signal_all(SIGCONT);  // one that is stopped hears nothing
  const auto hung_up = Clock::now() + kHungUpWithin;
  while (offspring.reap(0), !offspring.none_left() && Clock::now() < hung_up) wait_a_moment();
  if (!unit.empty()) stop_unit(unit, offspring);
  const auto gone = Clock::now() + kGoneWithin;
  while (offspring.reap(0), !offspring.none_left() && Clock::now() < gone) {
    Offspring::signal_all(SIGKILL);
    wait_a_moment();
  }
}

std::uint8_t as_status(int status) {
  return WIFEXITED(status) ? static_cast<std::uint8_t>(WEXITSTATUS(status)) : wire::TerminalEnded::kKilled;
}

}  // namespace

int run_root_terminal(int control, wire::TerminalOpen::What what, const std::string& argument) {
  std::uint8_t said = wire::TerminalEnded::kKilled;
  const auto say = [&] { return ::send(control, &said, 1, MSG_NOSIGNAL) == 1 ? 0 : 1; };
  const auto plan = administrator_program(what, argument, machine_facts_of_root(),
                                          "gatehouse-terminal-" + lower_ascii(random_code(1, 12)));
  if (!plan) return say();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  sigset_t watched;
  ::sigemptyset(&watched);
  ::sigaddset(&watched, SIGCHLD);
  ::sigaddset(&watched, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &watched, nullptr);
  const UniqueFd signals(::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  SpawnOptions child;
  child.program = plan->program;
  child.words = plan->words;
  child.environment = plan->environment;
  child.directory = plan->directory;
  child.terminal = STDOUT_FILENO;
  child.death_signal = plan->to_its_end ? 0 : SIGHUP;
  child.new_privileges = true;
  const auto pid = spawn(child);
  if (!signals || !pid) return say();

  Offspring offspring;
  std::optional<int> ended;
  for (bool told = false; !ended && !told;) {
    pollfd ready[] = {{control, POLLIN, 0}, {signals.get(), POLLIN, 0}};
    if (::poll(ready, 2, -1) < 0 && errno != EINTR) break;
    signalfd_siginfo signal{};
    while (::read(signals.get(), &signal, sizeof signal) > 0) told = told || signal.ssi_signo == SIGTERM;
    ended = offspring.reap(*pid);
    told = told || ready[0].revents != 0;
  }
  if (ended) said = as_status(*ended);
  if (!plan->to_its_end) clear_away(ended && WIFEXITED(*ended) ? "" : plan->unit, offspring);
  return say();
}

}  // namespace gatehouse::agent
