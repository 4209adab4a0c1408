#include "appliance/desktop/video_stream.h"

#include <vector>

#include "appliance/desktop/server_messages.h"

namespace gatehouse::desktop {

Result<Bytes> VideoStream::update(const Repaint::Step::Video& video, const Picture& picture,
                                  const hw::VideoRate& rate) {
  const hw::Rect& part = video.part;
  const bool begins = !encoder_ || !(part_ == part);
  if (begins) {
    encoder_.reset();
    auto opened = screen_.open_video(part.width, part.height, rate);
    if (!opened) return opened.error();
    encoder_ = std::move(*opened);
    part_ = part;
  }
  std::vector<hw::Rect> changed = begins ? std::vector{part} : video.changed.rects();
  for (hw::Rect& rect : changed) {
    rect.x -= part.x;
    rect.y -= part.y;
  }
  encoder_->set_rate(rate);
  const hw::Frame frame{picture.pixels + static_cast<std::size_t>(part.y) * picture.stride +
                            static_cast<std::size_t>(part.x) * 4,
                        part.width, part.height, picture.stride};
  const auto unit = encoder_->encode(frame, changed, begins || video.again);
  if (!unit) return unit.error();
  // There is never more than one part: whatever the viewer decoded before, it may forget.
  return messages::video(part, begins || video.again ? messages::VideoReset::all : messages::VideoReset::none,
                         *unit);
}

}  // namespace gatehouse::desktop
