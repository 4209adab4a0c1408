// The native protocol of PulseAudio, as its server and PipeWire's pulse socket speak it to clients of version 15 (PulseAudio 0.9.15):
// frames, and tagged fields in those of control. Big-endian. Source of numbers and order: PulseAudio, src/pulsecore/native-common.h,
// tagstruct.h, pstream.c and protocol-native.c.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "appliance/base/bytes.h"

namespace gatehouse::hw::pulse {

inline constexpr std::uint32_t kVersion = 15;
inline constexpr std::size_t kCookieSize = 256;
inline constexpr std::uint32_t kNone = 0xffffffff;  // no index; the channel of control

enum class Command : std::uint32_t {
  error = 0,
  reply = 2,
  create_record_stream = 5,
  delete_record_stream = 6,
  auth = 8,
  set_client_name = 9,
  get_server_info = 20,
  subscribe = 35,
  record_stream_killed = 65,
  subscribe_event = 66,
};

// Of SUBSCRIBE (a mask) and its events (a facility, and what became of it).
inline constexpr std::uint32_t kWatchSinks = 0x01, kWatchServer = 0x80;
inline constexpr std::uint32_t kFacility = 0x0f, kFacilitySink = 0, kFacilityServer = 7;
inline constexpr std::uint32_t kHappened = 0x30, kHappenedChange = 0x10;

// One control frame.
class Request {
 public:
  Request(Command command, std::uint32_t tag);
  Request& u32(std::uint32_t value);
  Request& boolean(bool value);
  Request& string(std::string_view value);  // without NUL in it
  Request& arbitrary(ByteView value);
  // Signed 16 bit little-endian, stereo, 48 kHz, and which channel is which.
  Request& sample_spec();
  Request& channel_map();
  Request& properties(const std::vector<std::pair<std::string_view, std::string_view>>& all);
  // Ready to send.
  Bytes take();

 private:
  ByteWriter out_;
};

// Reads tagged fields. A field of another type than asked for fails, as the end does.
class Fields {
 public:
  explicit Fields(ByteView data) : in_(data) {}
  std::uint32_t u32();
  // Nothing: the field says that there is none.
  std::optional<std::string> string();
  void skip_sample_spec();
  bool failed() const { return in_.failed(); }

 private:
  bool tag(char expected);
  ByteReader in_;
};

// Cuts what the server sends into frames; holds at most one unfinished frame, whose size is bounded.
class Frames {
 public:
  static constexpr std::size_t kCap = 256 * 1024;
  struct Frame {
    std::uint32_t channel = kNone;
    ByteView payload;  // valid until the next feed()
  };
  void feed(ByteView data);
  // Nothing: more is needed, or it is broken().
  std::optional<Frame> next();
  bool broken() const { return broken_; }

 private:
  Bytes buffer_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace gatehouse::hw::pulse
