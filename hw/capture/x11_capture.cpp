#include "hw/capture/x11_capture.h"

#include <xcb/damage.h>
#include <xcb/xfixes.h>

#include "hw/capture/damage.h"
#include "hw/capture/x11_image.h"
#include "hw/capture/x11_resize.h"

namespace gatehouse::hw {
namespace {

constexpr int kManyRects = 512;  // beyond this the extents do; sorting them would cost more than it saves

// Frames are 0xXXRRGGBB in memory; every X server that people use has such a visual.
Result<void> check_pixels(const X11Connection& connection) {
  const Error error{"the X screen is not 24-bit true colour with 32 bits a pixel; set its depth to 24"};
  const xcb_setup_t* setup = xcb_get_setup(connection.get());
  const xcb_screen_t& screen = connection.screen();
  bool format_ok = false;
  for (auto format = xcb_setup_pixmap_formats_iterator(setup); format.rem > 0; xcb_format_next(&format))
    if (format.data->depth == screen.root_depth) format_ok = format.data->bits_per_pixel == 32;
  if (!format_ok || screen.root_depth < 24 || setup->image_byte_order != XCB_IMAGE_ORDER_LSB_FIRST)
    return error;
  for (auto depth = xcb_screen_allowed_depths_iterator(&screen); depth.rem > 0; xcb_depth_next(&depth))
    for (auto visual = xcb_depth_visuals_iterator(depth.data); visual.rem > 0; xcb_visualtype_next(&visual))
      if (visual.data->visual_id == screen.root_visual && visual.data->red_mask == 0xFF0000 &&
          visual.data->green_mask == 0xFF00 && visual.data->blue_mask == 0xFF)
        return {};
  return error;
}

class X11Capture final : public Capture {
 public:
  X11Capture(X11Connection& connection, bool resizable)
      : connection_(connection),
        resizable_(resizable),
        image_size_{0, 0, connection.screen().width_in_pixels, connection.screen().height_in_pixels} {
    xcb_connection_t* xcb = connection_.get();
    damage_event_ = connection_.extension(xcb_damage_id)->first_event + XCB_DAMAGE_NOTIFY;
    cursor_event_ = connection_.extension(xcb_xfixes_id)->first_event + XCB_XFIXES_CURSOR_NOTIFY;

    const std::uint32_t events = XCB_EVENT_MASK_STRUCTURE_NOTIFY;
    xcb_change_window_attributes(xcb, connection_.root(), XCB_CW_EVENT_MASK, &events);
    xcb_xfixes_select_cursor_input(xcb, connection_.root(), XCB_XFIXES_CURSOR_NOTIFY_MASK_DISPLAY_CURSOR);
    damage_ = xcb_generate_id(xcb);
    xcb_damage_create(xcb, damage_, connection_.root(), XCB_DAMAGE_REPORT_LEVEL_NON_EMPTY);
    region_ = xcb_generate_id(xcb);
    xcb_xfixes_create_region(xcb, region_, 0, nullptr);

    // The size may have changed between the set-up of the connection and our asking for events.
    const auto geometry =
        reply(xcb_get_geometry_reply(xcb, xcb_get_geometry(xcb, connection_.root()), nullptr));
    if (geometry) image_size_ = {0, 0, geometry->width, geometry->height};
    connection_.on_event([this](const xcb_generic_event_t& event) { take(event); });
  }

  std::string name() const override {
    return image_ && image_->shared() ? "X11 (MIT-SHM, DAMAGE)" : "X11 (DAMAGE)";
  }
  int fd() const override { return connection_.fd(); }
  std::optional<SteadyTime> due() const override {
    if (!image_) return SteadyTime::min();
    return connection_.due();
  }

  Result<Changes> poll() override {
    connection_.dispatch();
    Changes changes;
    if (!image_ || image_->frame().width != image_size_.width ||
        image_->frame().height != image_size_.height) {
      image_ = std::make_unique<X11Image>(connection_, image_size_.width, image_size_.height);
      all_damaged_ = true;
      changes.resized = true;
    }
    if (cursor_changed_) changes.cursor = fetch_cursor();
    changes.damaged = damaged_ || all_damaged_;
    if (Result<void> alive = connection_.alive(); !alive) return alive.error();
    return changes;
  }

  Result<std::vector<Rect>> grab() override {
    if (!image_ || (!damaged_ && !all_damaged_)) return std::vector<Rect>{};
    std::vector<Rect> rects = take_damage();
    const bool complete = image_->fetch(rects);
    if (Result<void> alive = connection_.alive(); !alive) return alive.error();
    // Refused: the screen has become smaller. The event that says so is on its way and brings a new image.
    if (!complete) all_damaged_ = true;
    return complete ? rects : std::vector<Rect>{};
  }

  Frame frame() const override { return image_ ? image_->frame() : Frame{}; }
  const CursorShape* cursor() const override { return &cursor_; }

  Result<void> resize(int width, int height) override {
    if (!resizable_) return Error{"the size of this screen is set at the machine"};
    return resize_x11_screen(connection_, width, height);
  }

 private:
  void take(const xcb_generic_event_t& event) {
    const int type = event.response_type & 0x7F;
    if (type == damage_event_) {
      damaged_ = true;
    } else if (type == cursor_event_) {
      cursor_changed_ = true;
    } else if (type == XCB_CONFIGURE_NOTIFY) {
      const auto& configure = reinterpret_cast<const xcb_configure_notify_event_t&>(event);
      if (configure.window == connection_.root()) image_size_ = {0, 0, configure.width, configure.height};
    }
  }

  // What the server has gathered, which starts anew.
  std::vector<Rect> take_damage() {
    xcb_connection_t* xcb = connection_.get();
    const Frame size = image_->frame();
    damaged_ = false;
    if (std::exchange(all_damaged_, false)) {
      xcb_damage_subtract(xcb, damage_, XCB_NONE, XCB_NONE);
      return {{0, 0, size.width, size.height}};
    }
    xcb_damage_subtract(xcb, damage_, XCB_NONE, region_);
    const auto answer =
        reply(xcb_xfixes_fetch_region_reply(xcb, xcb_xfixes_fetch_region(xcb, region_), nullptr));
    if (!answer) return {};
    const auto rect = [](const xcb_rectangle_t& r) { return Rect{r.x, r.y, r.width, r.height}; };
    std::vector<Rect> rects;
    const int count = xcb_xfixes_fetch_region_rectangles_length(answer.get());
    const xcb_rectangle_t* list = xcb_xfixes_fetch_region_rectangles(answer.get());
    if (count > kManyRects) {
      rects.push_back(rect(answer->extents));
    } else {
      for (int i = 0; i < count; ++i) rects.push_back(rect(list[i]));
    }
    return few_rects(disjoint_rects(rects, size.width, size.height));
  }

  bool fetch_cursor() {
    cursor_changed_ = false;
    xcb_connection_t* xcb = connection_.get();
    const auto image =
        reply(xcb_xfixes_get_cursor_image_reply(xcb, xcb_xfixes_get_cursor_image(xcb), nullptr));
    if (!image || (image->cursor_serial == cursor_serial_ && cursor_.serial != 0)) return false;
    const int length = xcb_xfixes_get_cursor_image_cursor_image_length(image.get());
    if (length < image->width * image->height) return false;
    const std::uint32_t* pixels = xcb_xfixes_get_cursor_image_cursor_image(image.get());
    cursor_serial_ = image->cursor_serial;
    cursor_ = {image->width,
               image->height,
               image->xhot,
               image->yhot,
               std::vector<std::uint32_t>(pixels, pixels + image->width * image->height),
               cursor_.serial + 1};
    return true;
  }

  X11Connection& connection_;
  const bool resizable_;
  Rect image_size_;  // of the root window, as last heard
  std::unique_ptr<X11Image> image_;
  int damage_event_ = 0, cursor_event_ = 0;
  xcb_damage_damage_t damage_ = XCB_NONE;
  xcb_xfixes_region_t region_ = XCB_NONE;
  bool damaged_ = false, all_damaged_ = true, cursor_changed_ = true;
  std::uint32_t cursor_serial_ = 0;  // the server's
  CursorShape cursor_;
};

}  // namespace

Result<std::unique_ptr<Capture>> open_x11_capture(X11Connection& connection, bool resizable) {
  if (Result<void> pixels = check_pixels(connection); !pixels) return pixels.error();
  xcb_connection_t* xcb = connection.get();
  if (connection.extension(xcb_xfixes_id) == nullptr) return Error{"the X server has no XFIXES extension"};
  if (connection.extension(xcb_damage_id) == nullptr) return Error{"the X server has no DAMAGE extension"};
  // Both want to be asked for their version before anything else.
  const auto xfixes =
      reply(xcb_xfixes_query_version_reply(xcb, xcb_xfixes_query_version(xcb, 5, 0), nullptr));
  const auto damage =
      reply(xcb_damage_query_version_reply(xcb, xcb_damage_query_version(xcb, 1, 1), nullptr));
  if (!xfixes || !damage) return Error{"the X server has gone away"};
  return std::unique_ptr<Capture>(std::make_unique<X11Capture>(connection, resizable));
}

}  // namespace gatehouse::hw
