#include "db/organization_repository.h"

#include "appliance/base/text.h"
#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns =
    "id, login_id, name, created_at, namespace, automatic_alias, reason_required, keep_sessions_days,"
    " keep_audit_days, appliance, license, description, user_provider";

std::string select(std::string_view rest) {
  return "SELECT " + std::string(kColumns) + " FROM organization " + std::string(rest);
}

Organization organization_of(Query& row) {
  Organization organization;
  organization.id = row.organization();
  organization.login_id = row.text();
  organization.name = row.text();
  organization.created_at = row.integer();
  organization.space = row.maybe_text();
  organization.automatic_alias = row.flag();
  organization.reason_required = row.flag();
  organization.keep_sessions_days = row.maybe_integer();
  organization.keep_audit_days = row.maybe_integer();
  organization.appliance = row.flag();
  organization.license = row.text();
  organization.description = row.text();
  organization.user_provider = row.text();
  return organization;
}

std::string select_sizes(std::string_view rest) {
  return "SELECT " + std::string(kColumns) +
         ", (SELECT count(*) FROM user_account WHERE organization_id = organization.id),"
         " (SELECT count(*) FROM client WHERE organization_id = organization.id),"
         " NOT EXISTS (SELECT 1 FROM user_account WHERE organization_id = organization.id"
         " AND password_hash <> '') FROM organization " +
         std::string(rest);
}

OrganizationSize size_of(Query& row) {
  OrganizationSize size;
  size.organization = organization_of(row);
  size.users = row.integer();
  size.clients = row.integer();
  size.waits_for_owner = row.flag();
  return size;
}

std::optional<Organization> one(Query&& query) {
  if (!query.next()) return std::nullopt;
  return organization_of(query);
}

std::string free_login_id(Connection& connection, const std::string& wanted) {
  std::string candidate = wanted;
  for (int number = 2; Query(connection, "SELECT 1 FROM organization WHERE login_id = ?", candidate).next();
       ++number) {
    candidate = wanted + "-" + std::to_string(number);
  }
  return candidate;
}

}  // namespace

Result<Organization> OrganizationRepository::add(const std::string& name, const std::string& login_id,
                                                 std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Organization added;
    added.login_id = free_login_id(connection, lower_ascii(login_id));
    added.name = name;
    added.created_at = now;
    added.appliance = !Query(connection, "SELECT 1 FROM organization").next();
    Query(connection, "INSERT INTO organization (login_id, name, created_at, appliance) VALUES (?, ?, ?, ?)",
          added.login_id, name, now, added.appliance)
        .run();
    added.id = OrganizationId{connection.last_id()};
    return added;
  });
}

Result<std::optional<Organization>> OrganizationRepository::find(OrganizationId id) {
  return read(database_,
              [&](Connection& connection) { return one(Query(connection, select("WHERE id = ?"), id)); });
}

Result<std::optional<Organization>> OrganizationRepository::find_by_login_id(const std::string& login_id) {
  return read(database_, [&](Connection& connection) {
    return one(Query(connection, select("WHERE login_id = ?"), lower_ascii(login_id)));
  });
}

Result<std::optional<Organization>> OrganizationRepository::only() {
  return read(database_, [&](Connection& connection) -> std::optional<Organization> {
    Query query(connection, select("ORDER BY id LIMIT 2"));
    if (!query.next()) return std::nullopt;
    Organization first = organization_of(query);
    if (query.next()) return std::nullopt;
    return first;
  });
}

Result<bool> OrganizationRepository::set_aliases(OrganizationId id, const std::optional<std::string>& space,
                                                 bool automatic) {
  return write(database_, [&](Connection& connection) {
    Query(
        connection,
        "UPDATE organization SET namespace = ?1, automatic_alias = ?2 WHERE id = ?3 AND NOT EXISTS"
        " (SELECT 1 FROM organization AS other WHERE lower(other.namespace) = lower(?1) AND other.id <> ?3)",
        space, automatic, id)
        .run();
    return connection.changed_rows() > 0;
  });
}

Result<bool> OrganizationRepository::set_rules(const Organization& organization) {
  return change_rows(
      database_,
      "UPDATE organization SET reason_required = ?, keep_sessions_days = ?, keep_audit_days = ? WHERE id = ?",
      organization.reason_required, organization.keep_sessions_days, organization.keep_audit_days,
      organization.id);
}

Result<bool> OrganizationRepository::set_license(OrganizationId id, const std::string& tier) {
  return change_rows(database_, "UPDATE organization SET license = ? WHERE id = ?", tier, id);
}

Result<bool> OrganizationRepository::set_description(OrganizationId id, const std::string& description) {
  return change_rows(database_, "UPDATE organization SET description = ? WHERE id = ?", description, id);
}

Result<bool> OrganizationRepository::set_user_provider(OrganizationId id, const std::string& provider) {
  return change_rows(database_, "UPDATE organization SET user_provider = ? WHERE id = ?", provider, id);
}

Result<LicensedThings> OrganizationRepository::licensed_things(OrganizationId id, std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                "SELECT (SELECT count(*) FROM user_group WHERE organization_id = ?1),"
                " (SELECT count(*) FROM permission_set WHERE organization_id = ?1),"
                " (SELECT count(*) FROM role WHERE organization_id = ?1 AND key IS NULL),"
                " (SELECT count(DISTINCT held.user_id) FROM role JOIN user_role AS held"
                " ON held.organization_id = role.organization_id AND held.role_id = role.id"
                " WHERE role.organization_id = ?1 AND coalesce(role.key, '') NOT IN ('owner', 'user')"
                " AND (held.expires_at IS NULL OR held.expires_at > ?2)),"
                " (SELECT (namespace IS NOT NULL) + automatic_alias + reason_required"
                " + (keep_sessions_days IS NOT NULL) + (keep_audit_days IS NOT NULL)"
                " FROM organization WHERE id = ?1),"
                " (SELECT user_provider <> 'admin' FROM organization WHERE id = ?1)",
                id, now);
    LicensedThings things;
    if (!query.next()) return things;
    things.groups = query.integer();
    things.permission_sets = query.integer();
    things.custom_roles = query.integer();
    things.users_with_roles = query.integer();
    things.rules = query.integer();
    things.other_provider = query.flag();
    return things;
  });
}

Result<std::vector<Organization>> OrganizationRepository::all() {
  return read(database_, [&](Connection& connection) {
    std::vector<Organization> all;
    Query query(connection, select("ORDER BY id"));
    while (query.next()) all.push_back(organization_of(query));
    return all;
  });
}

Result<std::optional<Organization>> OrganizationRepository::find_appliance() {
  return read(database_,
              [&](Connection& connection) { return one(Query(connection, select("WHERE appliance = 1"))); });
}

Result<Page<OrganizationSize>> OrganizationRepository::sizes(const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    Query query(connection, select_sizes("WHERE ?1 OR id > ?2 ORDER BY id"), after.is_start(), after.id);
    return page_of<OrganizationSize>(
        query, limit, [](Query& row) { return std::optional(size_of(row)); },
        [](const OrganizationSize& size) {
          return Cursor{size.organization.created_at, static_cast<std::int64_t>(size.organization.id)};
        });
  });
}

Result<std::optional<OrganizationSize>> OrganizationRepository::find_size(OrganizationId id) {
  return read(database_, [&](Connection& connection) -> std::optional<OrganizationSize> {
    Query query(connection, select_sizes("WHERE id = ?"), id);
    if (!query.next()) return std::nullopt;
    return size_of(query);
  });
}

Result<std::vector<OrganizationId>> OrganizationRepository::ids() {
  return read(database_, [&](Connection& connection) {
    std::vector<OrganizationId> ids;
    Query query(connection, "SELECT id FROM organization ORDER BY id");
    while (query.next()) ids.push_back(query.organization());
    return ids;
  });
}

Result<std::int64_t> OrganizationRepository::newest_number() {
  return count_rows(database_,
                    "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'organization'");
}

Result<bool> OrganizationRepository::remove(OrganizationId id) {
  return change_rows(database_, "DELETE FROM organization WHERE id = ? AND appliance = 0", id);
}

Result<std::int64_t> OrganizationRepository::count() {
  return read(database_,
              [](Connection& connection) { return connection.number("SELECT count(*) FROM organization"); });
}

}  // namespace gatehouse::db
