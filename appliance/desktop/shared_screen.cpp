#include "appliance/desktop/shared_screen.h"

#include <algorithm>
#include <utility>

namespace gatehouse::desktop {

SharedScreen::SharedScreen(hw::Capture& capture, hw::OpenVideo open_video)
    : capture_(capture), open_video_(std::move(open_video)) {
  if (const hw::CursorShape* shape = capture_.cursor()) cursor_ = std::make_shared<hw::CursorShape>(*shape);
}

Result<hw::Capture::Changes> SharedScreen::poll() {
  const std::lock_guard lock(mutex_);
  auto changes = capture_.poll();
  if (changes && changes->cursor) {
    const hw::CursorShape* shape = capture_.cursor();
    cursor_ = shape ? std::make_shared<hw::CursorShape>(*shape) : nullptr;
  }
  return changes;
}

Result<std::vector<hw::Rect>> SharedScreen::grab() {
  const std::lock_guard lock(mutex_);
  return capture_.grab();
}

Result<void> SharedScreen::resize(int width, int height) {
  const std::lock_guard lock(mutex_);
  return capture_.resize(width, height);
}

SharedScreen::Size SharedScreen::size() const {
  const std::lock_guard lock(mutex_);
  const hw::Frame frame = capture_.frame();
  return {frame.width, frame.height};
}

Difference SharedScreen::bring_up_to_date(Picture picture, const Region& region, bool may_scroll) const {
  const std::lock_guard lock(mutex_);
  const hw::Frame frame = capture_.frame();
  Region shared = region;
  shared.clip_to(
      hw::Rect{0, 0, std::min(picture.width, frame.width), std::min(picture.height, frame.height)});
  return desktop::bring_up_to_date(picture, frame, shared, may_scroll);
}

std::shared_ptr<const hw::CursorShape> SharedScreen::cursor() const {
  const std::lock_guard lock(mutex_);
  return cursor_;
}

}  // namespace gatehouse::desktop
