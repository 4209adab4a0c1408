#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// Relays that run elsewhere. A `token_hash` is SHA-256 of the token, raw bytes; a `link_key` is SHA-256 of
// the key of the relay's certificate, in hex.
class RelayNodeRepository {
 public:
  static constexpr int kMostPerOrganization = 32;
  // For lists over all organizations.
  static constexpr int kMostAddresses = 64;

  explicit RelayNodeRepository(Database& database) : database_(database) {}

  enum class Refused { too_many, address_taken };
  // With the number it got. `node` needs organization, name, address and created_at; `token_hash` lets it join until
  // `token_expires_at`.
  Result<std::variant<RelayNode, Refused>> add(RelayNode node, const std::string& token_hash,
                                               std::int64_t token_expires_at);
  // Oldest first.
  Result<std::vector<RelayNode>> list(OrganizationId organization);
  Result<std::optional<RelayNode>> find(OrganizationId organization, RelayNodeId id);
  // Of any organization: for the appliance, to which a relay shows its certificate.
  Result<std::optional<RelayNode>> find_by_link_key(const std::string& link_key);
  // Of any organization; empty: there is none.
  Result<std::string> name(RelayNodeId id);
  // Addresses of those that joined, of all organizations, the first kMostAddresses.
  Result<std::vector<std::string>> joined_addresses();

  // Takes the token and makes `link_key` the relay's own, in one step with the check; another key that it had is good
  // no more. Nothing: unknown, expired or used, or the key is another relay's.
  Result<std::optional<RelayNode>> join(const std::string& token_hash, const std::string& link_key,
                                        std::int64_t now);
  // In place of a token that waits; what the relay joined with before stays good until this one is used. Nothing: there
  // is no such relay.
  Result<std::optional<RelayNode>> new_token(OrganizationId organization, RelayNodeId id,
                                             const std::string& token_hash, std::int64_t expires_at);
  // It is connected. Costs no wait for the disk. False: there is no such relay.
  Result<bool> touch(RelayNodeId id, const std::string& version, std::int64_t now);
  // It still is, or was until now. The same.
  Result<bool> seen(RelayNodeId id, std::int64_t now);
  // False: there is no such relay.
  Result<bool> remove(OrganizationId organization, RelayNodeId id);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
