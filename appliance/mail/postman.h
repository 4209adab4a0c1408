// Works off the queue of mail: what is due is tried, and what became of it is written down. What the server refuses
// for good has failed; what it refuses for now is tried again, later each time. When the server itself is out of reach,
// all that is due waits. After three days nothing is tried any more.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "db/mail_repository.h"

namespace gatehouse::mail {

struct Failure {
  bool of_server = false;  // nothing to do with this mail
  bool for_good = false;   // it will never be taken
  std::string words;
};

// How long after a try that failed the next one comes; `tries` were made.
std::chrono::seconds wait_after(int tries);

// One thread.
class Postman {
 public:
  struct Needs {
    virtual ~Needs() = default;
    // Nothing: the server has it.
    virtual std::optional<Failure> send(const db::Mail& mail) = 0;
    // Something of this organization's mail is not as it was.
    virtual void changed(db::OrganizationId organization) = 0;
    virtual bool stopping() = 0;
  };

  Postman(db::MailRepository& queue, const Clock& clock, Needs& needs)
      : queue_(queue), clock_(clock), needs_(needs) {}

  // Tries what is due, one after the other. How long nothing will be due then, at most an hour.
  std::chrono::seconds work();

 private:
  Result<bool> deliver_one();
  Result<void> note(const db::Mail& mail, const std::optional<Failure>& failure);
  Result<std::chrono::seconds> idle_time();

  db::MailRepository& queue_;
  const Clock& clock_;
  Needs& needs_;
  int server_failures_ = 0;  // one after the other
  log::LineLimit failures_logged_;
};

}  // namespace gatehouse::mail
