// What monitor and worker say to each other: one SOCK_SEQPACKET datagram a message, with at most one
// descriptor. Both ends are ours, but the worker parses what strangers send, so the monitor believes nothing
// it says beyond these bounds.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/policy/permissions.h"

namespace gatehouse::desktop::worker {

// Monitor to worker.
struct Start {
  enum class Kind : std::uint8_t { test_card, x11, kms };
  Kind kind = Kind::test_card;  // but for the test card with the connected socket
  bool resizable = false;
  std::string display, auth_name, auth_data;
};
struct AddViewer {  // with its stream
  std::uint64_t viewer = 0;
  policy::Permissions permissions;
};
struct SetPermissions {
  std::uint64_t viewer = 0;
  policy::Permissions permissions;
};
struct RemoveViewer {
  std::uint64_t viewer = 0;
};

// Worker to monitor.
struct Ready {
  std::uint16_t width = 0, height = 0;
  std::string capture;
};
struct ViewerEnded {
  std::uint64_t viewer = 0;
  std::string error;
};
struct DisplayLost {};
struct ViewerEncoder {  // what the viewer's picture is encoded with from now on
  std::uint64_t viewer = 0;
  std::string encoder;
};

using Message = std::variant<Start, AddViewer, SetPermissions, RemoveViewer, Ready, ViewerEnded, DisplayLost,
                             ViewerEncoder>;

struct Received {
  Message message;
  UniqueFd fd;
};

// Pure: a datagram's bytes. Texts are cut to what fits.
Bytes encode(const Message& message);
Result<Message> decode(ByteView datagram);

// `fd` < 0: none. Does not wait; an error says that the other side is gone or does not read.
Result<void> send(int socket, const Message& message, int fd = -1);
// Nothing: the other side is gone. Waits only if the socket does; then, on a non-blocking one, `would_block`
// is set and there is nothing either.
Result<std::optional<Received>> receive(int socket, bool& would_block);

}  // namespace gatehouse::desktop::worker
