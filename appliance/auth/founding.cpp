#include "appliance/auth/founding.h"

#include "appliance/auth/licensing.h"
#include "appliance/base/text.h"
#include "appliance/policy/organization_name.h"
#include "appliance/policy/roles.h"
#include "db/audit_repository.h"
#include "db/organization_repository.h"
#include "db/user_repository.h"

namespace gatehouse::auth {
namespace {

Result<Token> new_link(db::UserRepository& users, const db::User& owner, std::int64_t now,
                       std::int64_t expires_at) {
  Token token = new_token();
  if (auto set = users.set_link({owner, owner.id}, token.hash, now, expires_at); !set) return set.error();
  return token;
}

// Nothing: another has it.
Result<std::optional<db::Organization>> add(db::OrganizationRepository& organizations,
                                            const FoundingOrder& order, std::int64_t now) {
  if (!order.login_id.empty()) {
    const auto taken = organizations.find_by_login_id(order.login_id);
    if (!taken) return taken.error();
    if (*taken) return std::optional<db::Organization>();
  }
  auto added = organizations.add(
      order.name, order.login_id.empty() ? policy::login_id_for(order.name) : order.login_id, now);
  if (!added) return added.error();
  if (auto set = license_new(organizations, *added, order.tier, order.description); !set) return set.error();
  return std::optional(*std::move(added));
}

}  // namespace

Result<std::optional<Founded>> found_organization(db::Database& database, const Clock& clock,
                                                  const FoundingOrder& order) {
  std::optional<Founded> founded;
  const auto done = database.transaction([&]() -> Result<void> {
    db::OrganizationRepository organizations(database);
    db::UserRepository users(database);
    db::AuditRepository audit(database);
    const std::int64_t now = clock.unix_seconds();
    const auto own = appliances_own(organizations);
    if (!own) return own.error();
    auto organization = add(organizations, order, now);
    if (!organization) return organization.error();
    if (!*organization) return {};
    db::User owner = order.owner;
    owner.organization = (*organization)->id;
    owner.created_at = now;
    auto added = users.add(owner, {std::string(policy::kOwnerRole), std::string(policy::kDefaultRole)});
    if (!added) return added.error();
    if (!*added) return Error{"The first user of a new organization is there already."};
    const std::int64_t until = now + order.link_good_for;
    auto link = new_link(users, **added, now, until);
    if (!link) return link.error();
    auto noted =
        audit.append(entry_about(clock, (*organization)->id, {}, "organization.created", **organization));
    if (!noted) return noted;
    auto kept = entry_about(clock, own->id, order.asker, "organization.added", **organization);
    kept.after = "{\"license\":\"" + (*organization)->license + "\",\"organization_id\":\"" +
                 (*organization)->login_id + "\"}";
    if (noted = audit.append(std::move(kept)); !noted) return noted;
    founded = Founded{**std::move(organization), **std::move(added), *std::move(link), until};
    return {};
  });
  if (!done) return done.error();
  return founded;
}

Result<std::optional<Founded>> renew_founders_link(db::Database& database, const Clock& clock,
                                                   const db::Organization& organization,
                                                   std::int64_t good_for, const Asker& asker) {
  std::optional<Founded> founded;
  const auto done = database.transaction([&]() -> Result<void> {
    db::OrganizationRepository organizations(database);
    db::UserRepository users(database);
    const std::int64_t now = clock.unix_seconds();
    const auto own = appliances_own(organizations);
    if (!own) return own.error();
    const auto size = organizations.find_size(organization.id);
    if (!size) return size.error();
    if (!*size || !(*size)->waits_for_owner) return {};
    const auto first = users.list(organization.id, {}, now, {}, 1);
    if (!first) return first.error();
    if (first->rows.empty()) return {};
    const db::User& owner = first->rows.front();
    auto link = new_link(users, owner, now, now + good_for);
    if (!link) return link.error();
    auto noted = db::AuditRepository(database).append(
        entry_about(clock, own->id, asker, "organization.link_made", organization));
    if (!noted) return noted;
    founded = Founded{organization, owner, *std::move(link), now + good_for};
    return {};
  });
  if (!done) return done.error();
  return founded;
}

Result<std::optional<db::OrganizationSize>> remove_organization(db::Database& database, const Clock& clock,
                                                                db::OrganizationId organization,
                                                                const Asker& asker) {
  std::optional<db::OrganizationSize> gone;
  const auto done = database.transaction([&]() -> Result<void> {
    db::OrganizationRepository organizations(database);
    const auto own = appliances_own(organizations);
    if (!own) return own.error();
    auto size = organizations.find_size(organization);
    if (!size) return size.error();
    if (!*size) return {};
    const auto removed = organizations.remove(organization);
    if (!removed) return removed.error();
    if (!*removed) return {};
    auto kept = entry_about(clock, own->id, asker, "organization.removed", (*size)->organization);
    kept.before = "{\"clients\":" + std::to_string((*size)->clients) + ",\"organization_id\":\"" +
                  (*size)->organization.login_id + "\",\"users\":" + std::to_string((*size)->users) + "}";
    if (auto noted = db::AuditRepository(database).append(std::move(kept)); !noted) return noted;
    gone = **std::move(size);
    return {};
  });
  if (!done) return done.error();
  return gone;
}

}  // namespace gatehouse::auth
