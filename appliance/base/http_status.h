#pragma once
#include <string_view>

namespace gatehouse {

// "Not Found": as RFC 9110, section 15, and RFC 6585 call the status codes that we answer with; "Error" for another.
std::string_view http_status_words(int status);

}  // namespace gatehouse
