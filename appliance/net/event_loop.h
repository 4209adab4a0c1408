// The one event loop thread of a process. Everything in net/, relay/ and agent/ runs on it. It outlives every
// handle and stream made from it.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

#include "appliance/base/unique_fd.h"

namespace gatehouse::net {

class EventLoop {
 public:
  using Task = std::function<void()>;

  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs until stop(). The calling thread becomes the loop thread.
  void run();
  // Any thread.
  void stop();
  // Any thread: runs `task` on the loop thread, never inside this call.
  void post(Task task);
  bool in_loop_thread() const;

  // Loop thread from here on. Dropping the handle cancels; a cancelled task never runs.
  class Handle {
   public:
    virtual ~Handle() = default;
  };
  using HandlePtr = std::unique_ptr<Handle>;
  HandlePtr after(std::chrono::milliseconds delay, Task task);
  HandlePtr every(std::chrono::milliseconds period, Task task);
  // Calls `task` whenever `fd` (not owned) has something to read or was hung up. Drop the handle before
  // closing `fd`.
  HandlePtr on_readable(int fd, Task task);
  HandlePtr on_signal(int signal_number, Task task);

  // For net/ alone.
  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace gatehouse::net
