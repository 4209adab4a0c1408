// One thread that does, in order, what the event loop must not wait for: writing to the store.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace gatehouse::app {

class StoreWorker {
 public:
  StoreWorker();
  ~StoreWorker();  // finishes what is queued
  StoreWorker(const StoreWorker&) = delete;
  StoreWorker& operator=(const StoreWorker&) = delete;

  // Any thread.
  void run(std::function<void()> task);

 private:
  void work();

  std::mutex mutex_;  // guards tasks_ and stopping_
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gatehouse::app
