#include "hw/capture/x11_resize.h"

#include <xcb/randr.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "hw/capture/capture.h"

namespace gatehouse::hw {
namespace {

constexpr std::string_view kOurModes = "gatehouse-";

std::uint16_t u16(int value) {
  return static_cast<std::uint16_t>(value);
}

struct Output {
  xcb_randr_output_t id = XCB_NONE;
  xcb_randr_crtc_t crtc = XCB_NONE;
};

class Resizer {
 public:
  explicit Resizer(X11Connection& connection) : xcb_(connection.get()), root_(connection.root()) {}

  Result<void> resize(int width, int height) {
    const auto range = reply(
        xcb_randr_get_screen_size_range_reply(xcb_, xcb_randr_get_screen_size_range(xcb_, root_), nullptr));
    if (!range || !load()) return Error{"the X server does not answer RandR requests"};
    width = std::clamp(width, std::max<int>(kSmallestScreen, range->min_width),
                       std::min<int>(kLargestScreen, range->max_width));
    height = std::clamp(height, std::max<int>(kSmallestScreen, range->min_height),
                        std::min<int>(kLargestScreen, range->max_height));
    const auto now = reply(xcb_get_geometry_reply(xcb_, xcb_get_geometry(xcb_, root_), nullptr));
    if (now && now->width == width && now->height == height) return {};

    const Result<Output> output = only_output();
    if (!output) return output.error();
    xcb_randr_mode_t mode = find_mode(*output, width, height);
    if (mode == XCB_NONE) mode = make_mode(*output, width, height);
    if (mode == XCB_NONE) return Error{"the X server takes no mode of " + size_text(width, height)};
    if (!apply(*output, mode, width, height))
      return Error{"the X server refused the size " + size_text(width, height)};
    delete_other_modes(*output, mode);
    return {};
  }

 private:
  static std::string size_text(int width, int height) {
    return std::to_string(width) + "x" + std::to_string(height);
  }

  bool load() {
    resources_ = reply(xcb_randr_get_screen_resources_current_reply(
        xcb_, xcb_randr_get_screen_resources_current(xcb_, root_), nullptr));
    return resources_ != nullptr;
  }

  Reply<xcb_randr_get_output_info_reply_t> info(xcb_randr_output_t output) const {
    return reply(xcb_randr_get_output_info_reply(
        xcb_, xcb_randr_get_output_info(xcb_, output, resources_->config_timestamp), nullptr));
  }

  Result<Output> only_output() const {
    Output found;
    const xcb_randr_output_t* outputs = xcb_randr_get_screen_resources_current_outputs(resources_.get());
    for (int i = 0; i < resources_->num_outputs; ++i) {
      const auto output = info(outputs[i]);
      if (!output || output->crtc == XCB_NONE) continue;
      if (found.id != XCB_NONE)
        return Error{"this machine has several monitors; their size is set at the machine"};
      found = {outputs[i], output->crtc};
    }
    if (found.id == XCB_NONE) return Error{"the X screen has no output that could be resized"};
    return found;
  }

  xcb_randr_mode_t find_mode(const Output& output, int width, int height) const {
    const auto known = info(output.id);
    if (!known) return XCB_NONE;
    const xcb_randr_mode_t* ids = xcb_randr_get_output_info_modes(known.get());
    for (auto mode = xcb_randr_get_screen_resources_current_modes_iterator(resources_.get()); mode.rem > 0;
         xcb_randr_mode_info_next(&mode))
      if (mode.data->width == width && mode.data->height == height &&
          std::find(ids, ids + known->num_modes, mode.data->id) != ids + known->num_modes)
        return mode.data->id;
    return XCB_NONE;
  }

  xcb_randr_mode_t make_mode(const Output& output, int width, int height) {
    const std::string name = std::string(kOurModes) + size_text(width, height);
    // No screen is behind it, so the timing only has to be well-formed; a low pixel clock passes every
    // driver's check.
    xcb_randr_mode_info_t mode{};
    mode.width = u16(width);
    mode.height = u16(height);
    mode.hsync_start = u16(width + 8);
    mode.hsync_end = u16(width + 16);
    mode.htotal = u16(width + 24);
    mode.vsync_start = u16(height + 1);
    mode.vsync_end = u16(height + 2);
    mode.vtotal = u16(height + 3);
    mode.dot_clock = static_cast<std::uint32_t>(mode.htotal) * mode.vtotal * 5;
    mode.name_len = u16(static_cast<int>(name.size()));
    const auto made = reply(xcb_randr_create_mode_reply(
        xcb_, xcb_randr_create_mode(xcb_, root_, mode, mode.name_len, name.data()), nullptr));
    if (!made) return XCB_NONE;
    if (reply(xcb_request_check(xcb_, xcb_randr_add_output_mode_checked(xcb_, output.id, made->mode)))) {
      xcb_randr_destroy_mode(xcb_, made->mode);
      return XCB_NONE;
    }
    return made->mode;
  }

  bool set_crtc(const Output& output, xcb_randr_mode_t mode) const {
    const std::uint32_t count = mode == XCB_NONE ? 0 : 1;
    const auto done = reply(xcb_randr_set_crtc_config_reply(
        xcb_,
        xcb_randr_set_crtc_config(xcb_, output.crtc, XCB_CURRENT_TIME, resources_->config_timestamp, 0, 0,
                                  mode, XCB_RANDR_ROTATION_ROTATE_0, count, &output.id),
        nullptr));
    return done && done->status == XCB_RANDR_SET_CONFIG_SUCCESS;
  }

  // The server insists that a lit output lies inside the screen: dark, resize, lit. Programs see it as one
  // step.
  bool apply(const Output& output, xcb_randr_mode_t mode, int width, int height) {
    xcb_grab_server(xcb_);
    const auto old = reply(xcb_randr_get_crtc_info_reply(
        xcb_, xcb_randr_get_crtc_info(xcb_, output.crtc, resources_->config_timestamp), nullptr));
    bool done = set_crtc(output, XCB_NONE);
    const auto millimetres = [](int pixels) {
      return static_cast<std::uint32_t>(pixels * 254 / 960);
    };  // 96 dpi
    const bool sized = done && !reply(xcb_request_check(xcb_, xcb_randr_set_screen_size_checked(
                                                                  xcb_, root_, u16(width), u16(height),
                                                                  millimetres(width), millimetres(height))));
    done = sized && set_crtc(output, mode);
    if (!sized && old) set_crtc(output, old->mode);
    xcb_ungrab_server(xcb_);
    xcb_flush(xcb_);
    return done;
  }

  void delete_other_modes(const Output& output, xcb_randr_mode_t keep) {
    const std::uint8_t* names = xcb_randr_get_screen_resources_current_names(resources_.get());
    for (auto mode = xcb_randr_get_screen_resources_current_modes_iterator(resources_.get()); mode.rem > 0;
         xcb_randr_mode_info_next(&mode)) {
      const std::string_view name(reinterpret_cast<const char*>(names), mode.data->name_len);
      names += mode.data->name_len;
      if (mode.data->id == keep || !name.starts_with(kOurModes)) continue;
      xcb_randr_delete_output_mode(xcb_, output.id, mode.data->id);
      xcb_randr_destroy_mode(xcb_, mode.data->id);
    }
    xcb_flush(xcb_);
  }

  xcb_connection_t* xcb_;
  xcb_window_t root_;
  Reply<xcb_randr_get_screen_resources_current_reply_t> resources_;
};

}  // namespace

Result<void> resize_x11_screen(X11Connection& connection, int width, int height) {
  if (connection.extension(xcb_randr_id) == nullptr) return Error{"the X server has no RandR extension"};
  xcb_connection_t* xcb = connection.get();
  const auto version = reply(xcb_randr_query_version_reply(xcb, xcb_randr_query_version(xcb, 1, 3), nullptr));
  if (!version || version->minor_version < 3) return Error{"the X server's RandR is older than 1.3"};
  return Resizer(connection).resize(width, height);
}

}  // namespace gatehouse::hw
