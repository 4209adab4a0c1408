#include "appliance/base/spawn.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse {
namespace {

constexpr int kManyDescriptors = 65536;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (const std::string& word : words) result.push_back(const_cast<char*>(word.c_str()));
  result.push_back(nullptr);
  return result;
}

struct Plan {
  const SpawnOptions& options;
  char* const* words;
  char* const* environment;
  pid_t parent;
  int null;
};

bool arrange_descriptors(const Plan& plan) {
  // What we were given may be one of the three that are about to be replaced, and /dev/null is one where we
  // were started without them.
  const auto out_of_the_way = [](int fd) {
    return fd > STDERR_FILENO ? fd : ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  };
  const int null = out_of_the_way(plan.null);
  const auto or_null = [&](int fd) { return fd < 0 ? null : out_of_the_way(fd); };
  const int terminal = plan.options.terminal;
  const int input = or_null(terminal);
  const int output = or_null(terminal >= 0 ? terminal : plan.options.output);
  const int error = or_null(terminal >= 0 ? terminal : plan.options.error);
  const int passed = or_null(plan.options.passed);
  if (::dup2(input, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0 ||
      ::dup2(error, STDERR_FILENO) < 0)
    return false;
  int first_closed = kPassedFd;
  if (plan.options.passed >= 0) {
    ++first_closed;
    if (passed == kPassedFd) {
      ::fcntl(kPassedFd, F_SETFD, 0);
    } else if (::dup2(passed, kPassedFd) < 0) {
      return false;
    }
  }
  if (::syscall(SYS_close_range, static_cast<unsigned>(first_closed), ~0u, 0u) != 0) {
    for (int fd = first_closed; fd < kManyDescriptors; ++fd) ::close(fd);
  }
  return true;
}

bool become(const Account& account) {
  return ::setgroups(0, nullptr) == 0 && ::setresgid(account.gid, account.gid, account.gid) == 0 &&
         ::setresuid(account.uid, account.uid, account.uid) == 0;
}

// Between fork and exec: only calls that are safe there, since other threads may have held any lock.
[[noreturn]] void become_program(const Plan& plan) {
  const SpawnOptions& options = plan.options;
  ::setsid();  // Ctrl-C is for us, who end it in good order
  if (!arrange_descriptors(plan)) ::_exit(kNotPrepared);
  if (options.terminal >= 0 && ::ioctl(STDIN_FILENO, TIOCSCTTY, 0) != 0) ::_exit(kNotPrepared);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::umask(022);
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (options.account && !become(*options.account)) ::_exit(kNotPrepared);
  if (!options.new_privileges && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) ::_exit(kNotPrepared);
  ::prctl(PR_SET_PDEATHSIG, options.death_signal);  // after the change of account, which would clear it
  if (::getppid() != plan.parent) ::_exit(kNotPrepared);
  if (!options.directory.empty() && ::chdir(options.directory.c_str()) != 0) ::_exit(kNotPrepared);
  ::execve(options.program.c_str(), plan.words, plan.environment);
  ::_exit(kNotStarted);
}

template <class Lookup>
std::optional<Account> look_up(Lookup lookup) {
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  lookup(&entry, buffer.data(), buffer.size(), &found);
  if (found == nullptr) return std::nullopt;
  return Account{found->pw_uid, found->pw_gid, found->pw_name};
}

}  // namespace

std::optional<Account> find_account(const std::string& name) {
  return look_up([&](auto... rest) { ::getpwnam_r(name.c_str(), rest...); });
}

std::optional<Account> find_account(uid_t uid) {
  return look_up([&](auto... rest) { ::getpwuid_r(uid, rest...); });
}

Error exec_again() {
  constexpr std::size_t kWordsCap = 65536;
  constexpr std::string_view kReplaced = " (deleted)";  // proc_pid_exe(5)
  const auto told = read_file("/proc/self/cmdline", kWordsCap);
  if (!told) return told.error();
  std::vector<std::string> words = split(*told, '\0');
  words.pop_back();  // behind the last end
  char path[4096];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  std::string program = size > 0 ? std::string(path, static_cast<std::size_t>(size)) : "";
  if (program.ends_with(kReplaced)) program.resize(program.size() - kReplaced.size());
  ::execv(file_exists(program) ? program.c_str() : "/proc/self/exe", pointers(words).data());
  return errno_error("cannot start anew");
}

std::string exit_words(int status) {
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  if (code == kNotStarted) return "its program could not be started";
  if (code == kNotPrepared) return "it could not get its account, directory or descriptors";
  return "exited with status " + std::to_string(code);
}

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = std::getenv("PATH");
  for (const std::string& directory : split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    std::string candidate = directory;
    candidate += "/" + name;
    if (!directory.empty() && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

Result<pid_t> spawn(const SpawnOptions& options) {
  const std::vector<char*> words = pointers(options.words);
  const std::vector<std::string> nothing;
  const std::vector<char*> given = pointers(options.environment ? *options.environment : nothing);
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null) return errno_error("cannot open /dev/null");
  const Plan plan{options, words.data(), options.environment ? given.data() : environ, ::getpid(),
                  null.get()};
  // A signal for the child must not run our handlers in it, which act for us: they share pipes.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::fork();
  if (pid == 0) become_program(plan);
  const Error error = errno_error("cannot start " + options.program);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return error;
  return pid;
}

}  // namespace gatehouse
