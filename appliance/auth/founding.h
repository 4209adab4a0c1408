// Further organizations of an appliance, however somebody asks for one: in the portal or on the console. Each is noted in
// the audit log of the appliance's own organization, which is the one that stays; neither learns of the other's people.
#pragma once
#include <optional>
#include <string>

#include "appliance/auth/asker.h"
#include "appliance/auth/token.h"
#include "appliance/policy/license.h"
#include "db/database.h"
#include "db/records.h"

// Making, handing over and deleting organizations. Each function is a transaction, or part of the one it is called in.
namespace gatehouse::auth {

struct FoundingOrder {
  std::string name;
  std::string login_id;  // exactly so; empty: made from the name
  db::User owner;        // names and address; sets the password by the link
  policy::Tier tier = policy::kDefaultTier;
  std::string description = {};    // a team's
  std::int64_t link_good_for = 0;  // seconds
  Asker asker = {};
};

struct Founded {
  db::Organization organization;
  db::User owner;
  Token link;  // behind "#" of /set-password
  std::int64_t link_expires_at = 0;
};

// Both wholly or not at all. Nothing: another organization has this ID. Wants the appliance to be set up.
Result<std::optional<Founded>> found_organization(db::Database& database, const Clock& clock,
                                                  const FoundingOrder& order);

// Another link for the Owner of an organization in which nobody has set a password yet. Nothing: somebody has.
Result<std::optional<Founded>> renew_founders_link(db::Database& database, const Clock& clock,
                                                   const db::Organization& organization,
                                                   std::int64_t good_for, const Asker& asker);

// With everything that is in it. Nothing: it is the appliance's own, or gone already. What runs is cut by
// whoever calls.
Result<std::optional<db::OrganizationSize>> remove_organization(db::Database& database, const Clock& clock,
                                                                db::OrganizationId organization,
                                                                const Asker& asker);

}  // namespace gatehouse::auth
