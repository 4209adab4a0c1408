// The one screen that all viewers of a worker share. The capture belongs to the main thread; viewers' threads
// copy the parts they are about to send, so nobody's slow socket is ever waited for while the picture is
// held.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "appliance/desktop/difference.h"
#include "appliance/desktop/region.h"
#include "hw/capture/capture.h"
#include "hw/encode/video_encoder.h"

namespace gatehouse::desktop {

class SharedScreen {
 public:
  explicit SharedScreen(hw::Capture& capture, hw::OpenVideo open_video);

  // --- Main thread ---
  Result<hw::Capture::Changes> poll();
  Result<std::vector<hw::Rect>> grab();
  Result<void> resize(int width, int height);

  // --- Any thread ---
  struct Size {
    int width = 0, height = 0;
    bool operator==(const Size&) const = default;
  };
  Size size() const;
  // Brings `picture` up to date within `region`, which lies inside both, and tells what was to do. A scroll
  // is only looked for where the owner of the picture can move pixels.
  Difference bring_up_to_date(Picture picture, const Region& region, bool may_scroll) const;
  // A new encoder, the caller's own.
  Result<std::unique_ptr<hw::VideoEncoder>> open_video(int width, int height,
                                                       const hw::VideoRate& rate) const {
    return open_video_(width, height, rate);
  }
  // The cursor shape as of the last poll(); null where it is part of the picture.
  std::shared_ptr<const hw::CursorShape> cursor() const;

 private:
  hw::Capture& capture_;
  const hw::OpenVideo open_video_;
  // Guards the capture's frame and cursor_. Sessions take it with their own lock held, so nothing that is
  // called with it may call a session.
  mutable std::mutex mutex_;
  std::shared_ptr<const hw::CursorShape> cursor_;
};

}  // namespace gatehouse::desktop
