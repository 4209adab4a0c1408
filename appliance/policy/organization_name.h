// What an organisation may be called, and what people type to sign in to it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

// Without spaces around it; nothing: empty, longer than 100 characters, or not plain text on one line.
std::optional<std::string> organization_name(std::string_view typed);
// "Müller & Söhne GmbH" → "mueller-soehne-gmbh": lower-case letters, digits and single dashes, at most 40. A
// name that has none of those gives "organization".
std::string login_id_for(std::string_view organization_name);

}  // namespace gatehouse::policy
