// Why a link or a session is over (PROTOCOL.md, Reasons).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::wire {

enum class CloseReason : std::uint8_t {
  none = 0,
  ended_by_viewer = 1,
  ended_by_device = 2,
  ended_by_administrator = 3,
  declined = 4,
  no_answer = 5,
  device_offline = 6,
  device_lost = 7,
  viewer_lost = 8,
  display_lost = 9,
  desktop_failed = 10,
  not_permitted = 11,
  busy = 12,
  protocol_error = 13,
  appliance_stopping = 14,
  timed_out = 15,
  replaced = 16,
  unknown_device = 17,
  bad_token = 18,
  idle = 19,
  bad_ticket = 20,
  cloned = 21,
  relay_lost = 22,
  not_on_list = 23,
  outside_hours = 24,
  approval_over = 25,
  restarting = 26,
};
inline constexpr std::size_t kCloseReasons = 27;

std::optional<CloseReason> close_reason_from(std::uint8_t value);
// "device_lost": stable, for the API and logs.
std::string_view close_reason_name(CloseReason reason);
// A sentence for people: "The machine's connection broke."
std::string_view close_reason_words(CloseReason reason);
// Whether a machine may name it as the end of a call; the others only the appliance knows.
constexpr bool device_can_say(CloseReason reason) {
  switch (reason) {
    case CloseReason::ended_by_administrator:
    case CloseReason::no_answer:
    case CloseReason::device_offline:
    case CloseReason::appliance_stopping:
    case CloseReason::replaced:
    case CloseReason::unknown_device:
    case CloseReason::bad_token:
    case CloseReason::cloned:
    case CloseReason::outside_hours:
    case CloseReason::approval_over:
      return false;
    default:
      return true;
  }
}
// Whether a relay of its own may name it as the end of a call that it carries, on its own account.
constexpr bool node_can_say(CloseReason reason) {
  switch (reason) {
    case CloseReason::ended_by_viewer:
    case CloseReason::ended_by_device:
    case CloseReason::no_answer:
    case CloseReason::device_lost:
    case CloseReason::viewer_lost:
    case CloseReason::bad_ticket:
    case CloseReason::relay_lost:
      return true;
    default:
      return false;
  }
}
// The WebSocket close code (RFC 6455 7.4.2, private range).
constexpr std::uint16_t websocket_code(CloseReason reason) {
  return static_cast<std::uint16_t>(4000 + static_cast<unsigned>(reason));
}

}  // namespace gatehouse::wire
