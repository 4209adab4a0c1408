#include "db/audit_chain.h"

#include <mbedtls/sha256.h>

#include "appliance/base/result.h"

namespace gatehouse::db {

std::string netstrings(std::initializer_list<std::string_view> fields) {
  std::string text;
  for (const std::string_view field : fields) {
    text += std::to_string(field.size()) + ":";
    text += field;
    text += ',';
  }
  return text;
}

std::string audit_hash(std::string_view previous, const AuditEntry& entry) {
  const std::string text =
      netstrings({"gatehouse audit 1", previous, std::to_string(entry.number), std::to_string(entry.at),
                  entry.actor_id ? std::to_string(*entry.actor_id) : "", entry.actor, entry.address,
                  entry.action, entry.target_id, entry.target, entry.before, entry.after});
  std::string hash(32, '\0');
  const int failed = mbedtls_sha256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                    reinterpret_cast<unsigned char*>(hash.data()), 0);
  GH_ASSERT(failed == 0);
  return hash;
}

std::string checkpoint_text(std::string_view login_id, const AuditCheckpoint& checkpoint) {
  return netstrings({"gatehouse audit checkpoint 1", login_id, std::to_string(checkpoint.number),
                     std::to_string(checkpoint.at), checkpoint.hash});
}

}  // namespace gatehouse::db
