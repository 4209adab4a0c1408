// What the machine plays, in a session: one message a frame, on channel 3 (PROTOCOL.md, Sound).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "appliance/base/bytes.h"

namespace gatehouse::wire {

inline constexpr std::size_t kSoundPacketCap = 1275;  // bytes of Opus (RFC 6716, 3.2.1)

// From the viewer: whether it wants to hear.
struct SoundListen {
  bool on = false;
};
// From the viewer, some times a second: the last packet that arrived.
struct SoundHeard {
  std::uint32_t number = 0;
};
// From the agent, to who listens.
struct SoundState {
  enum class Is : std::uint8_t {
    there = 1,    // what is played is sent
    missing = 2,  // the machine has no sound server or no output; it is looked for again and again
  };
  Is is = Is::missing;
};
// From the agent: 20 ms of both channels. No packets: silence.
struct SoundPacket {
  std::uint32_t number =
      0;  // one more for each packet that was there to send; one that is missing was dropped
  std::uint64_t microseconds = 0;  // when it was heard, from any begin; goes on evenly but over silence
  std::string opus;
};

using SoundMessage = std::variant<SoundListen, SoundHeard, SoundState, SoundPacket>;

// A whole frame, ready to send. A packet that is empty or longer than the cap is a bug of the caller.
Bytes encode_sound(const SoundMessage& message);
// The payload of a frame. Nothing: it is not a message.
std::optional<SoundMessage> decode_sound(ByteView payload);

}  // namespace gatehouse::wire
