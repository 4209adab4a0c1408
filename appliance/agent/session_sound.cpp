#include "appliance/agent/session_sound.h"

#include "appliance/net/stream.h"

namespace gatehouse::agent {

SessionSound::SessionSound(MachineSound& sound, std::uint64_t call, bool permitted, Events events)
    : sound_(sound), call_(call), events_(std::move(events)), permitted_(permitted) {}

bool SessionSound::said(ByteView payload) {
  const auto message = wire::decode_sound(payload);
  if (!message) return false;
  if (const auto* listen = std::get_if<wire::SoundListen>(&*message)) {
    wanted_ = listen->on;
    listen_or_not();
  } else if (const auto* heard = std::get_if<wire::SoundHeard>(&*message)) {
    flow_.heard(heard->number, std::chrono::steady_clock::now());
  } else {
    return false;
  }
  return true;
}

void SessionSound::permit(bool permitted) {
  permitted_ = permitted;
  listen_or_not();
}

void SessionSound::listen_or_not() {
  const bool now = permitted_ && wanted_;
  if (std::exchange(listening_, now) == now) return;
  flow_.clear();
  if (!now) return sound_.leave(call_);
  sound_.listen(call_,
                {
                    .packet = [this](const sound::Packet& one) { packet(one); },
                    .there =
                        [this](bool there) {
                          using Is = wire::SoundState::Is;
                          events_.tell(wire::encode_sound(wire::SoundState{there ? Is::there : Is::missing}));
                        },
                });
}

void SessionSound::packet(const sound::Packet& packet) {
  const std::uint32_t number = number_++;
  const auto now = std::chrono::steady_clock::now();
  // Behind so much of the picture it would come late.
  if (events_.pending() > net::Stream::kHighWater || !flow_.has_room(now)) return;
  flow_.sent(number, now);
  events_.tell(wire::encode_sound(wire::SoundPacket{number, packet.microseconds, packet.opus}));
}

}  // namespace gatehouse::agent
