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

  // The only time that the token is seen.
  Result<Secret> create(db::OrganizationId organization, std::string_view purpose, int uses,
                        std::chrono::seconds good_for);
  // Takes one use. Nothing: unknown, expired or used up; a peer is not told which.
  Result<std::optional<db::EnrolmentToken>> redeem(std::string_view token);

 private:
  db::EnrolmentRepository tokens_;
  const Clock& clock_;
};

}  // namespace gatehouse::auth
