#include "appliance/app/store_worker.h"

#include <string>
#include <utility>

namespace gatehouse::app {

StoreWorker::StoreWorker(std::size_t most_waiting)
    : most_waiting_(most_waiting), thread_([this] { work(); }) {}

StoreWorker::~StoreWorker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void StoreWorker::run(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

bool StoreWorker::run_unless_full(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() >= most_waiting_) {
      log::write(log::Level::warning, "store",
                 std::to_string(tasks_.size()) + " writes wait; who asks now has to come again",
                 full_logged_);
      return false;
    }
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

void StoreWorker::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }
}

}  // namespace gatehouse::app
