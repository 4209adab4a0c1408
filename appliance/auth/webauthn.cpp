#include "appliance/auth/webauthn.h"

#include <mbedtls/sha256.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/text.h"

namespace gatehouse::auth {
namespace {

using nlohmann::json;

constexpr int kDeepest = 4;
constexpr std::size_t kLongestChallenge = 128, kLongestOrigin = 300, kHashSize = 32, kAaguidSize = 16;
constexpr std::uint8_t kUserPresent = 0x01, kUserVerified = 0x04, kBackupEligible = 0x08, kBackedUp = 0x10,
                       kNewKey = 0x40, kExtensions = 0x80;

// An object in which no name stands twice. What is deeper than anything a browser writes is none.
std::optional<json> read_object(std::string_view text) {
  std::vector<std::set<std::string>> seen;  // in the objects that are open now, by their depth
  bool good = true;
  const auto watch = [&](int depth, json::parse_event_t event, json& part) {
    const auto level = static_cast<std::size_t>(depth);
    if (depth > kDeepest) {
      good = false;
    } else if (event == json::parse_event_t::object_start) {
      seen.resize(level + 1);
      seen.emplace_back();
    } else if (event == json::parse_event_t::key && !seen.at(level).insert(part.get<std::string>()).second) {
      good = false;
    }
    return good;
  };
  json value = json::parse(text, watch, /*allow_exceptions=*/false);
  if (!good || !value.is_object()) return std::nullopt;
  return value;
}

std::optional<std::string> text_of(const json& object, const char* name, std::size_t longest) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  const auto& text = found->get_ref<const std::string&>();
  if (text.size() > longest) return std::nullopt;
  return text;
}

}  // namespace

std::optional<ClientData> read_client_data(std::string_view text) {
  if (text.size() > kLongestClientData || !is_utf8(text)) return std::nullopt;
  const auto object = read_object(text);
  if (!object) return std::nullopt;
  const auto type = text_of(*object, "type", 64);
  const auto challenge = text_of(*object, "challenge", kLongestChallenge);
  auto origin = text_of(*object, "origin", kLongestOrigin);
  if (!type || !challenge || !origin) return std::nullopt;
  auto bytes = from_base64url(*challenge);
  if (!bytes) return std::nullopt;

  ClientData data;
  if (*type == "webauthn.create") {
    data.type = ClientData::Type::create;
  } else if (*type != "webauthn.get") {
    return std::nullopt;
  }
  data.challenge = std::move(*bytes);
  data.origin = std::move(*origin);
  if (const auto crossed = object->find("crossOrigin"); crossed != object->end()) {
    if (!crossed->is_boolean()) return std::nullopt;
    data.cross_origin = crossed->get<bool>();
  }
  // Level 3: who stands around the page that asked.
  if (object->contains("topOrigin")) data.cross_origin = true;
  return data;
}

std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes) {
  if (bytes.size() > kLongestAuthenticatorData) return std::nullopt;
  ByteReader reader(as_bytes(bytes));
  AuthenticatorData data;
  data.rp_id_hash = as_text(reader.bytes(kHashSize));
  const std::uint8_t flags = reader.u8();
  data.sign_count = reader.u32();
  data.user_present = (flags & kUserPresent) != 0;
  data.user_verified = (flags & kUserVerified) != 0;
  if ((flags & kBackedUp) != 0 && (flags & kBackupEligible) == 0) return std::nullopt;
  if ((flags & kNewKey) != 0) {
    reader.bytes(kAaguidSize);
    data.credential_id = as_text(reader.blob16(kLongestCredentialId));
    if (reader.failed() || data.credential_id.empty()) return std::nullopt;
  }
  if (reader.failed()) return std::nullopt;
  // The key and the extensions follow, both in CBOR.
  const bool more = (flags & (kNewKey | kExtensions)) != 0;
  if (more == (reader.remaining() == 0)) return std::nullopt;
  return data;
}

std::optional<std::string> rp_id_of(std::string_view host) {
  const std::size_t colon = host.find(':');
  const std::string name = lower_ascii(host.substr(0, colon));
  if (colon != std::string_view::npos && !parse_integer(host.substr(colon + 1), 1, 65535))
    return std::nullopt;
  if (name.empty() || name.size() > 253) return std::nullopt;
  const auto labels = split(name, '.');
  for (const std::string& label : labels) {
    const bool good = !label.empty() && std::ranges::all_of(label, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!good) return std::nullopt;
  }
  // As browsers tell an IPv4 address from a name: by its last part (WHATWG URL, "ends in a number").
  const std::string& last = labels.back();
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (std::ranges::all_of(last, is_digit) || last.starts_with("0x")) return std::nullopt;
  return name;
}

std::string sha256(std::string_view text) {
  std::string hash(kHashSize, '\0');
  const int failed = mbedtls_sha256(as_bytes(text).data(), text.size(),
                                    reinterpret_cast<unsigned char*>(hash.data()), /*is224=*/0);
  GH_ASSERT(failed == 0);
  return hash;
}

}  // namespace gatehouse::auth
