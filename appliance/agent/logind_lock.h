// What systemd-logind knows of a screen: whether its session is locked (GNOME, KDE and what else tells it), or is a greeter's, at
// which nobody has signed in. Asked by loginctl, where there is one. Loop thread.
#pragma once
#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/unique_fd.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::agent {

struct LockAsked {
  std::string display;          // ":0"
  std::optional<uid_t> server;  // who runs that X server
  bool operator==(const LockAsked&) const = default;
};

// Pure, of loginctl's answers. The sessions of `list-sessions`; of those in `show-session`, is the one of that screen locked?
// It is the one with that display; else an active Wayland session of who runs the X server, which is then its Xwayland.
std::vector<std::string> sessions_in(std::string_view list);
bool is_locked(std::string_view sessions, const LockAsked& asked);

class LogindLock {
 public:
  using Answer = std::function<void(std::optional<bool> locked)>;

  // `program`: loginctl; `state`: what is there where logind, or elogind, runs. Empty, or not there: nobody knows of a lock, so
  // nothing is locked.
  LogindLock(net::EventLoop& loop, std::string program, std::string state = kState)
      : loop_(loop), program_(std::move(program)), state_(std::move(state)) {}
  ~LogindLock();

  // `answer` runs once, before this returns or within two seconds; asking again drops the first answer. Nothing: there is a logind,
  // and it did not say, or not all of it.
  void ask(const LockAsked& asked, Answer answer);
  bool is_asking() const { return answer_ != nullptr; }

  static constexpr const char* kState = "/run/systemd/seats";

 private:
  void run(std::vector<std::string> words, std::function<void(std::string)> then);
  void read(const std::function<void(std::string)>& then);
  void await_end(const std::function<void(std::string)>& then);
  void end_program();
  void settle(std::optional<bool> locked);

  net::EventLoop& loop_;
  const std::string program_, state_;
  LockAsked asked_;
  Answer answer_;
  pid_t pid_ = -1;
  UniqueFd output_;
  std::string said_;
  net::EventLoop::HandlePtr watching_, deadline_;
};

}  // namespace gatehouse::agent
