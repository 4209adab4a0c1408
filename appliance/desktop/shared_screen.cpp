#include "appliance/desktop/shared_screen.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::desktop {

SharedScreen::SharedScreen(hw::Capture& capture) : capture_(capture) {
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

void SharedScreen::copy(const Region& region, std::uint8_t* into, std::size_t stride) const {
  const std::lock_guard lock(mutex_);
  const hw::Frame frame = capture_.frame();
  for (const hw::Rect& rect : region.rects()) {
    const int right = std::min(rect.x + rect.width, frame.width);
    const int bottom = std::min(rect.y + rect.height, frame.height);
    if (right <= rect.x) continue;
    for (int y = rect.y; y < bottom; ++y) {
      std::memcpy(into + y * stride + rect.x * 4, frame.pixels + y * frame.stride + rect.x * 4,
                  static_cast<std::size_t>(right - rect.x) * 4);
    }
  }
}

std::shared_ptr<const hw::CursorShape> SharedScreen::cursor() const {
  const std::lock_guard lock(mutex_);
  return cursor_;
}

}  // namespace gatehouse::desktop
