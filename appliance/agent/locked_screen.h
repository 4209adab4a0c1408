// Whether the screen at which the person would be asked is locked: by what the window on it sees (window/lock_watch.h) or by what
// logind says. Loop thread.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "appliance/agent/logind_lock.h"
#include "appliance/desktop/worker_process.h"

namespace gatehouse::agent {

// While a question waits, a logind that is silent, too slow or unclear changes nothing of what it said since it was put. As long as it has said nothing at all about a
// screen, that screen counts as locked, but no longer than `patience`: then it counts as locked only if `strict`.
class LockedScreen {
 public:
  struct Options {
    std::string loginctl;                           // a path; empty: there is none
    std::string logind_state = LogindLock::kState;  // not there: no logind runs
    bool strict = false;
    std::chrono::milliseconds patience = std::chrono::seconds(10);
  };
  // `changed` may ask for what is here.
  LockedScreen(net::EventLoop& loop, const Options& options, std::function<void()> changed)
      : loop_(loop),
        logind_(loop, options.loginctl, options.logind_state),
        strict_(options.strict),
        patience_(options.patience),
        changed_(std::move(changed)) {}

  // For a question about this screen: `known` runs once logind was asked, at once where there is none. All that wait are run
  // together.
  void look(const desktop::DisplaySource& screen, std::function<void()> known);
  // About the screen where the window is.
  void look_again(std::function<void()> known);
  // The window is there now. What was known of another screen, or of another account's server of that name, counts no more.
  void is_at(const desktop::DisplaySource& screen);
  // As long as somebody waits, logind is asked again and again.
  void keep_looking(bool yes);
  void window_says(bool locked);
  void window_gone() { by_window_ = false; }
  // Nobody is asked at a screen now; what was known of the last one counts no more.
  void forget();

  bool is_locked() const { return by_window_ || by_logind_.value_or(!is_known() || (unsaid_ && strict_)); }
  // Or it is waited for.
  bool is_known() const { return by_window_ || by_logind_ || unsaid_ || asked_.display.empty(); }

 private:
  void ask();
  void logind_says(std::optional<bool> locked);
  void await_logind();
  void give_up();
  template <typename Change>
  void change(Change what);

  net::EventLoop& loop_;
  LogindLock logind_;
  const bool strict_;
  const std::chrono::milliseconds patience_;
  const std::function<void()> changed_;
  LockAsked asked_;
  std::vector<std::function<void()>> waiting_;
  bool by_window_ = false;
  std::optional<bool> by_logind_;  // nothing: it has not said so yet
  bool unsaid_ = false;            // and is not waited for any more
  net::EventLoop::HandlePtr again_, giving_up_;
};

}  // namespace gatehouse::agent
