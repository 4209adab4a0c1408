// The consent window as the agent holds it: at most one, on one screen. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

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

  // On that screen; one on another is closed.
  Result<void> open(const desktop::DisplaySource& screen);
  // Its process may be at work further up the stack.
  void close();
  bool is_open() const { return process_ != nullptr; }
  // Of the screen that it is on; empty: on none.
  const std::string& display() const { return display_; }
  // Nothing happens when none is open.
  void send(const window::Message& message);

 private:
  net::EventLoop& loop_;
  const window::WindowStarter start_;
  const Events events_;
  std::unique_ptr<window::WindowProcess> process_;
  net::EventLoop::HandlePtr watch_;
  std::string display_;
  bool came_up_ = false;
};

}  // namespace gatehouse::agent
