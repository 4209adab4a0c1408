// Gives the audit log of every organization to a syslog server, on a thread of its own that looks for new entries every two
// seconds. How far it came is kept in the store, so that a server that was away gets everything once it is back; some entries
// may come twice. Syslog servers confirm nothing: an entry counts as given when the connection is still good a moment later.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "appliance/policy/syslog_target.h"
#include "appliance/syslog/channel.h"
#include "appliance/syslog/message.h"
#include "db/audit_forwarding_repository.h"
#include "db/audit_repository.h"
#include "db/database.h"

namespace gatehouse::syslog {

struct ForwarderOptions {
  policy::SyslogTarget target;
  std::string authority_file;  // syslog.authority
  Origin origin;
};

class Forwarder {
 public:
  // Its thread starts here, and ends with it: in a second, or after the name of a server was looked up.
  Forwarder(db::Database& database, ForwarderOptions options);
  ~Forwarder();
  Forwarder(const Forwarder&) = delete;
  Forwarder& operator=(const Forwarder&) = delete;

  // Why nothing can be forwarded just now; empty: it can. Any thread.
  std::string problem() const;

 private:
  void run();
  // How long until the next time.
  std::chrono::seconds work();
  // Error of either: the way to the server is of no use, or the store failed. True: all that was there is sent.
  Result<bool> forward(const db::AuditBacklog& backlog);
  Result<void> keep_what_arrived();
  void failed(const Error& error);
  void works();

  db::AuditRepository audit_;
  db::AuditForwardingRepository forwarding_;
  const ForwarderOptions options_;
  std::unique_ptr<Channel> channel_;
  std::map<db::OrganizationId, std::int64_t> sent_;  // and not kept yet
  int failures_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;  // guards problem_
  std::string problem_;
  std::condition_variable stop_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gatehouse::syslog
