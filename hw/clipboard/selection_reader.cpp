#include "hw/clipboard/selection_reader.h"

#include "appliance/base/text.h"
#include "hw/clipboard/clipboard.h"
#include "hw/clipboard/latin1.h"

namespace gatehouse::hw {
namespace {

std::string with_lf(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 >= text.size() || text[i + 1] != '\n') result += text[i];
  return result;
}

}  // namespace

SelectionReader::SelectionReader(X11Connection& connection, const SelectionAtoms& atoms, xcb_window_t window,
                                 std::function<void(std::string text)> done)
    : connection_(connection), atoms_(atoms), window_(window), done_(std::move(done)) {
  for (std::size_t i = 0; i < properties_.size(); ++i)
    properties_[i] = connection.atom("GATEHOUSE_CLIPBOARD_" + std::to_string(i));
}

void SelectionReader::start(xcb_timestamp_t time) {
  time_ = time;
  ask(atoms_.utf8);
}

void SelectionReader::ask(xcb_atom_t target) {
  current_ = (current_ + 1) % properties_.size();
  target_ = target;
  in_pieces_ = false;
  pieces_.clear();
  xcb_delete_property(connection_.get(), window_, properties_[current_]);
  xcb_convert_selection(connection_.get(), window_, atoms_.clipboard, target, properties_[current_], time_);
  connection_.flush();
}

void SelectionReader::take(const xcb_generic_event_t& event) {
  if (target_ == XCB_ATOM_NONE) return;
  const int type = event.response_type & 0x7F;
  if (type == XCB_SELECTION_NOTIFY) {
    answered(reinterpret_cast<const xcb_selection_notify_event_t&>(event));
  } else if (type == XCB_PROPERTY_NOTIFY && in_pieces_) {
    const auto& notify = reinterpret_cast<const xcb_property_notify_event_t&>(event);
    if (notify.window == window_ && notify.atom == properties_[current_] &&
        notify.state == XCB_PROPERTY_NEW_VALUE)
      next_piece();
  }
}

void SelectionReader::answered(const xcb_selection_notify_event_t& event) {
  if (event.requestor != window_ || event.selection != atoms_.clipboard || event.target != target_ ||
      in_pieces_)
    return;
  if (event.property == XCB_ATOM_NONE) {
    // Old programs know Latin-1 only.
    if (target_ == atoms_.utf8) {
      ask(XCB_ATOM_STRING);
    } else {
      target_ = XCB_ATOM_NONE;
    }
    return;
  }
  if (event.property != properties_[current_]) return;
  std::string data;
  xcb_atom_t type = XCB_ATOM_NONE;
  const bool complete = read(data, type);
  if (type == atoms_.incr) {
    in_pieces_ = true;  // having deleted the property we have asked for the first
  } else if (complete) {
    finish(std::move(data));
  } else {
    target_ = XCB_ATOM_NONE;
  }
}

void SelectionReader::next_piece() {
  std::string data;
  xcb_atom_t type = XCB_ATOM_NONE;
  if (!read(data, type)) {
    target_ = XCB_ATOM_NONE;
  } else if (data.empty()) {
    finish(std::move(pieces_));
  } else if (pieces_.size() <= kClipboardCap) {
    pieces_ += data;  // beyond the cap the rest is taken off the owner's hands, not kept
  }
}

bool SelectionReader::read(std::string& data, xcb_atom_t& type) {
  xcb_connection_t* xcb = connection_.get();
  const auto answer =
      reply(xcb_get_property_reply(xcb,
                                   xcb_get_property(xcb, 1, window_, properties_[current_],
                                                    XCB_GET_PROPERTY_TYPE_ANY, 0, kClipboardCap / 4 + 1),
                                   nullptr));
  if (!answer) return false;
  type = answer->type;
  if (answer->bytes_after > 0) xcb_delete_property(xcb, window_, properties_[current_]);
  if (answer->format == 8)
    data.assign(static_cast<const char*>(xcb_get_property_value(answer.get())),
                static_cast<std::size_t>(xcb_get_property_value_length(answer.get())));
  return answer->bytes_after == 0;
}

void SelectionReader::finish(std::string text) {
  const bool latin1 = target_ == XCB_ATOM_STRING;
  target_ = XCB_ATOM_NONE;
  if (latin1) text = utf8_from_latin1(text);
  text = with_lf(text);
  if (!text.empty() && text.size() <= kClipboardCap && is_utf8(text)) done_(std::move(text));
}

}  // namespace gatehouse::hw
