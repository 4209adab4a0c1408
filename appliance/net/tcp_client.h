// A TCP connection without TLS, to an address that is known. A peer that vanishes is noticed within half a minute. Loop
// thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/net/stream.h"

namespace gatehouse::net {

// `ip`: "192.0.2.7" or "2001:db8::1"; no name is looked up. `done` runs once on the loop thread, never inside this
// call, and may drop the handle; dropping it gives up.
EventLoop::HandlePtr tcp_connect(EventLoop& loop, const std::string& ip, std::uint16_t port,
                                 std::chrono::milliseconds within,
                                 std::function<void(Result<std::unique_ptr<Stream>>)> done);

}  // namespace gatehouse::net
