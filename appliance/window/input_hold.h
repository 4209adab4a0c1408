// When the person's own mouse and keyboard have to be the only ones: as long as it is so, all viewers' input is held off.
// Pure: told the time and what is on the screen.
#pragma once
#include <chrono>
#include <optional>
#include <utility>

namespace gatehouse::window {

using HoldTime = std::chrono::steady_clock::time_point;

// Over the bar.
class InputHold {
 public:
  // After a button was down over the bar and the press went elsewhere: who presses may be the person, whose click the X
  // server gave to the window in which a viewer keeps a button down (X11 protocol, GrabButton).
  static constexpr std::chrono::seconds kGuarded{2};

  struct Seen {
    bool asks = false;               // the bar asks the person something
    bool writes = false;             // somebody is about to write in a chat
    bool pressed_elsewhere = false;  // a button is down over the bar, which did not get the press
  };
  // What the agent is to be told, if that is news.
  std::optional<bool> look(const Seen& seen, HoldTime now) {
    if (seen.pressed_elsewhere) guarded_until_ = now + kGuarded;
    const bool held = seen.asks || seen.writes || now < guarded_until_;
    return std::exchange(held_, held) != held ? std::optional(held) : std::nullopt;
  }

 private:
  bool held_ = false;
  HoldTime guarded_until_{};
};

// In a chat's field, which takes keys only while viewers' input is held off.
class Writing {
 public:
  static constexpr std::chrono::milliseconds kTakesKeysAfter{600};  // longer than the agent wants
  // Who thinks so long has to click again: with words in the field, before the first, after having sent some.
  static constexpr std::chrono::milliseconds kIdle{10000}, kIdleBefore{5000}, kIdleAfter{1500};

  enum class Is { off, held, takes_keys, idle };  // idle: off again, and the focus is to be given up
  Is look(bool has_focus, int bytes, HoldTime now) {
    if (!has_focus) return is_ = Is::off;
    if (is_ == Is::off || is_ == Is::idle) {
      is_ = Is::held;
      sent_ = false;
      since_ = last_key_ = now;
    }
    if (std::exchange(bytes_, bytes) != bytes) last_key_ = now;
    if (now - since_ >= kTakesKeysAfter) is_ = Is::takes_keys;
    if (now - last_key_ >= (bytes > 0 ? kIdle : sent_ ? kIdleAfter : kIdleBefore)) is_ = Is::idle;
    return is_;
  }
  void sent() { sent_ = true; }
  bool takes_keys() const { return is_ == Is::takes_keys; }
  bool writes() const { return is_ == Is::held || is_ == Is::takes_keys; }

 private:
  Is is_ = Is::off;
  bool sent_ = false;
  int bytes_ = 0;
  HoldTime since_{}, last_key_{};
};

}  // namespace gatehouse::window
