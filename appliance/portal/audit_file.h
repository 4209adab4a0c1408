// The audit log as a file of its own, which tells without the appliance whether it is whole and unchanged: JSON lines
// (docs/audit-file.md).
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/seal/signing_key.h"
#include "db/audit_chain.h"

namespace gatehouse::portal {

struct AuditFileHead {
  std::string login_id;  // of the organization
  std::int64_t exported_at = 0;
  std::int64_t before = 0;  // the number of the entry before the first, and its hash
  std::string before_hash;
  std::int64_t last = 0;  // the number of the last entry, and its hash
  std::string last_hash;
};

// Every line ends with a line feed. The head is signed: where the log begins and ends is as much a part of it as what is
// between.
std::string audit_file_line(const AuditFileHead& head, const seal::SigningKey& key);
// The head of a file from which a filter left entries out, so that nothing of it can be verified.
std::string audit_file_line_of_part(const std::string& login_id, std::int64_t exported_at);
std::string audit_file_line(const db::AuditEntry& entry);
std::string audit_file_line(const db::AuditCheckpoint& checkpoint);

// Reads such a file line by line; the first thing that is wrong ends it.
class AuditFileReader {
 public:
  static constexpr std::size_t kLongestLine = 1 << 20;

  // Without its line feed. Error: what is wrong with it, for a person.
  Result<void> take(std::string_view line);
  // After the last line. Error: the file is no proof of anything.
  Result<void> finish() const;

  std::int64_t lines() const { return lines_; }
  std::int64_t entries() const { return entries_; }
  const std::string& login_id() const { return head_.login_id; }
  std::int64_t first() const { return head_.before + 1; }
  std::int64_t last() const { return last_; }
  std::int64_t last_signed() const { return last_signed_; }  // 0: none is
  std::int64_t last_signed_at() const { return last_signed_at_; }
  // Of those that signed, as seal::key_fingerprint shows them.
  const std::set<std::string>& keys() const { return keys_; }

 private:
  Result<void> take_head(std::string_view line);
  // Remembers the key if `signature` is of it. Keys have their 65 bytes.
  bool check(const std::string& raw_key, std::string_view text, const std::string& signature);
  Result<void> take_entry(db::AuditEntry entry);
  Result<void> take_checkpoint(const db::AuditCheckpoint& checkpoint);

  AuditFileHead head_;
  std::int64_t lines_ = 0, entries_ = 0, last_ = 0, last_signed_ = 0, last_signed_at_ = 0;
  std::string hash_;
  std::set<std::string> keys_;
};

}  // namespace gatehouse::portal
