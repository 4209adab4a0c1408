// The screens of this machine, opened and looked after on a thread of their own: the loop has a link to
// answer while an X server starts. Loop thread.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>

#include "appliance/agent/displays.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::agent {

class DisplayThread final : public DisplayProvider {
 public:
  DisplayThread(net::EventLoop& loop, DisplayOptions options, DisplayOpeners openers);
  // Ends a virtual display, also one that is just being started.
  ~DisplayThread() override;

  // `opened` runs on the loop, later, unless this object is gone by then.
  void open(Opened opened) override;
  std::string reason() const;  // Displays::reason()

 private:
  void work(DisplayOptions options, DisplayOpeners openers);
  void answer(Opened opened, Result<desktop::DisplaySource> source);

  net::EventLoop& loop_;
  mutable std::mutex mutex_;  // guards waiting_ and reason_
  std::condition_variable changed_;
  std::deque<Opened> waiting_;
  std::string reason_;
  std::stop_source stop_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
  std::thread thread_;  // last: it uses the rest
};

}  // namespace gatehouse::agent
