#include "appliance/policy/access_list.h"

#include <algorithm>

#include "appliance/base/text.h"
#include "appliance/policy/address.h"

namespace gatehouse::policy {
namespace {

constexpr std::size_t kLongestLocal = 64;

bool is_local_pattern(std::string_view text) {
  if (text.empty() || text.size() > kLongestLocal) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-*?").find(c) != std::string_view::npos;
  });
}

// Goes back to the last star and lets it take one more: never more steps than both lengths multiplied.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(p), pattern.end(),
                     [](char c) { return c == '*'; });
}

bool is_meant(const std::string& pattern, std::string_view alias) {
  const auto in_pattern = pattern.find('@'), in_alias = alias.find('@');
  if (in_alias == std::string_view::npos) return false;
  if (lower_ascii(alias.substr(in_alias + 1)) != lower_ascii(pattern.substr(in_pattern + 1))) return false;
  return matches(lower_ascii(pattern.substr(0, in_pattern)), lower_ascii(alias.substr(0, in_alias)));
}

}  // namespace

std::optional<AccessEntry> parse_access_entry(std::string_view typed) {
  const std::string_view text = trimmed(typed);
  const auto at = text.find('@');
  if (at != std::string_view::npos) {
    const std::string_view local = at == 0 ? "*" : text.substr(0, at), name_space = text.substr(at + 1);
    if (!is_local_pattern(local) || !is_namespace(name_space)) return std::nullopt;
    return AccessEntry{std::string(local) + "@" + std::string(name_space)};
  }
  const auto address = parse_address(text);
  if (!address) return std::nullopt;
  return AccessEntry{std::get<std::int64_t>(*address)};
}

std::string to_text(const AccessEntry& entry) {
  const auto* id = std::get_if<std::int64_t>(&entry.who);
  return id != nullptr ? std::to_string(*id) : std::get<std::string>(entry.who);
}

bool AccessList::admits(const Requester& who, std::int64_t now) const {
  if (!on_) return true;
  return std::any_of(entries_.begin(), entries_.end(), [&](const AccessEntry& entry) {
    if (entry.until && now >= *entry.until) return false;
    if (const auto* id = std::get_if<std::int64_t>(&entry.who)) return *id == who.id;
    return is_meant(std::get<std::string>(entry.who), who.alias);
  });
}

}  // namespace gatehouse::policy
