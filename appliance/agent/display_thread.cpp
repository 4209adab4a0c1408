#include "appliance/agent/display_thread.h"

namespace gatehouse::agent {
namespace {
constexpr std::chrono::seconds kLookAfter{1};
}

DisplayThread::DisplayThread(net::EventLoop& loop, DisplayOptions options, DisplayOpeners openers)
    : loop_(loop), thread_([this, options = std::move(options), openers = std::move(openers)]() mutable {
        options.virtual_display.stop = stop_.get_token();
        work(std::move(options), std::move(openers));
      }) {}

DisplayThread::~DisplayThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
  }
  changed_.notify_one();
  thread_.join();
}

void DisplayThread::open(Opened opened) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(opened));
  }
  changed_.notify_one();
}

std::string DisplayThread::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_;
}

void DisplayThread::work(DisplayOptions options, DisplayOpeners openers) {
  Displays displays(std::move(options), std::move(openers));
  std::unique_lock lock(mutex_);
  while (!stop_.stop_requested()) {
    if (waiting_.empty()) {
      changed_.wait_for(lock, kLookAfter);
      if (waiting_.empty()) {
        lock.unlock();
        displays.tick();
        lock.lock();
      }
      continue;
    }
    Opened opened = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    auto source = displays.open();
    lock.lock();
    reason_ = displays.reason();
    answer(std::move(opened), std::move(source));
  }
}

void DisplayThread::answer(Opened opened, Result<desktop::DisplaySource> source) {
  // A task must be copyable, a source is not.
  auto held = std::make_shared<Result<desktop::DisplaySource>>(std::move(source));
  loop_.post([opened = std::move(opened), held, life = std::weak_ptr(life_)] {
    if (!life.expired()) opened(std::move(*held));
  });
}

}  // namespace gatehouse::agent
