// Is this the password of a profile, or the code of the second factor? What it takes a viewer to come in with nobody asked.
// A check costs some 50 ms for every profile that has a password, so all are made on a thread of their own, one at a time.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "appliance/agent/attempts.h"
#include "appliance/base/clock.h"
#include "appliance/base/secret.h"
#include "appliance/credentials/password_hasher.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::agent {

struct PasswordTry {
  std::string viewer;    // whose tries are counted
  bool is_code = false;  // of the second factor, after the right password
  Secret text;
  std::vector<std::pair<std::string, std::string>> hashes;  // profiles and their passwords
};

struct PasswordVerdict {
  enum class Is { right, wrong, not_yet, failed };
  Is is = Is::failed;
  std::string profile;      // of the right password
  std::string hash;         // of it, as it was verified
  bool wants_code = false;  // a right password alone is not enough
  std::int64_t wait = 0;    // seconds until the next try
};

// One thread.
class PasswordCheck {
 public:
  // `directory`: of the agent. `clock` and `hasher` outlive it.
  PasswordCheck(std::string directory, const Clock& clock, credentials::PasswordHasher& hasher);
  PasswordVerdict check(const PasswordTry& attempt);

 private:
  PasswordVerdict check_password(const PasswordTry& attempt, std::int64_t now);
  PasswordVerdict check_code(const PasswordTry& attempt, std::int64_t now);
  PasswordVerdict wrong(const PasswordTry& attempt, std::int64_t now) const;

  const std::string directory_;
  const Clock& clock_;
  credentials::PasswordHasher& hasher_;
  Attempts attempts_;
};

// The thread. Loop thread for the owner.
class PasswordThread {
 public:
  static constexpr std::size_t kWaiting = 8;

  PasswordThread(net::EventLoop& loop, std::string directory);
  ~PasswordThread();  // waits for the check that runs; `done` of none is called any more
  // `done` is called on the loop. False: too many wait.
  bool check(PasswordTry attempt, std::function<void(PasswordVerdict)> done);

 private:
  struct Job {
    PasswordTry attempt;
    std::function<void(PasswordVerdict)> done;
  };
  void run();

  net::EventLoop& loop_;
  const SystemClock clock_;
  credentials::PasswordHasher hasher_{{}, 1};
  PasswordCheck check_;  // of the thread
  std::mutex mutex_;     // guards the next two
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::condition_variable news_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // looked at on the loop
  std::thread thread_;
};

}  // namespace gatehouse::agent
