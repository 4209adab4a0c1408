#include "appliance/connect/local_port.h"

#include <unistd.h>

#include "appliance/net/peer_owner.h"

namespace gatehouse::connect {
namespace {

constexpr int kFirstPort = 5900, kPorts = 100;
constexpr const char* kAdvice = " Name another with --listen HOST:PORT.";

bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host == "[::1]" || host == "::1";
}

}  // namespace

LocalPort::LocalPort(net::EventLoop& loop, std::string host, Accepted accepted)
    : loop_(loop), host_(std::move(host)), loopback_(is_loopback(host_)), accepted_(std::move(accepted)) {}

Result<std::unique_ptr<LocalPort>> LocalPort::open(net::EventLoop& loop, const std::string& address,
                                                   Accepted accepted) {
  const bool any = address.empty();
  const std::string host = any ? "127.0.0.1" : address.substr(0, address.rfind(':'));
  std::unique_ptr<LocalPort> made(new LocalPort(loop, host, std::move(accepted)));
  std::optional<Error> why;
  for (int port = kFirstPort; port < kFirstPort + (any ? kPorts : 1); ++port) {
    auto listener = net::Listener::open(
        loop, any ? host + ":" + std::to_string(port) : address,
        [self = made.get()](UniqueFd socket, const net::PeerAddress& peer) {
          self->arrived(std::move(socket), peer);
        },
        kAdvice);
    if (listener) {
      made->listener_ = *std::move(listener);
      return made;
    }
    if (!why) why = listener.error();
  }
  return *why;
}

void LocalPort::arrived(UniqueFd socket, const net::PeerAddress& peer) {
  const std::string who = peer.ip + " port " + std::to_string(peer.port);
  if (loopback_ || is_loopback(peer.ip)) {
    const auto owner = net::owner_of_peer(socket.get());
    if (!owner || *owner != ::geteuid()) {
      return log::write(log::Level::warning, "connect",
                        "refused a viewer at " + who + ": it belongs to " +
                            (owner ? "user " + std::to_string(*owner) : "nobody that is known") +
                            ", not to you",
                        logged_);
    }
  }
  if (taken_) {
    return log::write(log::Level::warning, "connect",
                      "refused a viewer at " + who + ": this session has one already", logged_);
  }
  taken_ = true;
  accepted_(net::stream_over(loop_, std::move(socket)));
}

}  // namespace gatehouse::connect
