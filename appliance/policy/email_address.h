// One rule for the e-mail addresses that people sign in with.
#pragma once
#include <string_view>

namespace gatehouse::policy {

// Is this, without spaces around it, name@host as people sign in with it? Neither too short nor too long is said here.
bool is_email_address(std::string_view text);

}  // namespace gatehouse::policy
