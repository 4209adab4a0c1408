// The first look at an HTTP/1.1 request head, before any server thread is taken: is it one that everybody
// reads alike, and what follows it? Pure functions over hostile bytes (RFC 9112).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "appliance/base/bytes.h"

namespace gatehouse::net {

// Bytes up to and with the empty line that ends a head; nothing: it has not ended yet. Bytes before
// `searched` were searched before.
std::optional<std::size_t> find_head_end(ByteView data, std::size_t searched);

struct RequestHead {
  std::string method;
  std::string host;  // with the port, as sent
  std::uint64_t body_bytes = 0;
  bool keeps_alive = false;       // another request may follow
  bool expects_continue = false;  // the body comes when we say "100 Continue"
};

// The head, or the status that refuses it.
// 400: what two readers could understand differently or what no browser sends: bare CR or LF, NUL and other
// control characters, folded lines, a space before a colon, a target that is not a path, more or less than
// one Host, more than one of what decides about a request (Content-Length, Transfer-Encoding, both of them,
// Origin, Authorization, X-CSRF-Token, Sec-WebSocket-*), and more than kMostFields fields.
// 411: a body without Content-Length. 417: an Expect that is not 100-continue.
std::variant<RequestHead, int> read_request_head(ByteView head);

inline constexpr int kMostFields = 64;

}  // namespace gatehouse::net
