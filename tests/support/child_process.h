// A program started by a test: its output is collected, it ends with the object.
#pragma once
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/unique_fd.h"

namespace gatehouse::test {

class ChildProcess {
 public:
  // argv[0] is looked up in PATH. Standard output and error are read together by this object.
  explicit ChildProcess(std::vector<std::string> argv, const std::vector<std::string>& environment = {}) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    output_fd_.reset(ends[0]);
    UniqueFd far(ends[1]);
    std::vector<char*> pointers;
    for (std::string& argument : argv) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(far.get(), STDOUT_FILENO);
      ::dup2(far.get(), STDERR_FILENO);
      for (const std::string& entry : environment) ::putenv(const_cast<char*>(entry.c_str()));
      ::execvp(pointers[0], pointers.data());
      ::_exit(127);
    }
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // What it wrote becomes part of the test's log.
  ~ChildProcess() {
    signal(SIGTERM);
    if (!wait(std::chrono::seconds(8))) {
      signal(SIGKILL);
      wait(std::chrono::seconds(5));
    }
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, output_.data(), output_.size());
  }

  pid_t pid() const { return pid_; }
  void signal(int number) {
    if (pid_ > 0) ::kill(pid_, number);
  }

  // The exit status (128 + signal when killed); nothing when it still runs at the deadline.
  std::optional<int> wait(std::chrono::milliseconds deadline) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    while (pid_ > 0) {
      if (ended_) ::usleep(5000);
      read_some(std::chrono::milliseconds(10));
      int status = 0;
      if (::waitpid(pid_, &status, WNOHANG) == pid_) {
        while (read_some(std::chrono::milliseconds(0))) {
        }
        pid_ = -1;
        status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
      } else if (std::chrono::steady_clock::now() > until) {
        return std::nullopt;
      }
    }
    return status_;
  }

  // Everything it has written so far.
  const std::string& output() {
    while (read_some(std::chrono::milliseconds(0))) {
    }
    return output_;
  }
  // The rest of the first line that holds `marker`, after it; nothing at the deadline or when the program
  // ended without it.
  std::optional<std::string> wait_for(const std::string& marker, std::chrono::milliseconds deadline) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    for (;;) {
      const auto at = output_.find(marker);
      const auto end = at == std::string::npos ? at : output_.find('\n', at);
      if (end != std::string::npos) return output_.substr(at + marker.size(), end - at - marker.size());
      if (std::chrono::steady_clock::now() > until) return std::nullopt;
      if (!read_some(std::chrono::milliseconds(20)) && ended_) return std::nullopt;
    }
  }

 private:
  bool read_some(std::chrono::milliseconds patience) {
    pollfd entry{output_fd_.get(), POLLIN, 0};
    if (::poll(&entry, 1, static_cast<int>(patience.count())) <= 0) return false;
    char chunk[4096];
    const ssize_t got = ::read(output_fd_.get(), chunk, sizeof chunk);
    ended_ = got == 0;
    if (got <= 0) return false;
    output_.append(chunk, static_cast<std::size_t>(got));
    return true;
  }

  pid_t pid_ = -1;
  std::optional<int> status_;
  bool ended_ = false;  // nobody writes its output any more
  UniqueFd output_fd_;
  std::string output_;
};

}  // namespace gatehouse::test
