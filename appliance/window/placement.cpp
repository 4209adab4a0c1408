#include "appliance/window/placement.h"

#include <FL/Fl.H>
#include <FL/x.H>
#include <X11/Xatom.h>
#include <X11/Xutil.h>
#include <unistd.h>

#include <algorithm>

#include "appliance/window/paint.h"

namespace gatehouse::window {
namespace {

Atom atom(const char* name) {
  return XInternAtom(fl_display, name, False);
}

void set_atom(Window window, const char* property, const char* value) {
  const Atom one = atom(value);
  XChangeProperty(fl_display, window, atom(property), XA_ATOM, 32, PropModeReplace,
                  reinterpret_cast<const unsigned char*>(&one), 1);
}

void set_number(Window window, const char* property, unsigned long value) {
  XChangeProperty(fl_display, window, atom(property), XA_CARDINAL, 32, PropModeReplace,
                  reinterpret_cast<const unsigned char*>(&value), 1);
}

// Whether a window manager may give it the keyboard (ICCCM 4.1.7). Some do so with every new window.
void take_input(Window window, int wanted) {
  XWMHints hints{};
  hints.flags = InputHint | StateHint;
  hints.input = wanted;
  hints.initial_state = NormalState;
  XSetWMHints(fl_display, window, &hints);
}

}  // namespace

void introduce(Fl_Window& window) {
  const Window xid = fl_xid(&window);
  XStoreName(fl_display, xid, window.label());
  set_number(xid, "_NET_WM_PID", static_cast<unsigned long>(::getpid()));
}

void show_quietly(Fl_Window& window, int below) {
  int x = 0, y = 0, w = 0, h = 0;
  Fl::screen_work_area(x, y, w, h);
  const int lowest = y + std::max(h - window.h() - px(10), 0);
  window.position(x + (w - window.w()) / 2,
                  std::clamp(y + (h - window.h()) / 3, std::min(below, lowest), lowest));
  // FLTK maps a window as it makes it: with the server held, the window manager sees it when all is said.
  XGrabServer(fl_display);
  window.show();
  const Window xid = fl_xid(&window);
  set_number(xid, "_NET_WM_USER_TIME", 0);
  take_input(xid, False);
  set_atom(xid, "_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_DIALOG");
  set_atom(xid, "_NET_WM_STATE", "_NET_WM_STATE_ABOVE");
  XUngrabServer(fl_display);
  XRaiseWindow(fl_display, xid);
  XFlush(fl_display);
}

void let_focus(Fl_Window& window) {
  take_input(fl_xid(&window), True);
  XFlush(fl_display);
}

void show_as_bar(Fl_Window& window) {
  int x = 0, y = 0, w = 0, h = 0;
  Fl::screen_work_area(x, y, w, h);
  window.position(x + (w - window.w()) / 2, y);
  window.border(0);
  window.set_override();
  window.show();
  introduce(window);
  keep_in_front(window);
}

void keep_in_front(Fl_Window& window) {
  if (!window.shown()) return;
  XRaiseWindow(fl_display, fl_xid(&window));
  XFlush(fl_display);
}

bool is_button_down_over(const Fl_Window& window) {
  Window root = 0, child = 0;
  int root_x = 0, root_y = 0, x = 0, y = 0;
  unsigned mask = 0;
  if (XQueryPointer(fl_display, fl_xid(&window), &root, &child, &root_x, &root_y, &x, &y, &mask) == False)
    return false;
  const bool over = x >= 0 && y >= 0 && x < window.w() && y < window.h();
  return over && (mask & (Button1Mask | Button2Mask | Button3Mask)) != 0;
}

void go_behind(Fl_Window& window) {
  XLowerWindow(fl_display, fl_xid(&window));
  XFlush(fl_display);
}

}  // namespace gatehouse::window
