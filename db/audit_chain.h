// How entries of the audit log hang together: the hash of each covers its own fields and the hash of the one before.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "db/records.h"

namespace gatehouse::db {

struct AuditEntry {
  OrganizationId organization{};
  std::int64_t number = 0;  // 1, 2, 3 … in each organization
  std::int64_t at = 0;
  std::optional<UserId> actor_id;  // none: not a user
  std::string actor, address;      // who, and from where: as it was then
  std::string action;              // "user.created"
  std::string target_id, target;   // its number and its name, as they were then
  std::string before, after;       // JSON objects of what changed; empty: nothing to say
  std::string hash;                // 32 raw bytes
};

// Before the first entry.
inline const std::string kAuditStart(32, '\0');

// Each field as a netstring, one after the other: its length in bytes in decimal, ":", its bytes, ",".
std::string netstrings(std::initializer_list<std::string_view> fields);

// SHA-256 of "gatehouse audit 1", `previous` (32 raw bytes) and the fields in the order above, without organization and
// hash, as netstrings; numbers in decimal, a missing actor empty.
std::string audit_hash(std::string_view previous, const AuditEntry& entry);

// That the log of this organization had come as far as this entry. Whoever holds the key says so.
struct AuditCheckpoint {
  OrganizationId organization{};
  std::int64_t number = 0;  // of the entry
  std::int64_t at = 0;
  std::string hash;            // of the entry, 32 raw bytes
  std::string key, signature;  // 65 and 64 raw bytes: P-256 uncompressed, ES256
};

// What its signature covers: "gatehouse audit checkpoint 1", the organization's login ID, number, time and hash, each as a
// netstring as in audit_hash.
std::string checkpoint_text(std::string_view login_id, const AuditCheckpoint& checkpoint);

}  // namespace gatehouse::db
