#include "appliance/window/tray.h"

#include <FL/Fl.H>
#include <FL/x.H>
#include <X11/Xatom.h>
#include <X11/Xutil.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <memory>

#include "appliance/base/text.h"
#include "appliance/window/no_libraries.h"
#include "appliance/window/quiet_x.h"
#include "appliance/window/tray_icon.h"
#include "appliance/window/tray_menu.h"

namespace gatehouse::window {
namespace {

constexpr double kEvery = 3;  // seconds, between looks at the agent while the icon is shown
constexpr int kFirstSize = 24, kMostSize = 256;
constexpr long kRequestDock = 0;

Atom atom(const char* name) {
  return XInternAtom(fl_display, name, False);
}
Atom atom_of_screen(const std::string& name) {
  return atom((name + std::to_string(fl_screen)).c_str());
}

[[noreturn]] void leave(const char*, ...) {
  ::_exit(0);  // no X server, or none any more: nobody needs to hear of that
}

// The parts of a pixel by a visual's mask.
unsigned long to_pixel(std::uint32_t part, unsigned long mask) {
  if (mask == 0) return 0;
  const int width = std::popcount(mask);
  const unsigned long value =
      width >= 8 ? static_cast<unsigned long>(part) << (width - 8) : part >> (8 - width);
  return value << std::countr_zero(mask) & mask;
}
std::uint32_t from_pixel(unsigned long pixel, unsigned long mask) {
  if (mask == 0) return 0;
  const int width = std::popcount(mask);
  const unsigned long value = (pixel & mask) >> std::countr_zero(mask);
  return static_cast<std::uint32_t>(width >= 8 ? value >> (width - 8) : value << (8 - width));
}

class Tray {
 public:
  explicit Tray(TrayNeeds& needs)
      : needs_(needs), selection_(atom_of_screen("_NET_SYSTEM_TRAY_S")), manager_atom_(atom("MANAGER")) {
    XSelectInput(fl_display, root(), PropertyChangeMask | StructureNotifyMask);
    Fl::add_system_handler(&Tray::hear, this);
    find_tray();
  }

  [[noreturn]] void run() {
    for (;;) {
      Fl::wait(1e9);
      if (closed_) menu_.reset();
      closed_ = false;
    }
  }

 private:
  static Window root() { return RootWindow(fl_display, fl_screen); }

  void find_tray() {
    // Else it could go between the question and the wish to hear of it.
    XGrabServer(fl_display);
    manager_ = XGetSelectionOwner(fl_display, selection_);
    if (manager_ != None) XSelectInput(fl_display, manager_, StructureNotifyMask);
    XUngrabServer(fl_display);
    XFlush(fl_display);
    if (manager_ != None) dock();
  }

  // A visual with transparency, where the tray wants it.
  XVisualInfo visual_of_tray() const {
    XVisualInfo wanted{};
    wanted.visualid = XVisualIDFromVisual(fl_visual->visual);
    Atom type = None;
    int format = 0, count = 0;
    unsigned long items = 0, rest = 0;
    unsigned char* data = nullptr;
    XGetWindowProperty(fl_display, manager_, atom("_NET_SYSTEM_TRAY_VISUAL"), 0, 1, False, XA_VISUALID, &type,
                       &format, &items, &rest, &data);
    const XList<unsigned char> owned(data);
    if (type == XA_VISUALID && format == 32 && items == 1)
      wanted.visualid = *reinterpret_cast<const unsigned long*>(data);
    const XList<XVisualInfo> found(XGetVisualInfo(fl_display, VisualIDMask, &wanted, &count));
    return count > 0 ? *found : *fl_visual;
  }

  void dock() {
    const WithoutErrors quiet;
    undock();
    visual_ = visual_of_tray();
    const bool plain = visual_.visualid == XVisualIDFromVisual(fl_visual->visual);
    XSetWindowAttributes wanted{};
    wanted.border_pixel = 0;
    wanted.background_pixel = 0;
    wanted.background_pixmap = ParentRelative;
    wanted.event_mask = ExposureMask | StructureNotifyMask | ButtonPressMask | ButtonReleaseMask;
    if (!plain) colors_ = XCreateColormap(fl_display, root(), visual_.visual, AllocNone);
    wanted.colormap = plain ? fl_colormap : colors_;
    icon_ = XCreateWindow(
        fl_display, root(), 0, 0, kFirstSize, kFirstSize, 0, visual_.depth, InputOutput, visual_.visual,
        (plain ? CWBackPixmap : CWBackPixel) | CWBorderPixel | CWEventMask | CWColormap, &wanted);
    width_ = height_ = kFirstSize;
    const unsigned long info[] = {0, 1};  // XEmbed 0; it wants to be mapped
    XChangeProperty(fl_display, icon_, atom("_XEMBED_INFO"), atom("_XEMBED_INFO"), 32, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(info), 2);
    char instance[] = "gatehouse-tray", name[] = "Gatehouse";
    XClassHint hint{instance, name};
    XSetClassHint(fl_display, icon_, &hint);
    XStoreName(fl_display, icon_, name);
    XEvent ask{};
    ask.xclient.type = ClientMessage;
    ask.xclient.window = manager_;
    ask.xclient.message_type = atom("_NET_SYSTEM_TRAY_OPCODE");
    ask.xclient.format = 32;
    ask.xclient.data.l[0] = CurrentTime;
    ask.xclient.data.l[1] = kRequestDock;
    ask.xclient.data.l[2] = static_cast<long>(icon_);
    XSendEvent(fl_display, manager_, False, NoEventMask, &ask);
    tick();
  }

  void undock() {
    Fl::remove_timeout(&Tray::ticked, this);
    if (icon_ != None) XDestroyWindow(fl_display, icon_);
    if (colors_ != None) XFreeColormap(fl_display, colors_);
    colors_ = None;
    icon_ = None;
  }

  void tick() {
    now_ = needs_.look();
    draw();
    Fl::remove_timeout(&Tray::ticked, this);
    Fl::add_timeout(kEvery, &Tray::ticked, this);
  }
  static void ticked(void* self) { static_cast<Tray*>(self)->tick(); }

  IconState state() const {
    return now_.session ? IconState::session : now_.online ? IconState::linked : IconState::away;
  }

  static int hear(void* event, void* self) {
    return static_cast<Tray*>(self)->heard(*static_cast<XEvent*>(event)) ? 1 : 0;
  }
  // True: not for FLTK, which would take it for news about a window of its own.
  bool heard(const XEvent& event) {
    const Window window = event.xany.window;
    if (event.type == ClientMessage && event.xclient.message_type == manager_atom_ &&
        static_cast<Atom>(event.xclient.data.l[1]) == selection_) {
      find_tray();
      return true;
    }
    if (window == manager_ && event.type == DestroyNotify) {
      const WithoutErrors quiet;
      undock();
      find_tray();  // another may have come already
      return true;
    }
    if (window != None && window == icon_) {
      on_icon(event);
      return true;
    }
    return event.type == DestroyNotify && fl_find(window) == nullptr;
  }

  void on_icon(const XEvent& event) {
    switch (event.type) {
      case Expose:
        if (event.xexpose.count == 0) draw();
        break;
      case ConfigureNotify:
        width_ = event.xconfigure.width;
        height_ = event.xconfigure.height;
        draw();
        break;
      case DestroyNotify:
        icon_ = None;  // with the tray that held it
        Fl::remove_timeout(&Tray::ticked, this);
        break;
      case ButtonRelease:
        if (event.xbutton.button == Button1 || event.xbutton.button == Button3) {
          fl_event_time = event.xbutton.time;
          open_menu(event.xbutton.x_root, event.xbutton.y_root);
        }
        break;
      default:
        break;
    }
  }

  void open_menu(int x, int y) {
    if (menu_) return;
    tick();
    menu_ = std::make_unique<TrayMenu>(rows(), [this] { closed_ = true; });
    menu_->open_at(x, y);
  }

  std::vector<TrayRow> rows() {
    const Language language = language_of(locale_here());
    const TrayWords& words = tray_words_in(language);
    std::vector<TrayRow> rows;
    const auto copied = [&](const std::string& shown, const std::string& text, bool strong) {
      rows.push_back({.text = shown,
                      .hint = std::string(words.copy),
                      .chosen = [text] { Fl::copy(text.data(), static_cast<int>(text.size()), 1); },
                      .strong = strong});
    };
    if (now_.there && !now_.id.empty()) {
      copied(grouped(now_.id), now_.id, true);
      if (!now_.alias.empty()) copied(as_shown_line(now_.alias, 100), now_.alias, false);
    }
    rows.push_back({.text = !now_.there    ? std::string(words.no_agent)
                            : now_.session ? std::string(words.someone)
                            : now_.online
                                ? std::string(words.online) + " " + as_shown_line(now_.appliance, 80)
                                : std::string(words.offline)});
    if (now_.there && !now_.page.empty()) {
      rows.push_back({.text = entry_words(now_, language),
                      .chosen = [this, page = now_.page] { needs_.open(page); },
                      .line_above = true});
      if (now_.settings)
        rows.push_back({.text = std::string(words.settings),
                        .chosen = [this, page = now_.page] { needs_.open(page + "settings"); }});
    }
    return rows;
  }

  void draw() {
    if (icon_ == None) return;
    const WithoutErrors quiet;
    const int size = std::min({width_, height_, kMostSize});
    if (size <= 0) return;
    XClearWindow(fl_display, icon_);
    const int left = (width_ - size) / 2, top = (height_ - size) / 2;
    const auto side = static_cast<unsigned>(size);
    // What the panel looks like there, where it can't be seen through the icon.
    const bool blends = visual_.depth != 32;
    std::unique_ptr<XImage, int (*)(XImage*)> image(nullptr,
                                                    [](XImage* gone) { return XDestroyImage(gone); });
    if (blends) image.reset(XGetImage(fl_display, icon_, left, top, side, side, AllPlanes, ZPixmap));
    const bool seen = image != nullptr;
    if (!seen) {
      image.reset(XCreateImage(fl_display, visual_.visual, static_cast<unsigned>(visual_.depth), ZPixmap, 0,
                               nullptr, side, side, 32, 0));
      if (!image) return;
      // XDestroyImage frees it.
      image->data = static_cast<char*>(std::calloc(side, static_cast<std::size_t>(image->bytes_per_line)));
      if (image->data == nullptr) return;
    }
    const auto pixels = tray_icon(size, state());
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x)
        put(*image, x, y, pixels[static_cast<std::size_t>(y * size + x)], blends && seen);
    const GC gc = XCreateGC(fl_display, icon_, 0, nullptr);
    XPutImage(fl_display, icon_, gc, image.get(), 0, 0, left, top, side, side);
    XFreeGC(fl_display, gc);
  }

  void put(XImage& image, int x, int y, std::uint32_t color, bool over) const {
    const unsigned long masks[] = {visual_.blue_mask, visual_.green_mask, visual_.red_mask};
    const std::uint32_t alpha = color >> 24;
    const unsigned long before = over ? XGetPixel(&image, x, y) : 0;
    unsigned long pixel = visual_.depth == 32 ? static_cast<unsigned long>(alpha) << 24 : 0;
    for (int part = 0; part < 3; ++part) {
      const std::uint32_t behind = from_pixel(before, masks[part]) * (255 - alpha) / 255;
      pixel |= to_pixel(std::min((color >> (8 * part) & 0xff) + behind, 255u), masks[part]);
    }
    XPutPixel(&image, x, y, pixel);
  }

  TrayNeeds& needs_;
  const Atom selection_, manager_atom_;
  Window manager_ = None, icon_ = None;
  XVisualInfo visual_{};
  Colormap colors_ = None;  // of a visual that is not the screen's own
  int width_ = 0, height_ = 0;
  TrayNow now_;
  std::unique_ptr<TrayMenu> menu_;
  bool closed_ = false;  // the menu, which is still at work
};

}  // namespace

std::string entry_words(const TrayNow& now, Language language) {
  const bool german = language == Language::german && !now.start_german.empty();
  const std::string words = as_shown_line(german ? now.start_german : now.start, 80);
  return words.empty() ? std::string(tray_words_in(language).start) : words;
}

int run_tray(TrayNeeds& needs) {
  load_no_libraries();
  Fl::fatal = leave;
  if (std::getenv("DISPLAY") == nullptr) return 0;
  fl_open_display();
  Fl::scheme("none");
  find_scale();
  // A person's desktop may start it twice.
  const Atom only = atom_of_screen("_GATEHOUSE_TRAY_S");
  if (XGetSelectionOwner(fl_display, only) != None) return 0;
  const Window holder =
      XCreateSimpleWindow(fl_display, RootWindow(fl_display, fl_screen), -1, -1, 1, 1, 0, 0, 0);
  XSetSelectionOwner(fl_display, only, holder, CurrentTime);
  Tray(needs).run();
}

}  // namespace gatehouse::window
