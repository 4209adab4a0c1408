#include "appliance/portal/audit_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/json_values.h"
#include "appliance/seal/keys.h"

namespace gatehouse::portal {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

std::string line_of(const Json& object) {
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Reads fields by name and type; one that is not there or not so makes the line a bad one.
class Fields {
 public:
  explicit Fields(std::string_view line) : json_(Json::parse(line, nullptr, /*allow_exceptions=*/false)) {
    if (!json_.is_object()) bad_ = true;
  }
  bool has(const char* name) const { return json_.is_object() && json_.contains(name); }
  std::string text(const char* name) {
    const Json* field = find(name);
    if (field == nullptr || !field->is_string()) return bad_ = true, std::string();
    return field->get<std::string>();
  }
  std::int64_t number(const char* name) {
    const Json* field = find(name);
    if (field == nullptr || !field->is_number_integer()) return bad_ = true, 0;
    return field->get<std::int64_t>();
  }
  bool flag(const char* name) {
    const Json* field = find(name);
    if (field == nullptr || !field->is_boolean()) return bad_ = true, false;
    return field->get<bool>();
  }
  std::optional<std::int64_t> maybe_number(const char* name) {
    const Json* field = find(name);
    if (field != nullptr && field->is_null()) return {};
    return number(name);
  }
  std::int64_t time(const char* name) {
    const auto seconds = from_rfc3339(text(name));
    if (!seconds) bad_ = true;
    return seconds.value_or(0);
  }
  std::string bytes_in_hex(const char* name, std::size_t size) {
    const auto bytes = from_hex(text(name));
    if (!bytes || bytes->size() != size) return bad_ = true, std::string();
    return *bytes;
  }
  bool bad() const { return bad_; }

 private:
  const Json* find(const char* name) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }

  Json json_;
  bool bad_ = false;
};

Error not_ours() {
  return Error{"this is no line of an exported audit log"};
}

db::AuditEntry entry_from(Fields& fields) {
  db::AuditEntry entry;
  entry.number = fields.number("number");
  entry.at = fields.time("at");
  entry.actor_id = fields.maybe_number("actor_id");
  entry.actor = fields.text("actor");
  entry.address = fields.text("address");
  entry.action = fields.text("action");
  entry.target_id = fields.text("target_id");
  entry.target = fields.text("target");
  entry.before = fields.text("before");
  entry.after = fields.text("after");
  entry.hash = fields.bytes_in_hex("hash", 32);
  return entry;
}

db::AuditCheckpoint checkpoint_from(Fields& fields) {
  db::AuditCheckpoint checkpoint;
  checkpoint.number = fields.number("checkpoint");
  checkpoint.at = fields.time("at");
  checkpoint.hash = fields.bytes_in_hex("hash", 32);
  checkpoint.key = fields.bytes_in_hex("key", seal::VerifyingKey().size());
  checkpoint.signature = fields.bytes_in_hex("signature", 64);
  return checkpoint;
}

std::string signed_text(const AuditFileHead& head) {
  return db::netstrings({"gatehouse audit export 1", head.login_id, std::to_string(head.exported_at),
                         std::to_string(head.before), head.before_hash, std::to_string(head.last),
                         head.last_hash});
}

}  // namespace

std::string audit_file_line(const AuditFileHead& head, const seal::SigningKey& key) {
  return line_of({{"gatehouse_audit", kFormat},
                  {"organization", head.login_id},
                  {"exported_at", rfc3339(head.exported_at)},
                  {"complete", true},
                  {"after", head.before},
                  {"after_hash", hex(head.before_hash)},
                  {"last", head.last},
                  {"last_hash", hex(head.last_hash)},
                  {"key", hex(as_text(key.public_key()))},
                  {"signature", hex(key.sign(signed_text(head)))}});
}

std::string audit_file_line_of_part(const std::string& login_id, std::int64_t exported_at) {
  return line_of({{"gatehouse_audit", kFormat},
                  {"organization", login_id},
                  {"exported_at", rfc3339(exported_at)},
                  {"complete", false}});
}

std::string audit_file_line(const db::AuditEntry& entry) {
  return line_of({{"number", entry.number},
                  {"at", rfc3339(entry.at)},
                  {"actor_id", entry.actor_id ? Json(*entry.actor_id) : Json()},
                  {"actor", entry.actor},
                  {"address", entry.address},
                  {"action", entry.action},
                  {"target_id", entry.target_id},
                  {"target", entry.target},
                  {"before", entry.before},
                  {"after", entry.after},
                  {"hash", hex(entry.hash)}});
}

std::string audit_file_line(const db::AuditCheckpoint& checkpoint) {
  return line_of({{"checkpoint", checkpoint.number},
                  {"at", rfc3339(checkpoint.at)},
                  {"hash", hex(checkpoint.hash)},
                  {"key", hex(checkpoint.key)},
                  {"signature", hex(checkpoint.signature)}});
}

Result<void> AuditFileReader::take(std::string_view line) {
  ++lines_;
  if (line.size() > kLongestLine) return Error{"this line is too long"};
  if (lines_ == 1) return take_head(line);
  Fields fields(line);
  if (fields.has("checkpoint")) {
    const db::AuditCheckpoint checkpoint = checkpoint_from(fields);
    return fields.bad() ? not_ours() : take_checkpoint(checkpoint);
  }
  db::AuditEntry entry = entry_from(fields);
  if (fields.bad()) return not_ours();
  return take_entry(std::move(entry));
}

Result<void> AuditFileReader::take_head(std::string_view line) {
  Fields fields(line);
  const std::int64_t format = fields.number("gatehouse_audit");
  head_.login_id = fields.text("organization");
  head_.exported_at = fields.time("exported_at");
  const bool complete = fields.flag("complete");
  if (fields.bad()) return Error{"this is no exported audit log; export it as JSON lines"};
  if (format != kFormat) return Error{"a newer version wrote this file; use that one to verify it"};
  if (!complete)
    return Error{"a filter left entries out when this was exported; export without one to be able to verify"};
  head_.before = fields.number("after");
  head_.before_hash = fields.bytes_in_hex("after_hash", 32);
  head_.last = fields.number("last");
  head_.last_hash = fields.bytes_in_hex("last_hash", 32);
  const std::string key = fields.bytes_in_hex("key", seal::VerifyingKey().size());
  const std::string signature = fields.bytes_in_hex("signature", 64);
  if (fields.bad()) return Error{"its first line was changed: it is not signed"};
  if (!check(key, signed_text(head_), signature))
    return Error{"its first line was changed: the signature is wrong"};
  last_ = head_.before;
  hash_ = head_.before_hash;
  return {};
}

Result<void> AuditFileReader::take_entry(db::AuditEntry entry) {
  if (entry.number != last_ + 1) {
    return Error{"after entry " + std::to_string(last_) + " comes entry " + std::to_string(entry.number) +
                 ": what was between them is missing, or they are not in order"};
  }
  if (db::audit_hash(hash_, entry) != entry.hash)
    return Error{"entry " + std::to_string(entry.number) + " was changed, or one before it"};
  last_ = entry.number;
  hash_ = std::move(entry.hash);
  ++entries_;
  return {};
}

Result<void> AuditFileReader::take_checkpoint(const db::AuditCheckpoint& checkpoint) {
  if (checkpoint.number != last_ || checkpoint.hash != hash_) {
    return Error{"the signature for entry " + std::to_string(checkpoint.number) +
                 " is not for the entries that this file has"};
  }
  if (!check(checkpoint.key, db::checkpoint_text(head_.login_id, checkpoint), checkpoint.signature))
    return Error{"the signature for entry " + std::to_string(checkpoint.number) + " is wrong"};
  last_signed_ = checkpoint.number;
  last_signed_at_ = checkpoint.at;
  return {};
}

bool AuditFileReader::check(const std::string& raw_key, std::string_view text, const std::string& signature) {
  seal::VerifyingKey key{};
  std::copy(raw_key.begin(), raw_key.end(), key.begin());
  if (!seal::signed_by(key, text, signature)) return false;
  keys_.insert(seal::key_fingerprint(key));
  return true;
}

Result<void> AuditFileReader::finish() const {
  if (lines_ == 0) return Error{"the file is empty"};
  if (last_ != head_.last || hash_ != head_.last_hash) {
    return Error{"it ends with entry " + std::to_string(last_) + ", but had " + std::to_string(head_.last) +
                 " when it was exported: the end of the file is missing, or somebody added to it"};
  }
  if (last_signed_ != last_) {
    return Error{"entries after number " + std::to_string(std::max(last_signed_, head_.before)) +
                 " are not signed: the end of the file is missing, or somebody added them"};
  }
  return {};
}

}  // namespace gatehouse::portal
