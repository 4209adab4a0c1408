#include "db/audit_forwarding_repository.h"

#include "db/access.h"

namespace gatehouse::db {

Result<void> AuditForwardingRepository::begin() {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO audit_forwarding (organization_id, number)"
          " SELECT id, coalesce((SELECT max(number) FROM audit_entry WHERE organization_id = "
          "organization.id), 0)"
          " FROM organization WHERE NOT EXISTS (SELECT 1 FROM audit_forwarding)")
        .run();
  });
}

Result<std::vector<AuditBacklog>> AuditForwardingRepository::backlog() {
  return read(database_, [&](Connection& connection) {
    std::vector<AuditBacklog> all;
    Query query(
        connection,
        "SELECT id, login_id, coalesce(number, 0) AS forwarded FROM organization LEFT JOIN audit_forwarding"
        " ON organization_id = id WHERE (SELECT max(number) FROM audit_entry WHERE organization_id ="
        " organization.id) > forwarded ORDER BY id");
    while (query.next()) {
      AuditBacklog one;
      one.organization = query.organization();
      one.login_id = query.text();
      one.forwarded = query.integer();
      all.push_back(std::move(one));
    }
    return all;
  });
}

Result<void> AuditForwardingRepository::forwarded(OrganizationId organization, std::int64_t number) {
  return write(
      database_,
      [&](Connection& connection) {
        Query(connection,
              "INSERT INTO audit_forwarding (organization_id, number)"
              " SELECT id, ?2 FROM organization WHERE id = ?1"
              " ON CONFLICT (organization_id) DO UPDATE SET number = ?2",
              organization, number)
            .run();
      },
      Durability::cheap);
}

}  // namespace gatehouse::db
