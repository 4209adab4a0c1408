// A terminal of the machine's administrator, in a session: one message a frame, on channel 6 (PROTOCOL.md, Elevation).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "appliance/base/bytes.h"

namespace gatehouse::wire {

inline constexpr std::size_t kTerminalInputCap = 4096, kTerminalOutputCap = 32768;  // bytes a message
inline constexpr std::size_t kTerminalArgumentCap = 128;

struct TerminalSize {
  std::uint16_t columns = 80, rows = 24;
};

// From the viewer: what runs in it.
struct TerminalOpen {
  enum class What : std::uint8_t {
    shell = 1,
    restart_service = 2,  // `argument`: its name
    update_packages = 3,
    restart_machine = 4,
  };
  What what = What::shell;
  TerminalSize size;
  std::string argument;
};
// What is typed, or what it prints.
struct TerminalBytes {
  std::string bytes;
};
struct TerminalResize {
  TerminalSize size;
};
struct TerminalClose {};
// From the agent: it is over.
struct TerminalEnded {
  static constexpr std::uint8_t kKilled = 255;  // or could not be started
  std::uint8_t status = 0;
};

using TerminalMessage =
    std::variant<TerminalOpen, TerminalBytes, TerminalResize, TerminalClose, TerminalEnded>;

// A whole frame, ready to send. Longer bytes than the cap are a bug of the caller.
Bytes encode_terminal(const TerminalMessage& message);
// The payload of a frame. Nothing: it is not a message.
std::optional<TerminalMessage> decode_terminal(ByteView payload);

}  // namespace gatehouse::wire
