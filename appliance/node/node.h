// `gatehouse relay`: a relay of its own, which carries sessions for an appliance (PROTOCOL.md, Relays of their own). It
// knows no user and no machine, and opens its port when the appliance has given it papers. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::node {

struct NodeOptions {
  std::string server_host;  // the appliance
  std::uint16_t server_port = 443;
  std::string directory;       // agent::Identity: by what this relay and the appliance know each other
  std::string listen;          // "0.0.0.0:443"
  std::size_t sessions = 256;  // at once
  // A person must do something before this relay can work. It has stopped.
  std::function<void(Error)> failed;
  // The same: the appliance does not know it (any more), so it has to join again.
  std::function<void()> unknown_here;
  // The port is open; once.
  std::function<void(std::uint16_t port)> listening;
};

class Node {
 public:
  static Result<std::unique_ptr<Node>> create(net::EventLoop& loop, NodeOptions options);
  virtual ~Node() = default;
  // Ends every session; `done` runs when the last words are sent, after a few seconds at the latest. Once.
  virtual void stop(std::function<void()> done) = 0;
};

}  // namespace gatehouse::node
