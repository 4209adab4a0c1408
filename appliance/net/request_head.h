// The first look at an HTTP/1.1 request head, before any server thread is taken: is it one that everybody
// reads alike? Pure functions over hostile bytes (RFC 9112).
#pragma once
#include <cstddef>
#include <optional>

#include "appliance/base/bytes.h"

namespace gatehouse::net {

// Bytes up to and with the empty line that ends a head; nothing: it has not ended yet. Bytes before
// `searched` were searched before.
std::optional<std::size_t> find_head_end(ByteView data, std::size_t searched);

// Refuses what two readers could understand differently or what no browser sends: bare CR or LF, NUL and
// other control characters, folded lines, a space before a colon, a target that is not a path, more or less
// than one Host, more than one Content-Length or Transfer-Encoding or both, and more than kMostFields fields.
bool check_request_head(ByteView head);

inline constexpr int kMostFields = 64;

}  // namespace gatehouse::net
