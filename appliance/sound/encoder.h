// What is recorded, cut into packets of Opus (RFC 6716). Silence makes none.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "hw/audio/audio_source.h"

struct OpusEncoder;

namespace gatehouse::sound {

inline constexpr std::size_t kPacketFrames = hw::kSampleRate / 50;  // 20 ms, of both channels
inline constexpr std::size_t kPacketCap = 1275;                     // bytes; RFC 6716, 3.2.1, for one frame
inline constexpr std::uint64_t kPacketMicroseconds = 20000;

// Whether a packet's samples can be left out: silent for so long that nothing of what was heard lasts.
class Silence {
 public:
  // Of the next packet.
  bool leaves_out(std::span<const std::int16_t> samples);

 private:
  static constexpr int kLoudest = 2;  // of 32767: what dithering makes of silence
  static constexpr int kTail = 10;    // packets, which the encoder's and the ear's memory end in

  int silent_ = kTail;  // packets in a row
};

// When a packet was heard, in microseconds on an even scale: what a server hands over comes in bursts.
class Timescale {
 public:
  // `now`: when it was complete.
  std::uint64_t next(std::uint64_t now);

 private:
  static constexpr std::uint64_t kOff = 100000;  // further off than this is no burst: the source had stopped

  std::uint64_t next_ = 0;
};

class Encoder {
 public:
  using Packet = std::function<void(std::uint64_t microseconds, ByteView opus)>;

  static Result<std::unique_ptr<Encoder>> open(Packet packet);
  ~Encoder();
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // Interleaved, of any length in whole frames. `now`: microseconds from any begin. `packet` runs inside.
  void add(std::span<const std::int16_t> samples, std::uint64_t now);

 private:
  Encoder(OpusEncoder* opus, Packet packet);
  void encode(std::uint64_t now);

  OpusEncoder* const opus_;
  const Packet packet_;
  std::vector<std::int16_t> waiting_;  // less than a packet
  Silence silence_;
  Timescale times_;
};

}  // namespace gatehouse::sound
