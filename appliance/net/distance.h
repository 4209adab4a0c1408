// How far away a server is: the time that a TCP connection to it takes. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "appliance/net/event_loop.h"

namespace gatehouse::net {

// Looks the name up, which does not count, and connects; the connection is closed at once. `done` runs once on the loop
// thread, never inside this call, and may drop the handle; nothing: no answer `within` that time. Dropping the handle
// gives up.
EventLoop::HandlePtr measure_distance(EventLoop& loop, const std::string& host, std::uint16_t port,
                                      std::chrono::milliseconds within,
                                      std::function<void(std::optional<std::chrono::microseconds>)> done);

}  // namespace gatehouse::net
