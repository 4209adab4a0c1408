// Decoding of a request target (RFC 3986), strict: what two readers could understand differently is refused.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appliance/http/server.h"

namespace gatehouse::http {

// The decoded path. Nothing: it does not start with "/", has a broken escape, an encoded slash, a backslash,
// a control character, a dot segment, or is not UTF-8.
std::optional<std::string> decode_path(std::string_view raw);
// name=value pairs; "+" is a space. Nothing: a broken escape, a control character or not UTF-8.
std::optional<Fields> decode_query(std::string_view raw);

}  // namespace gatehouse::http
