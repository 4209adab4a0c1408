// Is this the name and the password of somebody who administers this machine? Loop thread.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "appliance/agent/attempts.h"
#include "appliance/agent/pam.h"
#include "appliance/base/clock.h"
#include "appliance/base/secret.h"
#include "appliance/base/unique_fd.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::agent {

class AdministratorCheck {
 public:
  virtual ~AdministratorCheck() = default;

  using Answer = std::function<void(AdministratorVerdict)>;
  // Zero: `answer` runs once, later, unless this is destroyed before; that it was asked counts at once. Else nothing is
  // asked for so many seconds: there were too many wrong ones, of `who` or altogether, too many questions wait, or the try
  // can't be written down. `who`: whose tries are counted; neither name nor password is logged or kept.
  virtual std::int64_t ask(const std::string& who, std::string_view name, const Secret& password,
                           Answer answer) = 0;
  // What ask() would say.
  virtual std::int64_t wait(const std::string& who) const = 0;
};

inline constexpr const char* kAdministratorAttemptsFile = "administrator_attempts.json";

// Asks PAM (pam.h), in a process of its own; one question at a time, the others wait.
class PamCheck final : public AdministratorCheck {
 public:
  static constexpr std::size_t kWaiting = 8;

  // `program`: started as `program pam-check`. `directory`: where wrong answers are counted, in `attempts_file`.
  PamCheck(net::EventLoop& loop, std::string program, std::string directory,
           const char* attempts_file = kAdministratorAttemptsFile)
      : loop_(loop), program_(std::move(program)), attempts_(std::move(directory), attempts_file) {}
  ~PamCheck() override { stop(); }
  PamCheck(const PamCheck&) = delete;
  PamCheck& operator=(const PamCheck&) = delete;

  std::int64_t ask(const std::string& who, std::string_view name, const Secret& password,
                   Answer answer) override;
  std::int64_t wait(const std::string& who) const override { return attempts_.wait(who, now()); }

 private:
  struct Question {
    std::string who;
    Secret text;  // as the process reads it; empty: it can't be anybody's
    Answer answer;
  };
  std::int64_t now() const { return clock_.unix_seconds(); }
  void begin();
  void answered();
  void finish(AdministratorVerdict verdict);
  void stop();

  net::EventLoop& loop_;
  const std::string program_;
  const SystemClock clock_;
  Attempts attempts_;
  std::deque<Question> questions_;  // the first is being asked
  pid_t child_ = -1;
  UniqueFd socket_;
  net::EventLoop::HandlePtr reading_, deadline_;
};

}  // namespace gatehouse::agent
