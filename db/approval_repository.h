#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

enum class ApprovalState { waiting, approved, declined, withdrawn, revoked };

// Somebody asks a second person that they may connect to a machine.
struct Approval {
  ApprovalId id = 0;
  OrganizationId organization{};
  ClientId client = 0;
  std::string client_name;
  std::optional<UserId> asked_by;  // none: the account is gone
  std::string asked_by_name;
  std::string reason;
  std::int64_t minutes = 0;  // that it is to be good
  std::int64_t asked_at = 0;
  ApprovalState state = ApprovalState::waiting;
  std::int64_t ends_at = 0;  // waiting: nobody can decide from then on; approved: it is good no more
  std::optional<UserId> decided_by = {};
  std::string decided_by_name = {};
  std::optional<std::int64_t> decided_at = {};
  std::string comment = {};        // of who decided
  std::string ended_by_name = {};  // who withdrew or revoked it
  std::optional<std::int64_t> ended_at = {};

  bool is_open_at(std::int64_t now) const {
    return (state == ApprovalState::waiting || state == ApprovalState::approved) && ends_at > now;
  }
};

// What a list of them is narrowed to; nothing: not at all.
struct ApprovalFilter {
  std::optional<UserId> asked_by = {};
  std::optional<ClientId> client = {};
  std::optional<std::int64_t> open_at = {};     // those that wait or are good then
  std::optional<std::int64_t> waiting_at = {};  // those that wait then
};

// Who asked to connect to machines that want a second person for it, and what became of it. A decision is made once: what
// comes too late changes nothing.
class ApprovalRepository {
 public:
  explicit ApprovalRepository(Database& database) : database_(database) {}

  // With the number it got. Nothing: the same person has one for this machine that waits or is good at `asked_at`.
  Result<std::optional<Approval>> add(Approval approval);
  Result<std::optional<Approval>> find(OrganizationId organization, ApprovalId id);
  // By which somebody may connect to a machine now.
  Result<std::optional<Approval>> find_good(OrganizationId organization, ClientId client, UserId asked_by,
                                            std::int64_t now);
  // Does this one allow sessions with the machine at `now`?
  Result<bool> holds(OrganizationId organization, ClientId client, ApprovalId id, std::int64_t now);
  // The newest first.
  Result<Page<Approval>> list(OrganizationId organization, const ApprovalFilter& filter, const Cursor& after,
                              int limit);
  // `decided` as it is from now on: approved or declined, by whom, when, until when. False: it does not wait at `decided_at`.
  Result<bool> decide(const Approval& decided);
  // Withdrawn or revoked, by whom and when. False: it neither waits nor is good at `ended_at`.
  Result<bool> end(const Approval& ended);
  // Forgets at most `most`; how many there were.
  Result<int> remove_asked_before(OrganizationId organization, std::int64_t time, int most);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
