// Whether the person's screen is locked, as the X server shows it: by what xscreensaver says of itself, or by a window of
// nobody's over the whole screen while the keyboard is grabbed, which is how i3lock, slock, xtrlock and xsecurelock lock.
// Nothing is asked of the X server but when windows come, go or move.
#pragma once
#include <X11/Xlib.h>

#include <functional>

namespace gatehouse::window {

class LockWatch {
 public:
  // At most one at a time, once the display is open.
  explicit LockWatch(std::function<void(bool locked)> changed);
  ~LockWatch();
  LockWatch(const LockWatch&) = delete;
  LockWatch& operator=(const LockWatch&) = delete;

  bool is_locked() const { return locked_; }

 private:
  static int hear(void* event, void* self);
  static void tick(void* self);
  void look_in(double seconds);
  void look();
  bool is_locked_now();

  const std::function<void(bool)> changed_;
  const Atom status_, lock_;  // of xscreensaver
  bool locked_ = false;
  bool due_soon_ = false;
  Window cover_ = None;  // over the whole screen
  int tries_ = 0;        // to take the keyboard while it was there
};

}  // namespace gatehouse::window
