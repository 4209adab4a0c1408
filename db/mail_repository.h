// The queue of mail: what waits, what was sent, what failed and why.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

using MailId = std::int64_t;

enum class MailState { waiting, sent, failed, cancelled };
// "waiting", …: as stored and as the API says it.
std::string_view mail_state_name(MailState state);

struct Mail {
  MailId id = 0;
  OrganizationId organization{};
  std::optional<UserId> user = {};  // whose account it is about
  std::string kind;  // "welcome", "password", "invitation", "organization", "security", "approval", "test"
  std::string recipient, recipient_name;
  std::string subject;
  std::string body;        // with its secrets; empty when it does not wait
  std::string message_id;  // the same for every try, so that a mail that came twice can be seen as one
  MailState state = MailState::waiting;
  int tries = 0;
  std::string problem = {};  // why the last try failed
  std::int64_t created_at = 0;
  std::int64_t next_at = 0;      // the next try, while it waits
  std::int64_t gives_up_at = 0;  // no try from then on
  std::optional<std::int64_t> done_at = {};
  std::string organization_name = {};  // given by due(), not taken
};

struct MailCounts {
  std::int64_t waiting = 0, failed = 0;
};

class MailRepository {
 public:
  explicit MailRepository(Database& database) : database_(database) {}

  // Into the queue; number, state and tries are given here.
  Result<MailId> add(const Mail& mail);
  // Puts one that does not wait, or waits for later, into the queue again: what it says, and when, is taken from
  // `mail`.
  Result<void> queue_again(const Mail& mail);
  Result<std::optional<Mail>> find(OrganizationId organization, MailId id);
  // The newest first, without bodies; of all states when none is named.
  Result<Page<Mail>> list(OrganizationId organization, std::optional<MailState> state, const Cursor& after,
                          int limit);
  Result<MailCounts> count(OrganizationId organization);

  // For whoever sends, of all organizations. The one to try now: those first that were tried least.
  Result<std::optional<Mail>> due(std::int64_t now);
  // When the next one is to be tried; nothing: none waits.
  Result<std::optional<std::int64_t>> next_at();
  // What became of a try. One that was cancelled meanwhile stays so.
  Result<void> set_sent(MailId id, std::int64_t now);
  Result<void> set_failed(MailId id, std::int64_t now, const std::string& problem);
  Result<void> try_later(MailId id, std::int64_t next_at, const std::string& problem);
  // The server is out of reach: all that are due wait until then.
  Result<void> postpone_due(std::int64_t now, std::int64_t next_at, const std::string& problem);
  // Those that are to be tried no more; gives the organizations they are of.
  Result<std::vector<OrganizationId>> give_up(std::int64_t now);
  // Forgets those that were done before then.
  Result<void> forget(std::int64_t before);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
