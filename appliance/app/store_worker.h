// One thread that does, in order, what the event loop must not wait for: writing to the store.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "appliance/base/log.h"

namespace gatehouse::app {

class StoreWorker {
 public:
  // Far more than wait when every machine comes back at once.
  static constexpr std::size_t kMostWaiting = 32768;

  explicit StoreWorker(std::size_t most_waiting = kMostWaiting);
  ~StoreWorker();  // finishes what is queued
  StoreWorker(const StoreWorker&) = delete;
  StoreWorker& operator=(const StoreWorker&) = delete;

  // Any thread. Never refused: what is written down of a session must not get lost. So only for what cannot be made to
  // happen without end.
  void run(std::function<void()> task);
  // Any thread. For somebody who waits for the answer and comes again without one. False, and a line in the log: too
  // much waits, the task is dropped.
  bool run_unless_full(std::function<void()> task);

 private:
  void work();

  const std::size_t most_waiting_;
  std::mutex mutex_;  // guards tasks_, stopping_ and full_logged_
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  log::LineLimit full_logged_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gatehouse::app
