// How a receiver knows that a delivery comes from this appliance, just now.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::webhooks {

// The value of Gatehouse-Signature: "t=1769860800,v1=" and HMAC-SHA256 over "1769860800." and the body, by the secret, in
// hex. The time is part of it, so that what was overheard can't be sent again later.
std::string signature(std::string_view secret, std::int64_t unix_seconds, std::string_view body);

}  // namespace gatehouse::webhooks
