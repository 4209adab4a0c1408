#include "appliance/window/lock_watch.h"

#include <FL/Fl.H>
#include <FL/x.H>
#include <X11/Xatom.h>
#include <X11/extensions/shape.h>

#include <cstddef>
#include <span>

#include "appliance/window/quiet_x.h"

namespace gatehouse::window {
namespace {

constexpr double kSettle = 0.1;  // seconds; windows rarely come alone
constexpr double kAgain = 1;     // while a window covers the screen
// So often the keyboard is tried for one such window: a locker takes it within moments, and a game that has not taken it
// would notice each try.
constexpr int kTries = 5;
constexpr unsigned kMostWindows = 512, kMostChildren = 16;

Window root() {
  return DefaultRootWindow(fl_display);
}

bool has_property(Window window, Atom name) {
  Atom type = None;
  int format = 0;
  unsigned long items = 0, rest = 0;
  unsigned char* data = nullptr;
  XGetWindowProperty(fl_display, window, name, 0, 0, False, AnyPropertyType, &type, &format, &items, &rest,
                     &data);
  const XList<unsigned char> owned(data);
  return type != None;
}

struct Children {
  XList<Window> list;
  std::span<const Window> from_below;
};
Children children_of(Window window, unsigned most) {
  Window its_root = None, parent = None, *list = nullptr;
  unsigned count = 0;
  if (XQueryTree(fl_display, window, &its_root, &parent, &list, &count) == 0) return {};
  Children children{XList<Window>(list), {}};
  if (count <= most) children.from_below = {list, count};
  return children;
}

// A window manager's frame is as big as what is in it, and as much beyond everybody's reach as a locker's window.
bool is_managed(Window window, Atom wm_state, int depth = 0) {
  if (has_property(window, wm_state)) return true;
  if (depth == 2) return false;
  const Children children = children_of(window, kMostChildren);
  for (const Window child : children.from_below)
    if (is_managed(child, wm_state, depth + 1)) return true;
  return false;
}

// A compositor's own window is over everything, and lets every click through.
bool takes_clicks(Window window) {
  int event = 0, error = 0, count = 0, order = 0;
  if (!XShapeQueryExtension(fl_display, &event, &error)) return true;
  const XList<XRectangle> shape(XShapeGetRectangles(fl_display, window, ShapeInput, &count, &order));
  return count > 0;
}

// Over the whole screen, with no program's ordinary window above it. Menus, notes and bars may lie over a locker for a moment.
Window find_cover() {
  XWindowAttributes screen{};
  if (XGetWindowAttributes(fl_display, root(), &screen) == 0) return None;
  const Atom wm_state = XInternAtom(fl_display, "WM_STATE", False);
  const Children all = children_of(root(), kMostWindows);
  for (std::size_t at = all.from_below.size(); at-- > 0;) {
    const Window window = all.from_below[at];
    XWindowAttributes its{};
    if (fl_find(window) != nullptr || XGetWindowAttributes(fl_display, window, &its) == 0 ||
        its.map_state != IsViewable)
      continue;
    const int right = its.x + its.width + 2 * its.border_width,
              low = its.y + its.height + 2 * its.border_width;
    const bool covers = its.x <= 0 && its.y <= 0 && right >= screen.width && low >= screen.height;
    if (!its.override_redirect || is_managed(window, wm_state)) return None;
    if (covers && takes_clicks(window)) return window;
  }
  return None;
}

bool keyboard_is_taken() {
  const int got = XGrabKeyboard(fl_display, root(), False, GrabModeAsync, GrabModeAsync, CurrentTime);
  if (got == GrabSuccess) XUngrabKeyboard(fl_display, CurrentTime);
  return got == AlreadyGrabbed;
}

bool says_locked(Atom status, Atom lock) {
  Atom type = None;
  int format = 0;
  unsigned long items = 0, rest = 0;
  unsigned char* data = nullptr;
  if (XGetWindowProperty(fl_display, root(), status, 0, 1, False, AnyPropertyType, &type, &format, &items,
                         &rest, &data) != Success)
    return false;
  const XList<unsigned char> owned(data);
  // Xlib gives 32 bits as longs.
  return format == 32 && items == 1 && *reinterpret_cast<const unsigned long*>(data) == lock;
}

}  // namespace

LockWatch::LockWatch(std::function<void(bool)> changed)
    : changed_(std::move(changed)),
      status_(XInternAtom(fl_display, "_SCREENSAVER_STATUS", False)),
      lock_(XInternAtom(fl_display, "LOCK", False)) {
  XWindowAttributes its{};
  XGetWindowAttributes(fl_display, root(), &its);
  XSelectInput(fl_display, root(), its.your_event_mask | PropertyChangeMask | SubstructureNotifyMask);
  Fl::add_system_handler(&LockWatch::hear, this);
  locked_ = is_locked_now();
  if (cover_ != None) look_in(kAgain);
}

LockWatch::~LockWatch() {
  Fl::remove_timeout(&LockWatch::tick, this);
  Fl::remove_system_handler(&LockWatch::hear);
}

int LockWatch::hear(void* event, void* self) {
  const XEvent& heard = *static_cast<const XEvent*>(event);
  auto& watch = *static_cast<LockWatch*>(self);
  if (heard.xany.window != root()) return 0;
  switch (heard.type) {
    case PropertyNotify:
      if (heard.xproperty.atom == watch.status_) watch.look_in(0);
      return 0;
    case CreateNotify:
    case GravityNotify:
    case ReparentNotify:
      return 1;
    case MapNotify:
    case UnmapNotify:
    case DestroyNotify:
    case ConfigureNotify:
    case CirculateNotify:
      watch.look_in(kSettle);
      return 1;  // FLTK would take it for news about a window of ours
    default:
      return 0;
  }
}

void LockWatch::look_in(double seconds) {
  if (due_soon_) return;
  due_soon_ = seconds < kAgain;
  Fl::remove_timeout(&LockWatch::tick, this);
  Fl::add_timeout(seconds, &LockWatch::tick, this);
}

void LockWatch::tick(void* self) {
  static_cast<LockWatch*>(self)->look();
}

void LockWatch::look() {
  due_soon_ = false;
  const bool now = is_locked_now();
  if (cover_ != None && tries_ < kTries) look_in(kAgain);
  if (now == locked_) return;
  locked_ = now;
  changed_(now);
}

bool LockWatch::is_locked_now() {
  const WithoutErrors quiet;
  const Window cover = find_cover();
  if (cover != cover_) tries_ = 0;
  cover_ = cover;
  if (says_locked(status_, lock_)) return true;
  if (cover_ == None || tries_ >= kTries) return false;
  const bool taken = keyboard_is_taken();
  // Only tries that another program notices are counted.
  tries_ = taken ? 0 : tries_ + 1;
  return taken;
}

}  // namespace gatehouse::window
