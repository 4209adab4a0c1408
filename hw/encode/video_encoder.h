// A moving part of the screen as H.264 (ITU-T H.264, Annex B byte stream). One thread at a time.
//
// What every back-end makes, because every decoder takes it: constrained baseline, 4:2:0, BT.601 full range with sRGB's
// primaries and transfer, and said so in the VUI, no B-frames and no delay: one call, one access unit, parameter sets before each IDR.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "hw/frame.h"

namespace gatehouse::hw {

struct VideoRate {
  int quality = 8;                   // 0-9, as RFB's JPEG levels: 9 is nearly without loss
  std::size_t bytes_per_second = 0;  // what the link takes; 0: unknown, the quality alone decides
  bool operator==(const VideoRate&) const = default;
};

class VideoEncoder {
 public:
  virtual ~VideoEncoder() = default;

  // From the next picture on. Cheap; may be called before each.
  virtual void set_rate(const VideoRate& rate) = 0;
  // The access unit of `frame`, whose size is the one the encoder was opened with. Only what lies in `changed` is read; the
  // rest is as it was, and everything is new at first. `key`: as an IDR, which the first one always is. Valid until the next
  // call. After an error the encoder is of no more use.
  virtual Result<ByteView> encode(const Frame& frame, const std::vector<Rect>& changed, bool key) = 0;
};

// Any thread.
using OpenVideo =
    std::function<Result<std::unique_ptr<VideoEncoder>>(int width, int height, const VideoRate& rate)>;

// In software, for any machine. Width and height are even, 8192 at most.
Result<std::unique_ptr<VideoEncoder>> open_x264(int width, int height, const VideoRate& rate);

}  // namespace gatehouse::hw
