// Real X servers for tests: Xvfb on a display number of its own choice, gone with the object.
#pragma once
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hw/display.h"
#include "hw/x11/connection.h"
#include "tests/support/patience.h"

namespace gatehouse::test {

// True as soon as `condition` is, false when it never is.
inline bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kSoon;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// A program of the test's own. `keep` stays open in it, under the same number.
class Child {
 public:
  Child(const std::vector<std::string>& words, const std::vector<std::string>& environment, int keep = -1) {
    std::vector<char*> arguments, variables;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    for (const std::string& variable : environment) variables.push_back(const_cast<char*>(variable.c_str()));
    arguments.push_back(nullptr);
    variables.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (keep >= 0) posix_spawn_file_actions_adddup2(&actions, keep, keep);
    const int failed =
        ::posix_spawnp(&pid_, words[0].c_str(), &actions, nullptr, arguments.data(), variables.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
      throw std::runtime_error("cannot start " + words[0] + ": is it installed? See scripts/deps");
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { end(SIGTERM); }

  void end(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  // Waits until it ends by itself; its exit status.
  int wait() {
    int status = -1;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = -1;
};

class XServer {
 public:
  // `name` takes that display number; empty: a free one. `more` are further options.
  explicit XServer(const std::string& screen = "640x480x24", const std::string& name = "",
                   const std::vector<std::string>& more = {"-noreset"})
      : ready_(pipe_ends()) {
    const std::string number = std::to_string(ready_[1].get());
    std::vector<std::string> words = {"Xvfb"};
    if (!name.empty()) words.push_back(name);
    for (const char* word : {"-screen", "0", screen.c_str(), "-nolisten", "tcp", "-displayfd"})
      words.emplace_back(word);
    words.push_back(number);
    words.insert(words.end(), more.begin(), more.end());
    child_.emplace(words, std::vector<std::string>{"PATH=/usr/bin:/bin"}, ready_[1].get());
    ready_[1].reset();
    std::string text;
    char buffer[16];
    pollfd wait{ready_[0].get(), POLLIN, 0};
    while (text.find('\n') == std::string::npos) {
      if (::poll(&wait, 1, 10000) <= 0) throw std::runtime_error("Xvfb does not start");
      const ssize_t got = ::read(ready_[0].get(), buffer, sizeof buffer);
      if (got <= 0) throw std::runtime_error("Xvfb ended while starting");
      text.append(buffer, static_cast<std::size_t>(got));
    }
    name_ = ":" + text.substr(0, text.find('\n'));
  }

  const std::string& name() const { return name_; }
  hw::Display open(bool resizable = true) const {
    Result<hw::X11Socket> socket = hw::connect_x11(name_, "/dev/null");
    if (!socket) throw std::runtime_error(socket.error().message);
    Result<hw::Display> display = hw::open_x11(std::move(socket->socket), "", "", resizable);
    if (!display) throw std::runtime_error(display.error().message);
    return std::move(*display);
  }
  // A program's own connection.
  std::shared_ptr<hw::X11Connection> connect() const {
    Result<hw::X11Socket> socket = hw::connect_x11(name_, "/dev/null");
    if (!socket) throw std::runtime_error(socket.error().message);
    auto connection = hw::X11Connection::open(std::move(socket->socket), "", "");
    if (!connection) throw std::runtime_error(connection.error().message);
    return *connection;
  }
  // Environment for programs that are to show on it.
  std::vector<std::string> environment() const {
    return {"PATH=/usr/bin:/bin:/usr/sbin", "DISPLAY=" + name_, "LANG=C.UTF-8", "HOME=/nonexistent"};
  }
  // Runs a program to its end; its exit status.
  int run(const std::vector<std::string>& words) const { return Child(words, environment()).wait(); }
  void kill() { child_->end(SIGKILL); }

 private:
  static std::vector<UniqueFd> pipe_ends() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    std::vector<UniqueFd> result;
    result.emplace_back(ends[0]);
    result.emplace_back(ends[1]);
    return result;
  }

  std::vector<UniqueFd> ready_;
  std::optional<Child> child_;
  std::string name_;
};

}  // namespace gatehouse::test
