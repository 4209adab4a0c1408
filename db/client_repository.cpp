#include "db/client_repository.h"

#include "appliance/base/text.h"
#include "db/access.h"
#include "db/paging.h"
#include "db/tags.h"

namespace gatehouse::db {
namespace {

std::string select_where(std::string_view condition) {
  return "SELECT id, organization_id, alias, link_key, device_key, offered_device_key, name, platform, os,"
         " version, user_name, capture, width, height, comment, clone_name, clone_address, clone_seen_at,"
         " this_machine, portable, opening_hours, approval_required, unattended, help_requested_at, "
         "help_words, "
         "created_at, last_seen_at,"
         " (SELECT count(*) FROM session WHERE session.organization_id = client.organization_id"
         " AND session.client_id = client.id AND state <> 'ended'), " +
         tags_column("client_tag", "client_id", "client") + " FROM client WHERE " + std::string(condition);
}

// ?1 organization, ?2 search, ?3 does a key wait (null: all the same), ?4 from the start, or after the row with ID ?5
// and time or name ?6; ?7 does somebody ask for help (null: all the same); ?8 platform (empty: all);
// ?9 and ?10 tags and how many.
std::string listed(std::string_view place) {
  return select_where(
      "organization_id = ?1 AND (?2 = '' OR instr(lower(id || ' ' || coalesce(alias, '') || ' ' || name"
      " || ' ' || comment || ' ' || os || ' ' || user_name), lower(?2)) > 0"
      " OR id IN (SELECT client_id FROM client_tag WHERE organization_id = ?1"
      " AND instr(lower(tag), lower(?2)) > 0))"
      " AND coalesce((offered_device_key IS NOT NULL) = ?3, 1)"
      " AND coalesce((help_requested_at IS NOT NULL) = ?7, 1) AND (?8 = '' OR platform = ?8)"
      " AND (?10 = 0 OR " +
      has_all_tags("client_tag", "client_id", "client", "?9", "?10") + ") AND " + std::string(place));
}

std::string list_newest() {
  return listed("(?4 OR (created_at, id) < (?6, ?5)) ORDER BY created_at DESC, id DESC");
}

std::string list_by_name() {
  return listed("(?4 OR (lower(name), id) > (?6, ?5)) ORDER BY lower(name), id");
}

std::string list_by_seen() {
  return listed(
      "(?4 OR (coalesce(last_seen_at, 0), id) < (?6, ?5)) ORDER BY coalesce(last_seen_at, 0) DESC, id DESC");
}

// The rest of the row, after its ID.
Client client_of(Query& row, ClientId id) {
  Client client;
  client.id = id;
  client.organization = row.organization();
  client.alias = row.maybe_text();
  client.link_key = row.text();
  client.device_key = row.maybe_text();
  client.offered_device_key = row.maybe_text();
  client.facts.name = row.text();
  client.facts.platform = row.text();
  client.facts.os = row.text();
  client.facts.version = row.text();
  client.facts.user = row.text();
  client.facts.capture = row.text();
  client.facts.width = static_cast<int>(row.integer());
  client.facts.height = static_cast<int>(row.integer());
  client.comment = row.text();
  Client::Clone clone{.name = row.text(), .address = row.text()};
  const auto clone_seen_at = row.maybe_integer();
  if (clone_seen_at) {
    clone.seen_at = *clone_seen_at;
    client.clone = std::move(clone);
  }
  client.this_machine = row.flag();
  client.portable = row.flag();
  client.opening_hours = row.text();
  client.approval_required = row.flag();
  client.unattended = row.flag();
  const auto help_requested_at = row.maybe_integer();
  std::string help_words = row.text();
  if (help_requested_at) client.help = {*help_requested_at, std::move(help_words)};
  client.created_at = row.integer();
  client.last_seen_at = row.maybe_integer();
  client.active_sessions = static_cast<int>(row.integer());
  client.tags = tags_of(row);
  return client;
}

template <class... Values>
Result<std::optional<Client>> find_one(Database& database, std::string_view condition,
                                       const Values&... values) {
  return read(database, [&](Connection& connection) -> std::optional<Client> {
    Query query(connection, select_where(condition), values...);
    if (!query.next()) return std::nullopt;
    return client_of(query, query.integer());
  });
}

template <class... Values>
Result<bool> change_one(Database& database, Durability durability, std::string_view sql,
                        const Values&... values) {
  return write(
      database,
      [&](Connection& connection) {
        Query(connection, sql, values...).run();
        return connection.changed_rows() > 0;
      },
      durability);
}

ClientId free_id(Connection& connection) {
  for (;;) {
    const ClientId id = random_address();
    const bool known = Query(connection, "SELECT 1 FROM client WHERE id = ?", id).next() ||
                       Query(connection, "SELECT 1 FROM session WHERE client_id = ? LIMIT 1", id).next();
    if (!known) return id;
  }
}

}  // namespace

Result<Client> ClientRepository::add(OrganizationId organization, const std::string& link_key,
                                     const ClientFacts& facts, bool this_machine, std::int64_t now,
                                     bool portable) {
  return write(database_, [&](Connection& connection) {
    Client client;
    client.id = free_id(connection);
    client.organization = organization;
    client.link_key = link_key;
    client.facts = facts;
    client.this_machine = this_machine;
    client.portable = portable;
    client.created_at = now;
    Query(connection,
          "INSERT INTO client (id, organization_id, link_key, name, platform, os, version, user_name,"
          " capture, width, height, this_machine, created_at, portable)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          client.id, organization, link_key, facts.name, facts.platform, facts.os, facts.version, facts.user,
          facts.capture, facts.width, facts.height, this_machine, now, portable)
        .run();
    return client;
  });
}

Result<std::optional<Client>> ClientRepository::find(OrganizationId organization, ClientId id) {
  return find_one(database_, "organization_id = ? AND id = ?", organization, id);
}

Result<std::optional<Client>> ClientRepository::find_by_alias(OrganizationId organization,
                                                              const std::string& alias) {
  return find_one(database_, "organization_id = ? AND lower(alias) = lower(?)", organization, alias);
}

Result<std::optional<Client>> ClientRepository::find_by_link_key(const std::string& link_key) {
  return find_one(database_, "link_key = ?", link_key);
}

Result<std::optional<Client>> ClientRepository::find_this_machine() {
  return find_one(database_, "this_machine = 1");
}

Result<Page<Client>> ClientRepository::list(OrganizationId organization, const ClientFilter& filter,
                                            const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    const auto page = [&](std::string_view sql, const auto& place) {
      Query query(connection, sql, organization, filter.search, filter.changed_key, after.is_start(),
                  after.id, place, filter.help, filter.platform, wanted_tags(filter.tags),
                  static_cast<std::int64_t>(filter.tags.size()));
      return page_of<Client>(
          query, limit,
          [&](Query& row) {
            const ClientId id = row.integer();
            if (filter.wanted && !filter.wanted(id)) return std::optional<Client>();
            return std::optional(client_of(row, id));
          },
          [by_seen = filter.order == ClientOrder::seen](const Client& client) {
            return Cursor{by_seen ? client.last_seen_at.value_or(0) : client.created_at, client.id,
                          lower_ascii(client.facts.name)};
          });
    };
    switch (filter.order) {
      case ClientOrder::name:
        return page(list_by_name(), after.name);
      case ClientOrder::seen:
        return page(list_by_seen(), after.time);
      case ClientOrder::newest:
        break;
    }
    return page(list_newest(), after.time);
  });
}

Result<std::vector<std::string>> ClientRepository::platforms(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    std::vector<std::string> platforms;
    Query query(connection,
                "SELECT DISTINCT platform FROM client WHERE organization_id = ? AND platform <> ''"
                " ORDER BY platform",
                organization);
    while (query.next()) platforms.push_back(query.text());
    return platforms;
  });
}

Result<std::vector<TagCount>> ClientRepository::tags(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                "SELECT tag, things FROM (SELECT min(tag) AS tag, count(*) AS things FROM client_tag"
                " WHERE organization_id = ? GROUP BY lower(tag) ORDER BY things DESC, lower(tag) LIMIT ?)"
                " ORDER BY lower(tag)",
                organization, kMostTagsCounted);
    return tag_counts(query);
  });
}

Result<std::int64_t> ClientRepository::count(OrganizationId organization) {
  return count_rows(database_, "SELECT count(*) FROM client WHERE organization_id = ?", organization);
}

Result<std::vector<ClientId>> ClientRepository::ids(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    std::vector<ClientId> all;
    Query query(connection, "SELECT id FROM client WHERE organization_id = ?", organization);
    while (query.next()) all.push_back(query.integer());
    return all;
  });
}

Result<std::int64_t> ClientRepository::count_in_namespace(OrganizationId organization,
                                                          const std::string& space) {
  return count_rows(database_,
                    "SELECT count(*) FROM client WHERE organization_id = ? AND"
                    " lower(substr(alias, instr(alias, '@') + 1)) = lower(?)",
                    organization, space);
}

Result<bool> ClientRepository::update_facts(ClientId id, const ClientFacts& facts, std::int64_t now) {
  return change_one(
      database_, Durability::cheap,
      "UPDATE client SET name = ?, platform = ?, os = ?, version = ?, user_name = ?, capture = ?, width = ?,"
      " height = ?, last_seen_at = ? WHERE id = ?",
      facts.name, facts.platform, facts.os, facts.version, facts.user, facts.capture, facts.width,
      facts.height, now, id);
}

Result<bool> ClientRepository::set_help(ClientId id, const std::optional<Client::Help>& help) {
  if (!help) {
    return change_one(database_, Durability::full,
                      "UPDATE client SET help_requested_at = NULL, help_words = '' WHERE id = ? AND"
                      " help_requested_at IS NOT NULL",
                      id);
  }
  return change_one(database_, Durability::full,
                    "UPDATE client SET help_requested_at = ?1, help_words = ?2 WHERE id = ?3",
                    help->requested_at, help->words, id);
}

Result<bool> ClientRepository::set_unattended(ClientId id, bool on) {
  return change_one(database_, Durability::full,
                    "UPDATE client SET unattended = ?1 WHERE id = ?2 AND unattended <> ?1", on, id);
}

Result<bool> ClientRepository::touch(ClientId id, std::int64_t now) {
  return change_one(database_, Durability::cheap, "UPDATE client SET last_seen_at = ? WHERE id = ?", now, id);
}

Result<bool> ClientRepository::set_link_key(OrganizationId organization, ClientId id,
                                            const std::string& link_key) {
  return change_one(database_, Durability::full,
                    "UPDATE client SET link_key = ?, device_key = NULL, offered_device_key = NULL,"
                    " clone_seen_at = NULL"
                    " WHERE organization_id = ? AND id = ?",
                    link_key, organization, id);
}

Result<bool> ClientRepository::keep_device_key(ClientId id, const std::string& device_key) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "UPDATE client SET device_key = coalesce(device_key, ?1),"
          " offered_device_key = CASE WHEN coalesce(device_key, ?1) = ?1 THEN NULL ELSE ?1 END WHERE id = ?2",
          device_key, id)
        .run();
    return Query(connection, "SELECT 1 FROM client WHERE id = ? AND device_key = ?", id, device_key).next();
  });
}

Result<bool> ClientRepository::confirm_device_key(OrganizationId organization, ClientId id,
                                                  const std::string& offered) {
  return change_one(database_, Durability::full,
                    "UPDATE client SET device_key = offered_device_key, offered_device_key = NULL"
                    " WHERE organization_id = ? AND id = ? AND offered_device_key = ?",
                    organization, id, offered);
}

Result<bool> ClientRepository::set_alias(OrganizationId organization, ClientId id,
                                         const std::optional<std::string>& alias) {
  return change_one(
      database_, Durability::full,
      "UPDATE client SET alias = ?1 WHERE organization_id = ?2 AND id = ?3 AND NOT EXISTS"
      " (SELECT 1 FROM client AS other WHERE lower(other.alias) = lower(?1) AND other.id <> ?3)",
      alias, organization, id);
}

Result<bool> ClientRepository::set_comment(OrganizationId organization, ClientId id,
                                           const std::string& comment) {
  return change_one(database_, Durability::full,
                    "UPDATE client SET comment = ? WHERE organization_id = ? AND id = ?", comment,
                    organization, id);
}

Result<bool> ClientRepository::set_tags(OrganizationId organization, ClientId id,
                                        const std::vector<std::string>& tags) {
  return write(database_, [&](Connection& connection) {
    if (!Query(connection, "SELECT 1 FROM client WHERE organization_id = ? AND id = ?", organization, id)
             .next())
      return false;
    set_tags_of(connection, "client_tag", "client_id", organization, id, tags);
    return true;
  });
}

Result<bool> ClientRepository::set_opening_hours(OrganizationId organization, ClientId id,
                                                 const std::string& hours) {
  return change_one(database_, Durability::full,
                    "UPDATE client SET opening_hours = ? WHERE organization_id = ? AND id = ?", hours,
                    organization, id);
}

Result<bool> ClientRepository::require_approval(OrganizationId organization, ClientId id, bool required) {
  return change_one(database_, Durability::full,
                    "UPDATE client SET approval_required = ? WHERE organization_id = ? AND id = ?", required,
                    organization, id);
}

Result<bool> ClientRepository::note_clone(ClientId id, const Client::Clone& clone) {
  return change_one(database_, Durability::cheap,
                    "UPDATE client SET clone_name = ?, clone_address = ?, clone_seen_at = ? WHERE id = ?",
                    clone.name, clone.address, clone.seen_at, id);
}

Result<bool> ClientRepository::remove(OrganizationId organization, ClientId id) {
  return change_one(database_, Durability::full, "DELETE FROM client WHERE organization_id = ? AND id = ?",
                    organization, id);
}

}  // namespace gatehouse::db
