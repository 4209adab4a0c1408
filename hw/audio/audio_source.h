// What the machine plays, recorded. One thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "appliance/base/result.h"

namespace gatehouse::hw {

inline constexpr int kSampleRate = 48000;  // Hz
inline constexpr int kChannels = 2;        // left, right, interleaved

class AudioSource {
 public:
  // Whole frames of signed 16 bit, valid during the call. While nothing plays it may come with silence, or not at all.
  using Heard = std::function<void(std::span<const std::int16_t> samples)>;

  virtual ~AudioSource() = default;
  // Readable: call on_readable(). Hung up: it will say so.
  virtual int fd() const = 0;
  // `heard` and the change of recording() happen inside. An error: the source is gone.
  virtual Result<void> on_readable() = 0;
  // Whether there is something to record from. A machine may have a sound server and no output.
  virtual bool recording() const = 0;
};

}  // namespace gatehouse::hw
