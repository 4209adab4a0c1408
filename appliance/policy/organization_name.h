// What an organization may be called, and what people type to sign in to it.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

inline constexpr std::size_t kLongestOrganizationName = 100;  // characters

// Without spaces around it; nothing: empty, longer than that, or not plain text on one line.
std::optional<std::string> organization_name(std::string_view typed);
// "Müller & Söhne GmbH" → "mueller-soehne-gmbh": lower-case letters, digits and single dashes, at most 40. A
// name that has none of those gives "organization".
std::string login_id_for(std::string_view organization_name);
// Is this an ID as it may be chosen: 2 to 40 lower-case letters and digits, with single dashes between them?
bool is_organization_id(std::string_view text);

}  // namespace gatehouse::policy
