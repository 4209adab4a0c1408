// What lets a new machine in: a token made in the portal (or by the appliance for its own agent), good for a
// number of machines and a time.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/auth/token.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "db/enrolment_repository.h"

namespace gatehouse::auth {

inline constexpr std::string_view kEnrolAgent = "agent";
inline constexpr std::string_view kEnrolThisMachine = "this_machine";

// Any thread.
class Enrolment {
 public:
  Enrolment(db::Database& database, const Clock& clock) : tokens_(database), clock_(clock) {}

  struct Order {
    db::OrganizationId organization{};
    std::string_view purpose = kEnrolAgent;
    int uses = 1;
    std::chrono::seconds good_for{};
    std::string label = {};             // what people call it
    std::optional<db::UserId> by = {};  // none: the appliance itself
  };
  struct Created {
    Secret secret;  // the only time that it is seen
    db::EnrolmentToken token;
  };
  Result<Created> create(const Order& order);
  // Takes one use. Nothing: unknown, expired, revoked or used up; a peer is not told which.
  Result<std::optional<db::EnrolmentToken>> redeem(std::string_view secret);

  // Those people made, newest first; what is over stays for kKept.
  static constexpr std::chrono::hours kKept{30 * 24};
  Result<db::Page<db::EnrolmentToken>> list(db::OrganizationId organization, const db::Cursor& after,
                                            int limit);
  // Nothing: there is no such token, or it is revoked already.
  Result<std::optional<db::EnrolmentToken>> revoke(db::OrganizationId organization, db::EnrolmentTokenId id);

 private:
  db::EnrolmentRepository tokens_;
  const Clock& clock_;
};

}  // namespace gatehouse::auth
