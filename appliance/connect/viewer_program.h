// A VNC viewer that is started for a session and ends with it. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::connect {

class ViewerProgram {
 public:
  // `name` as in a shell: looked up in $PATH when it has no slash. It gets one word, "127.0.0.1::5900". `ended` runs
  // when it has ended by itself, with why ("exited with status 1").
  static Result<std::unique_ptr<ViewerProgram>> start(net::EventLoop& loop, const std::string& name,
                                                      const std::string& address,
                                                      std::function<void(std::string)> ended);
  // Ends it.
  ~ViewerProgram();

 private:
  ViewerProgram(net::EventLoop& loop, pid_t pid, std::function<void(std::string)> ended);
  void reap();

  pid_t pid_;
  std::function<void(std::string)> ended_;
  net::EventLoop::HandlePtr on_child_;
};

}  // namespace gatehouse::connect
