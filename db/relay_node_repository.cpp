#include "db/relay_node_repository.h"

#include "db/access.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns =
    "id, organization_id, name, address, token_expires_at, link_key, version, created_at, last_seen_at";

RelayNode node_of(Query& row) {
  RelayNode node;
  node.id = row.integer();
  node.organization = row.organization();
  node.name = row.text();
  node.address = row.text();
  node.token_expires_at = row.maybe_integer();
  node.link_key = row.maybe_text();
  node.version = row.text();
  node.created_at = row.integer();
  node.last_seen_at = row.maybe_integer();
  return node;
}

std::optional<RelayNode> only_node(Query&& query) {
  if (!query.next()) return std::nullopt;
  return node_of(query);
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(kColumns) + " FROM relay_node " + std::string(rest);
}

std::string returning(std::string_view statement) {
  return std::string(statement) + " RETURNING " + std::string(kColumns);
}

}  // namespace

Result<std::variant<RelayNode, RelayNodeRepository::Refused>> RelayNodeRepository::add(
    RelayNode node, const std::string& token_hash, std::int64_t token_expires_at) {
  return write(database_, [&](Connection& connection) -> std::variant<RelayNode, Refused> {
    Query count(connection, "SELECT count(*) FROM relay_node WHERE organization_id = ?", node.organization);
    if (count.next() && count.integer() >= kMostPerOrganization) return Refused::too_many;
    Query twin(connection, "SELECT 1 FROM relay_node WHERE organization_id = ? AND address = ?",
               node.organization, node.address);
    if (twin.next()) return Refused::address_taken;
    Query(connection,
          "INSERT INTO relay_node (organization_id, name, address, token_hash, token_expires_at, created_at)"
          " VALUES (?, ?, ?, ?, ?, ?)",
          node.organization, node.name, node.address, Blob{token_hash}, token_expires_at, node.created_at)
        .run();
    node.id = connection.last_id();
    node.token_expires_at = token_expires_at;
    return node;
  });
}

Result<std::vector<RelayNode>> RelayNodeRepository::list(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    Query query(connection, select("WHERE organization_id = ? ORDER BY created_at, id"), organization);
    std::vector<RelayNode> nodes;
    while (query.next()) nodes.push_back(node_of(query));
    return nodes;
  });
}

Result<std::optional<RelayNode>> RelayNodeRepository::find(OrganizationId organization, RelayNodeId id) {
  return read(database_, [&](Connection& connection) {
    return only_node(Query(connection, select("WHERE organization_id = ? AND id = ?"), organization, id));
  });
}

Result<std::optional<RelayNode>> RelayNodeRepository::find_by_link_key(const std::string& link_key) {
  return read(database_, [&](Connection& connection) {
    return only_node(Query(connection, select("WHERE link_key = ?"), link_key));
  });
}

Result<std::string> RelayNodeRepository::name(RelayNodeId id) {
  return read(database_, [&](Connection& connection) -> std::string {
    Query query(connection, "SELECT name FROM relay_node WHERE id = ?", id);
    return query.next() ? query.text() : "";
  });
}

Result<std::vector<std::string>> RelayNodeRepository::joined_addresses() {
  return read(database_, [&](Connection& connection) {
    Query query(
        connection,
        "SELECT address FROM relay_node WHERE link_key IS NOT NULL GROUP BY address ORDER BY min(id) LIMIT ?",
        kMostAddresses);
    std::vector<std::string> addresses;
    while (query.next()) addresses.push_back(query.text());
    return addresses;
  });
}

Result<std::optional<RelayNode>> RelayNodeRepository::join(const std::string& token_hash,
                                                           const std::string& link_key, std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    return only_node(
        Query(connection,
              returning("UPDATE relay_node SET link_key = ?2, token_hash = NULL, token_expires_at = NULL"
                        " WHERE token_hash = ?1 AND token_expires_at > ?3 AND NOT EXISTS (SELECT 1 FROM"
                        " relay_node other WHERE other.link_key = ?2 AND other.id <> relay_node.id)"),
              Blob{token_hash}, link_key, now));
  });
}

Result<std::optional<RelayNode>> RelayNodeRepository::new_token(OrganizationId organization, RelayNodeId id,
                                                                const std::string& token_hash,
                                                                std::int64_t expires_at) {
  return write(database_, [&](Connection& connection) {
    return only_node(
        Query(connection,
              returning("UPDATE relay_node SET token_hash = ?, token_expires_at = ? WHERE organization_id = ?"
                        " AND id = ?"),
              Blob{token_hash}, expires_at, organization, id));
  });
}

Result<bool> RelayNodeRepository::touch(RelayNodeId id, const std::string& version, std::int64_t now) {
  return write(
      database_,
      [&](Connection& connection) {
        Query(connection, "UPDATE relay_node SET version = ?, last_seen_at = ? WHERE id = ?", version, now,
              id)
            .run();
        return connection.changed_rows() > 0;
      },
      Durability::cheap);
}

Result<bool> RelayNodeRepository::seen(RelayNodeId id, std::int64_t now) {
  return write(
      database_,
      [&](Connection& connection) {
        Query(connection, "UPDATE relay_node SET last_seen_at = ? WHERE id = ?", now, id).run();
        return connection.changed_rows() > 0;
      },
      Durability::cheap);
}

Result<bool> RelayNodeRepository::remove(OrganizationId organization, RelayNodeId id) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM relay_node WHERE organization_id = ? AND id = ?", organization, id).run();
    return connection.changed_rows() > 0;
  });
}

}  // namespace gatehouse::db
