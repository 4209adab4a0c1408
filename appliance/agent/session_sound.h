// What one viewer hears: while it wants to, and may. Loop thread.
#pragma once
#include <cstdint>
#include <functional>

#include "appliance/agent/sound.h"
#include "appliance/agent/sound_flow.h"
#include "appliance/wire/sound.h"

namespace gatehouse::agent {

class SessionSound {
 public:
  struct Events {
    // A whole frame for the viewer.
    std::function<void(ByteView)> tell;
    // Bytes that wait to be sent to it.
    std::function<std::size_t()> pending;
  };
  SessionSound(MachineSound& sound, std::uint64_t call, bool permitted, Events events);
  ~SessionSound() { sound_.leave(call_); }
  SessionSound(const SessionSound&) = delete;
  SessionSound& operator=(const SessionSound&) = delete;

  // The payload of a frame from the viewer. False: it must not send this.
  bool said(ByteView payload);
  // From now on; at once.
  void permit(bool permitted);

 private:
  void listen_or_not();
  void packet(const sound::Packet& packet);

  MachineSound& sound_;
  const std::uint64_t call_;
  const Events events_;
  bool permitted_, wanted_ = false, listening_ = false;
  std::uint32_t number_ = 0;  // of the next packet
  SoundFlow flow_;
};

}  // namespace gatehouse::agent
