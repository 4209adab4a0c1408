#include "appliance/wire/close_reason.h"

#include <array>

#include "appliance/base/result.h"

namespace gatehouse::wire {
namespace {

struct Row {
  std::string_view name, words;
};

// In the order of the numbers.
constexpr std::array<Row, kCloseReasons> kRows = {{
    {"none", "The session is open."},
    {"ended_by_viewer", "The viewer left."},
    {"ended_by_device", "Somebody at the machine ended the session."},
    {"ended_by_administrator", "Closed by administrator, in the portal."},
    {"declined", "The person at the machine said no, or did not answer."},
    {"no_answer", "The machine did not answer the call."},
    {"device_offline", "The machine is not connected to the appliance."},
    {"device_lost", "The machine's connection broke."},
    {"viewer_lost", "The viewer's connection broke."},
    {"display_lost", "The machine's screen went away."},
    {"desktop_failed", "The part of the program that serves the screen stopped unexpectedly."},
    {"not_permitted", "This is not allowed, or not any more."},
    {"busy", "There are too many sessions; try again later."},
    {"protocol_error", "The other side sent something it must not."},
    {"appliance_stopping", "The appliance is going down; try again in a moment."},
    {"timed_out", "Nothing was heard from the other side for too long."},
    {"replaced", "A newer connection took over."},
    {"unknown_device", "This machine was removed from the appliance, or never belonged to it."},
    {"bad_token", "The enrolment token is wrong, used or expired; make a new one in the portal."},
    {"idle", "Nobody used the session for too long."},
    {"bad_ticket", "The machine refused the ticket; are the clocks right?"},
    {"cloned", "Another machine with the same key is connected: one is a copy of the other's disk."},
    {"relay_lost", "The relay of this session went away, or could not be reached."},
    {"not_on_list", "The machine has an access list, and whoever asked is not on it."},
    {"outside_hours", "The machine's opening hours were over."},
    {"approval_over", "The approval of this session ran out or was taken back."},
    {"restarting", "The machine restarts."},
}};

const Row& row(CloseReason reason) {
  const auto index = static_cast<std::size_t>(reason);
  GH_ASSERT(index < kRows.size());
  return kRows[index];
}

}  // namespace

std::optional<CloseReason> close_reason_from(std::uint8_t value) {
  if (value >= kCloseReasons) return std::nullopt;
  return static_cast<CloseReason>(value);
}

std::string_view close_reason_name(CloseReason reason) {
  return row(reason).name;
}

std::string_view close_reason_words(CloseReason reason) {
  return row(reason).words;
}

}  // namespace gatehouse::wire
