#include "hw/clipboard/selection_owner.h"

#include <algorithm>

#include "hw/clipboard/latin1.h"

namespace gatehouse::hw {
namespace {

constexpr std::size_t kPiece = 64 * 1024;   // below every server's largest request
constexpr std::size_t kMostTransfers = 16;  // at a time; the oldest is given up for a new one

}  // namespace

// To own a selection one needs the server's time (ICCCM 2.1): an event for a property of our own tells it.
void SelectionOwner::offer(std::string text) {
  text_ = std::move(text);
  waiting_for_time_ = true;
  xcb_change_property(connection_.get(), XCB_PROP_MODE_APPEND, window_, atoms_.clock, XCB_ATOM_INTEGER, 32, 0,
                      nullptr);
  connection_.flush();
}

void SelectionOwner::take(const xcb_generic_event_t& event) {
  switch (event.response_type & 0x7F) {
    case XCB_PROPERTY_NOTIFY: {
      const auto& notify = reinterpret_cast<const xcb_property_notify_event_t&>(event);
      if (notify.window != window_) {
        give_piece(notify);
      } else if (notify.atom == atoms_.clock && std::exchange(waiting_for_time_, false)) {
        since_ = notify.time;
        xcb_set_selection_owner(connection_.get(), window_, atoms_.clipboard, since_);
      }
      break;
    }
    case XCB_SELECTION_REQUEST:
      answer(reinterpret_cast<const xcb_selection_request_event_t&>(event));
      break;
    case XCB_DESTROY_NOTIFY: {
      const xcb_window_t window = reinterpret_cast<const xcb_destroy_notify_event_t&>(event).window;
      transfers_.remove_if([&](const Transfer& transfer) { return transfer.requestor == window; });
      break;
    }
    default:
      break;
  }
}

void SelectionOwner::answer(const xcb_selection_request_event_t& request) {
  // ICCCM 2.2
  const xcb_atom_t property = request.property != XCB_ATOM_NONE ? request.property : request.target;
  const bool given =
      request.selection == atoms_.clipboard && request.owner == window_ && give(request, property);
  xcb_selection_notify_event_t notify{};
  notify.response_type = XCB_SELECTION_NOTIFY;
  notify.time = request.time;
  notify.requestor = request.requestor;
  notify.selection = request.selection;
  notify.target = request.target;
  notify.property = given ? property : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
  xcb_send_event(connection_.get(), 0, request.requestor, 0, reinterpret_cast<const char*>(&notify));
}

bool SelectionOwner::give(const xcb_selection_request_event_t& request, xcb_atom_t property) {
  if (request.target == atoms_.targets) {
    const xcb_atom_t list[] = {atoms_.targets, atoms_.timestamp, atoms_.utf8, atoms_.plain, XCB_ATOM_STRING};
    put(request.requestor, property, XCB_ATOM_ATOM, 32, std::size(list), list);
    return true;
  }
  if (request.target == atoms_.timestamp) {
    put(request.requestor, property, XCB_ATOM_INTEGER, 32, 1, &since_);
    return true;
  }
  if (request.target == atoms_.utf8 || request.target == atoms_.plain)
    return give_text(request.requestor, property, request.target, text_);
  if (request.target == XCB_ATOM_STRING)
    return give_text(request.requestor, property, request.target, latin1_from_utf8(text_));
  return false;
}

bool SelectionOwner::give_text(xcb_window_t requestor, xcb_atom_t property, xcb_atom_t type,
                               std::string data) {
  if (data.size() <= kPiece) {
    put(requestor, property, type, 8, data.size(), data.data());
    return true;
  }
  if (requestor == window_) return false;
  if (transfers_.size() >= kMostTransfers) transfers_.pop_front();
  const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE | XCB_EVENT_MASK_STRUCTURE_NOTIFY;
  xcb_change_window_attributes(connection_.get(), requestor, XCB_CW_EVENT_MASK, &events);
  const auto size = static_cast<std::uint32_t>(data.size());
  put(requestor, property, atoms_.incr, 32, 1, &size);
  transfers_.push_back({requestor, property, type, std::move(data)});
  return true;
}

// The requestor has taken a piece, and deleted it. An empty one says that there are no more (ICCCM 2.7.2).
void SelectionOwner::give_piece(const xcb_property_notify_event_t& event) {
  if (event.state != XCB_PROPERTY_DELETE) return;
  const auto transfer = std::find_if(transfers_.begin(), transfers_.end(), [&](const Transfer& candidate) {
    return candidate.requestor == event.window && candidate.property == event.atom;
  });
  if (transfer == transfers_.end()) return;
  const std::size_t count = std::min(kPiece, transfer->data.size() - transfer->offset);
  put(transfer->requestor, transfer->property, transfer->type, 8, count,
      transfer->data.data() + transfer->offset);
  transfer->offset += count;
  if (count == 0) transfers_.erase(transfer);
}

void SelectionOwner::put(xcb_window_t window, xcb_atom_t property, xcb_atom_t type, int format,
                         std::size_t count, const void* data) {
  xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, window, property, type,
                      static_cast<std::uint8_t>(format), static_cast<std::uint32_t>(count), data);
}

}  // namespace gatehouse::hw
