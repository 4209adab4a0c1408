// Asking the X server about windows of others, which may go at any time.
#pragma once
#include <FL/x.H>
#include <X11/Xlib.h>

#include <memory>

namespace gatehouse::window {

// What fails meanwhile fails in silence.
class WithoutErrors {
 public:
  WithoutErrors() : before_(XSetErrorHandler([](Display*, XErrorEvent*) { return 0; })) {}
  ~WithoutErrors() {
    XSync(fl_display, False);
    XSetErrorHandler(before_);
  }
  WithoutErrors(const WithoutErrors&) = delete;
  WithoutErrors& operator=(const WithoutErrors&) = delete;

 private:
  XErrorHandler before_;
};

struct XFreed {
  void operator()(void* memory) const { XFree(memory); }
};
// What Xlib has allocated.
template <class Item>
using XList = std::unique_ptr<Item, XFreed>;

}  // namespace gatehouse::window
