#include "appliance/policy/address.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::policy {
namespace {

constexpr std::size_t kLongestLocal = 64;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view text, std::size_t longest, std::string_view also_inside) {
  if (text.empty() || text.size() > longest) return false;
  if (!is_letter_or_digit(text.front()) || !is_letter_or_digit(text.back())) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter_or_digit(c) || also_inside.find(c) != std::string_view::npos;
  });
}

// Pages put groups of digits apart with a space that breaks no line (U+00A0, U+202F), and people copy it.
std::string with_plain_spaces(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = text.starts_with("\u00a0") ? 2 : text.starts_with("\u202f") ? 3 : 0;
    out += size == 0 ? text.front() : ' ';
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string local_part_for(std::string_view name, std::string_view nameless, int number) {
  const std::string ending = number < 2 ? "" : "-" + std::to_string(number);
  std::string local;
  for (const char c : name) {
    const bool fits = is_letter_or_digit(c) || c == '.' || c == '_';
    if (fits || (!local.empty() && local.back() != '-')) local += fits ? c : '-';
    if (local.size() + ending.size() == kLongestLocal) break;
  }
  while (!local.empty() && !is_letter_or_digit(local.back())) local.pop_back();
  local.erase(0, static_cast<std::size_t>(std::find_if(local.begin(), local.end(), is_letter_or_digit) -
                                          local.begin()));
  return (local.empty() ? std::string(nameless) : local) + ending;
}

}  // namespace

bool is_namespace(std::string_view text) {
  return is_name(text, 32, "-");
}

bool is_alias(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && is_name(text.substr(0, at), kLongestLocal, "._-") &&
         is_namespace(text.substr(at + 1));
}

bool is_in_namespace(std::string_view alias, std::string_view name_space) {
  const auto at = alias.find('@');
  return at != std::string_view::npos && lower_ascii(alias.substr(at + 1)) == lower_ascii(name_space);
}

std::string alias_for(std::string_view name, std::string_view name_space, int number) {
  return local_part_for(name, "machine", number) + "@" + std::string(name_space);
}

std::string handle_for(std::string_view email, int number) {
  return local_part_for(email.substr(0, email.rfind('@')), "user", number);
}

std::optional<Address> parse_address(std::string_view typed) {
  const std::string copied = with_plain_spaces(typed);
  const std::string_view text = trimmed(copied);
  if (is_alias(text)) return Address(std::string(text));
  std::string digits;
  bool group_ended = true;  // a gap needs a digit before and after it
  for (const char c : text) {
    const bool gap = c == ' ' || c == '-';
    if (gap && group_ended) return std::nullopt;
    if (!gap) digits += c;
    group_ended = gap;
  }
  if (group_ended || digits.size() > 10) return std::nullopt;
  const auto id = parse_integer(digits, kLowestId, kHighestId);
  if (!id || digits.front() == '0' || digits.front() == '+') return std::nullopt;
  return Address(*id);
}

}  // namespace gatehouse::policy
