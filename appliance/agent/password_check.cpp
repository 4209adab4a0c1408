#include "appliance/agent/password_check.h"

#include "appliance/agent/second_factor.h"
#include "appliance/base/log.h"

namespace gatehouse::agent {

using Is = PasswordVerdict::Is;
using Verdict = credentials::PasswordHasher::Verdict;

PasswordCheck::PasswordCheck(std::string directory, const Clock& clock, credentials::PasswordHasher& hasher)
    : directory_(std::move(directory)), clock_(clock), hasher_(hasher), attempts_(directory_) {}

PasswordVerdict PasswordCheck::check(const PasswordTry& attempt) {
  const std::int64_t now = clock_.unix_seconds();
  // Before it is made: a hundred at once, or a machine that is switched off in between, get nobody further.
  const auto wait = attempts_.begin(attempt.viewer, now);
  if (!wait) {
    log::error("agent", "no password is checked: " + wait.error().message);
    return {};
  }
  if (*wait > 0) return {.is = Is::not_yet, .profile = {}, .hash = {}, .wants_code = false, .wait = *wait};
  return attempt.is_code ? check_code(attempt, now) : check_password(attempt, now);
}

// All of them, whichever is right: the time tells nothing.
PasswordVerdict PasswordCheck::check_password(const PasswordTry& attempt, std::int64_t now) {
  PasswordVerdict verdict{.is = Is::right, .profile = {}, .hash = {}, .wants_code = false, .wait = 0};
  for (const auto& [profile, hash] : attempt.hashes) {
    const Verdict one = hasher_.verify(attempt.text.view(), hash);
    if (one == Verdict::busy) return {};
    if (one == Verdict::right) {
      verdict.profile = profile;
      verdict.hash = hash;
    }
  }
  if (verdict.profile.empty()) return wrong(attempt, now);
  const auto second = has_second_factor(directory_);
  if (!second) {
    log::error("agent", "nobody comes in by a password: " + second.error().message);
    return {};
  }
  // With a second factor the try counts until the code is right, too.
  verdict.wants_code = *second;
  if (!verdict.wants_code) attempts_.came_in(attempt.viewer, 1, now);
  return verdict;
}

PasswordVerdict PasswordCheck::check_code(const PasswordTry& attempt, std::int64_t now) {
  const auto used = use_code(directory_, attempt.text.view(), now);
  if (!used) {
    log::error("agent", "nobody comes in by a code: " + used.error().message);
    return {};
  }
  if (!*used) return wrong(attempt, now);
  attempts_.came_in(attempt.viewer, 2, now);
  return {.is = Is::right, .profile = {}, .hash = {}, .wants_code = false, .wait = 0};
}

PasswordVerdict PasswordCheck::wrong(const PasswordTry& attempt, std::int64_t now) const {
  return {.is = Is::wrong,
          .profile = {},
          .hash = {},
          .wants_code = false,
          .wait = attempts_.wait(attempt.viewer, now)};
}

PasswordThread::PasswordThread(net::EventLoop& loop, std::string directory)
    : loop_(loop), check_(std::move(directory), clock_, hasher_), thread_([this] { run(); }) {}

PasswordThread::~PasswordThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  news_.notify_one();
  thread_.join();
}

bool PasswordThread::check(PasswordTry attempt, std::function<void(PasswordVerdict)> done) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= kWaiting) return false;
    jobs_.push_back({std::move(attempt), std::move(done)});
  }
  news_.notify_one();
  return true;
}

void PasswordThread::run() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    PasswordVerdict verdict = check_.check(job.attempt);
    loop_.post([alive = std::weak_ptr(alive_), done = std::move(job.done), verdict = std::move(verdict)] {
      if (!alive.expired()) done(verdict);
    });
  }
}

}  // namespace gatehouse::agent
