#include "appliance/wire/sound.h"

#include "appliance/wire/layout.h"
#include "appliance/wire/session.h"

namespace gatehouse::wire {

void layout(auto& io, Is<SoundListen> auto& listen) {
  io.flag(listen.on);
}

void layout(auto& io, Is<SoundHeard> auto& heard) {
  io.u32(heard.number);
}

void layout(auto& io, Is<SoundState> auto& state) {
  io.choice(state.is, SoundState::Is::there, SoundState::Is::missing);
}

void layout(auto& io, Is<SoundPacket> auto& packet) {
  io.u32(packet.number);
  io.u64(packet.microseconds);
  io.rest(packet.opus, kSoundPacketCap);
}

Bytes encode_sound(const SoundMessage& message) {
  ByteWriter payload;
  put_message(payload, message);
  Bytes out;
  append_frames(out, Channel::sound, payload.view());
  return out;
}

std::optional<SoundMessage> decode_sound(ByteView payload) {
  return take_message<SoundMessage>(payload);
}

}  // namespace gatehouse::wire
