#include "appliance/syslog/forwarder.h"

#include <algorithm>

#include "appliance/base/log.h"

namespace gatehouse::syslog {
namespace {

constexpr std::chrono::seconds kEvery{2}, kLongestWait{300};
constexpr int kTogether = 500;

}  // namespace

Forwarder::Forwarder(db::Database& database, ForwarderOptions options)
    : audit_(database), forwarding_(database), options_(std::move(options)), thread_([this] { run(); }) {}

Forwarder::~Forwarder() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_one();
  thread_.join();
}

std::string Forwarder::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

void Forwarder::run() {
  if (const auto begun = forwarding_.begin(); !begun) failed(begun.error());
  while (!stopping_) {
    const std::chrono::seconds wait = work();
    std::unique_lock lock(mutex_);
    stop_.wait_for(lock, wait, [this] { return stopping_.load(); });
  }
  if (channel_) static_cast<void>(keep_what_arrived());
}

std::chrono::seconds Forwarder::work() {
  const auto done = [&]() -> Result<void> {
    for (bool more = true; more && !stopping_;) {
      if (auto kept = keep_what_arrived(); !kept) return kept;
      const auto backlog = forwarding_.backlog();
      if (!backlog) return backlog.error();
      more = false;
      for (const db::AuditBacklog& one : *backlog) {
        const auto all = forward(one);
        if (!all) return all.error();
        more = more || !*all;
      }
    }
    return {};
  }();
  if (done) {
    works();
    return kEvery;
  }
  if (stopping_) return {};
  failed(done.error());
  return std::min(kEvery * (1 << std::min(failures_, 8)), kLongestWait);
}

Result<void> Forwarder::keep_what_arrived() {
  if (sent_.empty()) return {};
  if (!channel_->alive()) return Error{"the server ended the connection"};
  for (const auto& [organization, number] : sent_) {
    if (auto kept = forwarding_.forwarded(organization, number); !kept) return kept;
  }
  sent_.clear();
  return {};
}

Result<bool> Forwarder::forward(const db::AuditBacklog& backlog) {
  const auto sent = sent_.find(backlog.organization);
  const auto entries =
      audit_.after(backlog.organization, sent == sent_.end() ? backlog.forwarded : sent->second, kTogether);
  if (!entries) return entries.error();
  for (const db::AuditEntry& entry : *entries) {
    if (!channel_) {
      auto opened =
          open_channel(options_.target, options_.authority_file, [this] { return stopping_.load(); });
      if (!opened) return opened.error();
      channel_ = *std::move(opened);
    }
    const bool local = options_.target.way == policy::SyslogTarget::Way::local;
    const std::string message = local ? local_message_of(options_.origin, backlog.login_id, entry)
                                      : message_of(options_.origin, backlog.login_id, entry);
    if (auto gone = channel_->send(message); !gone) return gone.error();
    sent_[backlog.organization] = entry.number;
  }
  return static_cast<int>(entries->size()) < kTogether;
}

void Forwarder::failed(const Error& error) {
  channel_.reset();
  sent_.clear();
  ++failures_;
  const std::lock_guard lock(mutex_);
  if (problem_ != error.message)
    log::error("syslog", "the audit log can't be forwarded, and waits: " + error.message);
  problem_ = error.message;
}

void Forwarder::works() {
  failures_ = 0;
  const std::lock_guard lock(mutex_);
  if (!problem_.empty()) log::info("syslog", "the audit log is forwarded again");
  problem_.clear();
}

}  // namespace gatehouse::syslog
