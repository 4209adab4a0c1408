#include "appliance/policy/organization_name.h"

#include "appliance/base/text.h"

namespace gatehouse::policy {
namespace {

constexpr std::size_t kShortestLoginId = 2, kLongestLoginId = 40;

// The Latin-1 letters U+00C0 to U+00FF in ASCII, two bytes each; those that are no letters are a gap.
constexpr std::string_view kLatin1 =
    "a a a a aea aec e e e e i i i i d n o o o o oe  o u u u uey thss"
    "a a a a aea aec e e e e i i i i d n o o o o oe  o u u u uey thy ";
static_assert(kLatin1.size() == 128);

std::string in_ascii(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xc3 && i + 1 < text.size()) {
      const std::string_view letters =
          kLatin1.substr(std::size_t{2} * (static_cast<unsigned char>(text[++i]) & 0x3f), 2);
      out += letters == "  " ? " " : trimmed(letters);
    } else {
      out += byte < 0x80 ? static_cast<char>(byte) : ' ';
    }
  }
  return lower_ascii(out);
}

}  // namespace

std::optional<std::string> organization_name(std::string_view typed) {
  const std::string_view name = trimmed(typed);
  if (name.empty() || !is_plain_text(name)) return std::nullopt;
  if (length_in_characters(name) > kLongestOrganizationName) return std::nullopt;
  return std::string(name);
}

std::string login_id_for(std::string_view organization_name) {
  std::string id;
  for (const char c : in_ascii(organization_name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
    if (id.size() == kLongestLoginId) break;
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  if (id.empty()) id = std::string("organization");
  return id;
}

bool is_organization_id(std::string_view text) {
  return text.size() >= kShortestLoginId && login_id_for(text) == text;
}

}  // namespace gatehouse::policy
