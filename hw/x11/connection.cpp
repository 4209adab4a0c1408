#include "hw/x11/connection.h"

namespace gatehouse::hw {

X11Connection::X11Connection(xcb_connection_t* connection) : connection_(connection) {}

// The kernel throws away what the server has not read yet when we close with events unread; a reply says that
// it has read all.
X11Connection::~X11Connection() {
  if (xcb_connection_has_error(connection_) == 0)
    reply(xcb_get_input_focus_reply(connection_, xcb_get_input_focus(connection_), nullptr));
  xcb_disconnect(connection_);
}

Result<std::shared_ptr<X11Connection>> X11Connection::open(UniqueFd socket, const std::string& auth_name,
                                                           const std::string& auth_data) {
  std::string name = auth_name, data = auth_data;
  xcb_auth_info_t auth{static_cast<int>(name.size()), name.data(), static_cast<int>(data.size()),
                       data.data()};
  // xcb owns the socket from here on, also when it fails.
  std::shared_ptr<X11Connection> self(
      new X11Connection(xcb_connect_to_fd(socket.release(), name.empty() ? nullptr : &auth)));
  if (xcb_connection_has_error(self->connection_) != 0)
    return Error{
        "the X server does not let us in: its cookie (XAUTHORITY) is missing or is not the current one"};
  self->screen_ = xcb_setup_roots_iterator(xcb_get_setup(self->connection_)).data;
  if (self->screen_ == nullptr) return Error{"the X server has no screen"};
  return self;
}

const xcb_query_extension_reply_t* X11Connection::extension(xcb_extension_t& id) const {
  const xcb_query_extension_reply_t* data = xcb_get_extension_data(connection_, &id);
  return data != nullptr && data->present ? data : nullptr;
}

xcb_atom_t X11Connection::atom(const std::string& name) const {
  const auto cookie = xcb_intern_atom(connection_, 0, static_cast<std::uint16_t>(name.size()), name.data());
  const auto answer = reply(xcb_intern_atom_reply(connection_, cookie, nullptr));
  return answer ? answer->atom : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
}

Result<void> X11Connection::alive() const {
  if (xcb_connection_has_error(connection_) == 0) return {};
  return Error{"the X server has gone away"};
}

void X11Connection::on_event(std::function<void(const xcb_generic_event_t&)> handler) {
  handlers_.push_back(std::move(handler));
}

void X11Connection::dispatch() {
  flush();
  for (;;) {
    while (!waiting_.empty()) {
      const Reply<xcb_generic_event_t> event = std::move(waiting_.front());
      waiting_.pop_front();
      for (const auto& handler : handlers_) handler(*event);
    }
    Reply<xcb_generic_event_t> event = reply(xcb_poll_for_event(connection_));
    if (!event) break;
    waiting_.push_back(std::move(event));
  }
  const SteadyTime now = std::chrono::steady_clock::now();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const std::function<void()> action = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    action();
  }
  flush();
}

void X11Connection::call_at(SteadyTime time, std::function<void()> action) {
  timers_.emplace(time, std::move(action));
}

std::optional<SteadyTime> X11Connection::due() {
  take_queued();
  if (!waiting_.empty()) return SteadyTime::min();
  if (timers_.empty()) return std::nullopt;
  return timers_.begin()->first;
}

void X11Connection::take_queued() {
  while (auto event = reply(xcb_poll_for_queued_event(connection_))) waiting_.push_back(std::move(event));
}

}  // namespace gatehouse::hw
