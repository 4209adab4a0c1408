// The thread that sends mail. Requests put it into the queue and go on; it is kept there through a restart.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "appliance/base/clock.h"
#include "appliance/fetch/smtp.h"
#include "appliance/mail/postman.h"
#include "db/database.h"

namespace gatehouse::mail {

struct SenderOptions {
  std::string host;
  int port = 587;
  fetch::SmtpServer::Security security = fetch::SmtpServer::Security::starttls;
  std::string user, password_file;  // empty: without a sign-in; the file is read again for every message
  std::string authority_file;       // the same; empty: the authorities of this system
  std::string from;
};

class Sender final : private Postman::Needs {
 public:
  // `changed` is called on its thread.
  Sender(db::Database& database, const Clock& clock, SenderOptions options,
         std::function<void(db::OrganizationId)> changed);
  // Waits for the message on its way, a second or two at most.
  ~Sender() override;
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // Something may be due. Any thread; does not wait.
  void wake();

 private:
  void run();
  std::optional<Failure> send(const db::Mail& mail) override;
  void changed(db::OrganizationId organization) override { changed_(organization); }
  bool stopping() override { return stopping_; }

  const SenderOptions options_;
  const std::function<void(db::OrganizationId)> changed_;
  db::MailRepository queue_;
  Postman postman_;
  std::unique_ptr<fetch::SmtpLink> link_;  // while there is something to send
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;  // guards woken_
  std::condition_variable woken_up_;
  bool woken_ = false;
  std::thread thread_;
};

}  // namespace gatehouse::mail
