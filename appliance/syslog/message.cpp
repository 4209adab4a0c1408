#include "appliance/syslog/message.h"

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

#include "appliance/base/text.h"

namespace gatehouse::syslog {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kWarning = 4, kNotice = 5;

// PRINTUSASCII of the header, in its length; "-" where nothing is left (RFC 5424, section 6).
std::string header_word(std::string_view text, std::size_t cap) {
  std::string word;
  for (const char c : text.substr(0, cap)) word += c > ' ' && c <= '~' ? c : '_';
  return word.empty() ? "-" : word;
}

std::string priority(const Origin& origin, const db::AuditEntry& entry) {
  const bool warns = entry.action.ends_with("failed") || entry.action == "login.passkey_copied";
  return "<" + std::to_string(origin.facility * 8 + (warns ? kWarning : kNotice)) + ">";
}

std::string text_of(std::string_view login_id, const db::AuditEntry& entry) {
  const Json text = {
      {"organization", login_id}, {"number", entry.number},
      {"at", rfc3339(entry.at)},  {"actor_id", entry.actor_id ? Json(*entry.actor_id) : Json()},
      {"actor", entry.actor},     {"address", entry.address},
      {"action", entry.action},   {"target_id", entry.target_id},
      {"target", entry.target},   {"hash", hex(entry.hash)},  // before what may be cut off a datagram
      {"before", entry.before},   {"after", entry.after}};
  return text.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
}

}  // namespace

std::string message_of(const Origin& origin, std::string_view login_id, const db::AuditEntry& entry) {
  return priority(origin, entry) + "1 " + rfc3339(entry.at) + " " + header_word(origin.host_name, 255) +
         " gatehouse - " + header_word(entry.action, 32) + " - " + text_of(login_id, entry);
}

std::string local_message_of(const Origin& origin, std::string_view login_id, const db::AuditEntry& entry) {
  const std::time_t at = entry.at;
  std::tm local{};
  std::array<char, 32> stamp{};
  ::localtime_r(&at, &local);
  std::strftime(stamp.data(), stamp.size(), "%b %e %H:%M:%S", &local);
  return priority(origin, entry) + stamp.data() + " gatehouse: " + text_of(login_id, entry);
}

std::string framed(std::string_view message) {
  return std::to_string(message.size()) + " " + std::string(message);
}

}  // namespace gatehouse::syslog
