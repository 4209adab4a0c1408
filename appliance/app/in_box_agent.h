// The agent that serves the appliance's own screen: an ordinary `gatehouse agent` process, enrolled like any
// other machine, kept running. Loop thread.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "appliance/net/event_loop.h"

namespace gatehouse::app {

class InBoxAgent {
 public:
  // `arguments` are the program's after its name ("agent", "--agent.server=..."); `prepare` runs before each
  // start. SIGCHLD is the owner's: it calls reap().
  InBoxAgent(net::EventLoop& loop, std::string program, std::vector<std::string> arguments,
             std::function<void()> prepare);
  ~InBoxAgent();  // ends the process and waits for it

  void start();
  // Asks it to end and starts it no more.
  void stop();
  // A child ended; starts the agent again, later each time it ends soon after its start.
  void reap();

 private:
  void start_later();

  net::EventLoop& loop_;
  std::string program_;
  std::vector<std::string> arguments_;
  std::function<void()> prepare_;
  net::EventLoop::HandlePtr restart_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::milliseconds delay_{500};
  int pid_ = -1;
  bool stopping_ = false;
};

}  // namespace gatehouse::app
