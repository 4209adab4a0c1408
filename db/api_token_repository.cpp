#include "db/api_token_repository.h"

#include "appliance/base/text.h"
#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, organization_id, user_id, name, created_at, expires_at, last_used_at, last_used_address, "
    "coalesce((SELECT group_concat(section || '=' || level) FROM api_token_section AS held"
    " WHERE held.organization_id = api_token.organization_id AND held.api_token_id = api_token.id), ''), "
    "secret_hash FROM api_token";

// "users=1,clients=2"
SectionLevels scope_of(const std::string& list) {
  SectionLevels scope;
  for (const std::string& one : split(list, ',')) {
    const auto equals = one.find('=');
    if (equals != std::string::npos) scope.emplace(one.substr(0, equals), one.ends_with('2') ? 2 : 1);
  }
  return scope;
}

ApiToken token_of(Query& row) {
  ApiToken token;
  token.id = row.integer();
  token.organization = row.organization();
  token.user = row.integer();
  token.name = row.text();
  token.created_at = row.integer();
  token.expires_at = row.integer();
  token.last_used_at = row.maybe_integer();
  token.last_used_address = row.text();
  token.scope = scope_of(row.text());
  return token;
}

std::optional<ApiToken> first(Query& query) {
  return query.next() ? std::optional(token_of(query)) : std::nullopt;
}

}  // namespace

Result<std::optional<ApiToken>> ApiTokenRepository::add(ApiToken token, const std::string& public_id,
                                                        const std::string& secret_hash) {
  return write(database_, [&](Connection& connection) -> std::optional<ApiToken> {
    Query(connection,
          "INSERT INTO api_token (organization_id, user_id, public_id, secret_hash, name, created_at, "
          "expires_at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (organization_id, user_id, lower(name)) DO NOTHING",
          token.organization, token.user, public_id, Blob{secret_hash}, token.name, token.created_at,
          token.expires_at)
        .run();
    if (connection.changed_rows() == 0) return std::nullopt;
    token.id = connection.last_id();
    for (const auto& [section, level] : token.scope) {
      Query(
          connection,
          "INSERT INTO api_token_section (organization_id, api_token_id, section, level) VALUES (?, ?, ?, ?)",
          token.organization, token.id, section, level)
          .run();
    }
    return token;
  });
}

Result<std::optional<ApiTokenRepository::Stored>> ApiTokenRepository::find_by_public_id(
    const std::string& public_id) {
  return read(database_, [&](Connection& connection) -> std::optional<Stored> {
    Query query(connection, std::string(kSelect) + " WHERE public_id = ?", public_id);
    if (!query.next()) return std::nullopt;
    ApiToken token = token_of(query);
    return Stored{std::move(token), query.text()};
  });
}

Result<std::optional<ApiToken>> ApiTokenRepository::find(OrganizationId organization, ApiTokenId id) {
  return read(database_, [&](Connection& connection) {
    Query query(connection, std::string(kSelect) + " WHERE organization_id = ? AND id = ?", organization, id);
    return first(query);
  });
}

Result<Page<ApiToken>> ApiTokenRepository::list(OrganizationId organization, UserId user, const Cursor& after,
                                                int limit) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                std::string(kSelect) +
                    " WHERE organization_id = ? AND user_id = ? AND (created_at, id) < (?, ?)"
                    " ORDER BY created_at DESC, id DESC",
                organization, user, after.time, after.id);
    return page_of<ApiToken>(
        query, limit, [](Query& row) { return std::optional(token_of(row)); },
        [](const ApiToken& token) {
          return Cursor{token.created_at, token.id};
        });
  });
}

Result<std::int64_t> ApiTokenRepository::count(OrganizationId organization, UserId user) {
  return count_rows(database_, "SELECT count(*) FROM api_token WHERE organization_id = ? AND user_id = ?",
                    organization, user);
}

Result<void> ApiTokenRepository::touch(OrganizationId organization, ApiTokenId id, std::int64_t now,
                                       const std::string& address) {
  return write(
      database_,
      [&](Connection& connection) {
        Query(connection,
              "UPDATE api_token SET last_used_at = ?, last_used_address = ? WHERE organization_id = ? AND id "
              "= ?",
              now, address, organization, id)
            .run();
      },
      Durability::cheap);
}

Result<std::optional<ApiToken>> ApiTokenRepository::remove(OrganizationId organization, UserId user,
                                                           ApiTokenId id) {
  return write(database_, [&](Connection& connection) -> std::optional<ApiToken> {
    std::optional<ApiToken> token;
    {
      Query query(connection, std::string(kSelect) + " WHERE organization_id = ? AND user_id = ? AND id = ?",
                  organization, user, id);
      token = first(query);
    }
    Query(connection, "DELETE FROM api_token WHERE organization_id = ? AND user_id = ? AND id = ?",
          organization, user, id)
        .run();
    return token;
  });
}

Result<void> ApiTokenRepository::remove_all(OrganizationId organization, UserId user) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM api_token WHERE organization_id = ? AND user_id = ?", organization, user)
        .run();
  });
}

Result<void> ApiTokenRepository::remove_stale(std::int64_t since) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM api_token WHERE expires_at < ?", since).run();
  });
}

}  // namespace gatehouse::db
