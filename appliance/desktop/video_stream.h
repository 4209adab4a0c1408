// The moving part of one viewer's picture as H.264 in RFB (Open H.264, rfbproto's encoding 50). One thread.
#pragma once
#include <memory>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/desktop/difference.h"
#include "appliance/desktop/repaint.h"
#include "appliance/desktop/shared_screen.h"
#include "hw/encode/video_encoder.h"

namespace gatehouse::desktop {

class VideoStream {
 public:
  explicit VideoStream(const SharedScreen& screen) : screen_(screen) {}

  // The FramebufferUpdate with what `video` says of `picture`. An error ends video for this viewer: it is to be sent tiles.
  Result<Bytes> update(const Repaint::Step::Video& video, const Picture& picture, const hw::VideoRate& rate);
  // The part has come to rest.
  void rest() { encoder_.reset(); }

 private:
  const SharedScreen& screen_;
  std::unique_ptr<hw::VideoEncoder> encoder_;
  hw::Rect part_;
};

}  // namespace gatehouse::desktop
