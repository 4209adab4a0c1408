// The one X connection that capture, input and clipboard of a display share. One thread. Works inside the
// worker's sandbox: nothing is opened after connect, no Xlib, no locale.
#pragma once
#include <xcb/xcb.h>

#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::hw {

struct FreeDeleter {
  void operator()(void* memory) const { std::free(memory); }
};
// What xcb's *_reply() functions give: malloc'd, null when the request failed or the server is gone.
template <class T>
using Reply = std::unique_ptr<T, FreeDeleter>;
template <class T>
Reply<T> reply(T* memory) {
  return Reply<T>(memory);
}

class X11Connection {
 public:
  static Result<std::shared_ptr<X11Connection>> open(UniqueFd socket, const std::string& auth_name,
                                                     const std::string& auth_data);
  X11Connection(const X11Connection&) = delete;
  X11Connection& operator=(const X11Connection&) = delete;
  ~X11Connection();

  xcb_connection_t* get() const { return connection_; }
  const xcb_screen_t& screen() const { return *screen_; }
  xcb_window_t root() const { return screen_->root; }
  int fd() const { return xcb_get_file_descriptor(connection_); }
  // Null when the server does not have it.
  const xcb_query_extension_reply_t* extension(xcb_extension_t& id) const;
  // XCB_ATOM_NONE when the server is gone.
  xcb_atom_t atom(const std::string& name) const;
  // An error once the server has gone; every other call is then harmless and without effect.
  Result<void> alive() const;

  // `handler` sees every event (errors included: response_type 0) in dispatch(). It must live as long as the
  // connection is used.
  void on_event(std::function<void(const xcb_generic_event_t&)> handler);
  // Sends what is buffered, reads what is there and hands it to the handlers, and runs what is due.
  void dispatch();
  // Runs `action` once in a dispatch() at or after `time`.
  void call_at(SteadyTime time, std::function<void()> action);
  // When dispatch() has something to do though the socket is silent.
  std::optional<SteadyTime> due();
  void flush() { xcb_flush(connection_); }

 private:
  explicit X11Connection(xcb_connection_t* connection);

  // Events that came in with replies: the socket does not show them.
  void take_queued();

  xcb_connection_t* connection_;
  const xcb_screen_t* screen_ = nullptr;
  std::vector<std::function<void(const xcb_generic_event_t&)>> handlers_;
  std::deque<Reply<xcb_generic_event_t>> waiting_;
  std::multimap<SteadyTime, std::function<void()>> timers_;
};

}  // namespace gatehouse::hw
