#include "appliance/mail/sender.h"

#include <memory>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/mail/message.h"

namespace gatehouse::mail {
namespace {

constexpr std::size_t kPasswordCap = 4096, kAuthorityCap = 1 << 20;

std::string domain_of(const std::string& address) {
  return address.substr(address.find('@') + 1);
}

}  // namespace

Sender::Sender(db::Database& database, const Clock& clock, SenderOptions options,
               std::function<void(db::OrganizationId)> changed)
    : options_(std::move(options)),
      changed_(std::move(changed)),
      queue_(database),
      postman_(queue_, clock, *this),
      thread_([this] { run(); }) {}

Sender::~Sender() {
  stopping_ = true;
  wake();
  thread_.join();
}

void Sender::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  woken_up_.notify_one();
}

void Sender::run() {
  while (!stopping_) {
    const std::chrono::seconds idle = postman_.work();
    link_.reset();
    std::unique_lock lock(mutex_);
    woken_up_.wait_for(lock, idle, [this] { return woken_; });
    woken_ = false;
  }
}

std::optional<Failure> Sender::send(const db::Mail& mail) {
  fetch::SmtpServer server{.host = options_.host,
                           .port = options_.port,
                           .security = options_.security,
                           .own_name = domain_of(options_.from),
                           .user = options_.user,
                           .authority_pem = {}};
  if (!options_.user.empty()) {
    const auto password = read_file(options_.password_file, kPasswordCap, FileKind::foreign);
    if (!password) return Failure{true, false, "mail.password_file: " + password.error().message};
    server.password = Secret(std::string(trimmed(*password)));
  }
  if (!options_.authority_file.empty()) {
    auto authority = read_file(options_.authority_file, kAuthorityCap, FileKind::foreign);
    if (!authority) return Failure{true, false, "mail.authority: " + authority.error().message};
    server.authority_pem = *std::move(authority);
  }
  if (!link_) link_ = std::make_unique<fetch::SmtpLink>([this] { return stopping_.load(); });
  const std::string message = write_message({.from_name = mail.organization_name,
                                             .from = options_.from,
                                             .to_name = mail.recipient_name,
                                             .to = mail.recipient,
                                             .subject = mail.subject,
                                             .text = mail.body,
                                             .id = mail.message_id + "@" + domain_of(options_.from),
                                             .date = mail.created_at});
  auto failure = link_->send(server, options_.from, mail.recipient, message);
  if (!failure) return {};
  return Failure{failure->of_server, failure->for_good, std::move(failure->words)};
}

}  // namespace gatehouse::mail
