#include "hw/capture/child_process.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

namespace gatehouse::hw {
namespace {

constexpr int kEndPatience = 100;  // times 10 ms

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  for (const std::string& word : words) result.push_back(const_cast<char*>(word.c_str()));
  result.push_back(nullptr);
  return result;
}

// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(const ChildOptions& options, const RunAs& who, char* const* words,
                         char* const* environment, pid_t parent, int null_fd) {
  ::setsid();
  const int output = options.output_fd >= 0 ? options.output_fd : null_fd;
  ::dup2(null_fd, 0);
  ::dup2(output, 1);
  ::dup2(output, 2);
  if (options.keep_fd >= 0) ::fcntl(options.keep_fd, F_SETFD, 0);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::umask(022);
  if (who.change && (::setgroups(0, nullptr) != 0 || ::setgid(who.gid) != 0 || ::setuid(who.uid) != 0))
    ::_exit(126);
  // After the change of user, which would clear it.
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent || ::chdir(options.directory.c_str()) != 0) ::_exit(126);
  ::execve(words[0], words, environment);
  ::_exit(127);
}

}  // namespace

Result<RunAs> run_as(const std::string& user) {
  const bool root = ::geteuid() == 0;
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (!user.empty() || root) {
    const std::string name = user.empty() ? "nobody" : user;
    ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (found == nullptr) return Error{"there is no user '" + name + "' to run the virtual desktop as"};
    if (!root && found->pw_uid != ::geteuid())
      return Error{"only root can run the virtual desktop as another user ('" + name + "')"};
    if (root && found->pw_uid == 0)
      return Error{"the virtual desktop must not run as root; name another user"};
    return RunAs{root, found->pw_uid, found->pw_gid, name};
  }
  ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
  return RunAs{false, ::geteuid(), ::getegid(),
               found != nullptr ? found->pw_name : std::to_string(::geteuid())};
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const ChildOptions& options, const RunAs& who) {
  const std::vector<char*> words = pointers(options.words), environment = pointers(options.environment);
  const int null_fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const pid_t parent = ::getpid();
  // A signal for the child must not run our handlers in it, which act for the parent: they share pipes.
  sigset_t all, before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = null_fd < 0 ? -1 : ::fork();
  if (pid == 0) become(options, who, words.data(), environment.data(), parent, null_fd);
  const Error error = errno_error("cannot start " + options.words[0]);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (null_fd >= 0) ::close(null_fd);
  if (pid < 0) return error;
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid));
}

bool ChildProcess::running() {
  if (pid_ == 0) return false;
  const pid_t ended = ::waitpid(pid_, nullptr, WNOHANG);
  if (ended == pid_ || (ended < 0 && errno == ECHILD)) pid_ = 0;
  return pid_ != 0;
}

ChildProcess::~ChildProcess() {
  for (int i = 0; i < kEndPatience && running(); ++i) {
    if (i == 0) ::kill(-group_, SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // What is left of the group, though its leader has gone.
  ::kill(-group_, SIGKILL);
  if (pid_ != 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

}  // namespace gatehouse::hw
