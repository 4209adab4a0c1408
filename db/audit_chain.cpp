#include "db/audit_chain.h"

#include <mbedtls/sha256.h>

#include "appliance/base/result.h"

namespace gatehouse::db {
namespace {

void put(std::string& out, std::string_view field) {
  out += std::to_string(field.size()) + ":";
  out += field;
  out += ',';
}

}  // namespace

std::string audit_hash(std::string_view previous, const AuditEntry& entry) {
  std::string text;
  put(text, "gatehouse audit 1");
  put(text, previous);
  put(text, std::to_string(entry.number));
  put(text, std::to_string(entry.at));
  put(text, entry.actor_id ? std::to_string(*entry.actor_id) : "");
  for (const std::string* field : {&entry.actor, &entry.address, &entry.action, &entry.target_id,
                                   &entry.target, &entry.before, &entry.after})
    put(text, *field);
  std::string hash(32, '\0');
  const int failed = mbedtls_sha256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                    reinterpret_cast<unsigned char*>(hash.data()), 0);
  GH_ASSERT(failed == 0);
  return hash;
}

std::string checkpoint_text(std::string_view login_id, const AuditCheckpoint& checkpoint) {
  std::string text;
  put(text, "gatehouse audit checkpoint 1");
  put(text, login_id);
  put(text, std::to_string(checkpoint.number));
  put(text, std::to_string(checkpoint.at));
  put(text, checkpoint.hash);
  return text;
}

}  // namespace gatehouse::db
