// The consent window, or the prompt at the text console, as the agent holds it: at most one. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/agent/consent_place.h"
#include "appliance/desktop/worker_process.h"
#include "appliance/net/event_loop.h"
#include "appliance/window/process.h"

namespace gatehouse::agent {

// Of the X server at the other end; nothing where it is not on this machine.
std::optional<uid_t> owner_of(const UniqueFd& socket);

class ConsentWindow {
 public:
  struct Events {
    std::function<void(const window::Message&)> said;
    // It went by itself, and is not open any more. `came_up`: somebody may have seen it.
    std::function<void(const std::string& words, bool came_up)> gone;
  };
  ConsentWindow(net::EventLoop& loop, window::WindowStarter start, Events events)
      : loop_(loop), start_(std::move(start)), events_(std::move(events)) {}
  ~ConsentWindow() = default;

  // On that screen, or at the text console about it; one elsewhere is closed.
  Result<void> open(const desktop::DisplaySource& screen, ConsentPlace place);
  // Its process may be at work further up the stack.
  void close();
  bool is_open() const { return process_ != nullptr; }
  // Of the screen that it is about; empty: none.
  const std::string& display() const { return display_; }
  ConsentPlace place() const { return place_; }
  bool is_at(const std::string& display, ConsentPlace place) const {
    return is_open() && display_ == display && place_ == place;
  }
  // Nothing happens when none is open.
  void send(const window::Message& message);

 private:
  net::EventLoop& loop_;
  const window::WindowStarter start_;
  const Events events_;
  std::unique_ptr<window::WindowProcess> process_;
  net::EventLoop::HandlePtr watch_;
  std::string display_;
  ConsentPlace place_ = ConsentPlace::nowhere;
  bool came_up_ = false;
};

}  // namespace gatehouse::agent
