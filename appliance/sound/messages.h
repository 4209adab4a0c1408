// What the agent and its sound process say to each other: one SOCK_SEQPACKET datagram a message. The process runs as the person at
// the machine, so the agent believes nothing it says beyond these bounds.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"

namespace gatehouse::sound {

// From the agent, once: where to look.
struct Start {
  std::vector<std::string> sockets, cookies;
  // Who to become once it is connected, where it was started as root; 0: nobody else.
  std::uint32_t uid = 0, gid = 0;
};

// From the process.
struct Recording {  // whether there is an output to record from; at first there is none
  bool on = false;
};
struct Packet {
  std::uint64_t microseconds = 0;  // on a scale of the process
  std::string opus;                // 1 to kPacketCap bytes
};
struct Failed {  // it ends
  std::string words;
};

using Message = std::variant<Start, Recording, Packet, Failed>;

// Pure. Texts are cut to what fits.
Bytes encode(const Message& message);
Result<Message> decode(ByteView datagram);

// Does not wait; an error says that the other side is gone or does not read.
Result<void> send(int socket, const Message& message);
// Nothing: the other side is gone. Waits only if the socket does; then, on a non-blocking one, `would_block` is set and there is
// nothing either.
Result<std::optional<Message>> receive(int socket, bool& would_block);

}  // namespace gatehouse::sound
