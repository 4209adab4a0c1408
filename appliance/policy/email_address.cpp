#include "appliance/policy/email_address.h"

namespace gatehouse::policy {

bool is_email_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  return text.find_first_of(" @,;:<>()[]\\\"", at + 1) == std::string_view::npos &&
         text.find_first_of(" ,;:<>()[]\\\"") == std::string_view::npos;
}

}  // namespace gatehouse::policy
