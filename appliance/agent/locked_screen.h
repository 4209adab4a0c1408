// Whether the screen at which the person would be asked is locked: by what the window on it sees (window/lock_watch.h) or by what
// logind says. Loop thread.
#pragma once
#include <functional>
#include <string>

#include "appliance/agent/session_lock.h"
#include "appliance/desktop/worker_process.h"

namespace gatehouse::agent {

class LockedScreen {
 public:
  // `loginctl`: a path; empty: there is none. `changed` may ask for what is here.
  LockedScreen(net::EventLoop& loop, std::string loginctl, std::function<void()> changed)
      : loop_(loop), logind_(loop, std::move(loginctl)), changed_(std::move(changed)) {}

  // For a question about this screen: `known` runs once logind was asked, at once where there is none. All that wait are run
  // together.
  void look(const desktop::DisplaySource& screen, std::function<void()> known);
  // As long as somebody waits, logind is asked again and again.
  void keep_looking(bool yes);
  void window_says(bool locked);
  void window_gone() { by_window_ = false; }
  // Nobody is asked at a screen now; what was known of the last one counts no more.
  void forget();

  bool is_locked() const { return by_window_ || by_logind_; }

 private:
  void ask();
  void logind_says(bool locked);

  net::EventLoop& loop_;
  SessionLock logind_;
  const std::function<void()> changed_;
  LockAsked asked_;
  std::vector<std::function<void()>> waiting_;
  bool by_window_ = false, by_logind_ = false;
  net::EventLoop::HandlePtr again_;
};

}  // namespace gatehouse::agent
