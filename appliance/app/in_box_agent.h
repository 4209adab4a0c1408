// The agent that serves the appliance's own screen: an ordinary `gatehouse agent` process, enrolled like any
// other machine, kept running. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "appliance/net/event_loop.h"

namespace gatehouse::app {

class InBoxAgent {
 public:
  using Ready = std::function<void()>;

  // `arguments` are the program's after its name ("agent", "--agent.server=..."). `prepare` is called before
  // each start and calls `ready` on the loop when it is done, at once or later; called after this object's
  // end, `ready` does nothing. SIGCHLD is the owner's: it calls reap().
  InBoxAgent(net::EventLoop& loop, std::string program, std::vector<std::string> arguments,
             std::function<void(Ready ready)> prepare);
  ~InBoxAgent();  // ends the process and waits for it

  void start();
  // Asks it to end and starts it no more.
  void stop();
  // A child ended; starts the agent again, later each time it ends soon after its start.
  void reap();

 private:
  void run();
  void start_later();

  net::EventLoop& loop_;
  std::string program_;
  std::vector<std::string> arguments_;
  std::function<void(Ready)> prepare_;
  net::EventLoop::HandlePtr restart_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::milliseconds delay_{500};
  int pid_ = -1;
  bool preparing_ = false;
  bool stopping_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::app
