// How the agent reaches the relay: TLS, or a fake in tests. `done` runs once, never inside the call; dropping
// the handle gives up.
#pragma once
#include <functional>
#include <memory>

#include "appliance/net/tls.h"

namespace gatehouse::agent {

using Dialed = std::function<void(Result<std::unique_ptr<net::TlsStream>>)>;
using Dial = std::function<net::EventLoop::HandlePtr(Dialed done)>;

}  // namespace gatehouse::agent
