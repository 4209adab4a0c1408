#include "appliance/net/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/net/socket_options.h"

namespace gatehouse::net {
namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

std::optional<SocketAddress> parse(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const auto port = parse_integer(text.substr(colon + 1), 0, 65535);
  std::string host = text.substr(0, colon);
  if (!port) return std::nullopt;
  SocketAddress out;
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    auto& address = reinterpret_cast<sockaddr_in6&>(out.storage);
    if (inet_pton(AF_INET6, host.c_str(), &address.sin6_addr) != 1) return std::nullopt;
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(static_cast<std::uint16_t>(*port));
    out.size = sizeof address;
    return out;
  }
  auto& address = reinterpret_cast<sockaddr_in&>(out.storage);
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return std::nullopt;
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(*port));
  out.size = sizeof address;
  return out;
}

PeerAddress readable(const SocketAddress& from) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (from.storage.ss_family == AF_INET) {
    const auto& address = reinterpret_cast<const sockaddr_in&>(from.storage);
    return {inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size()), ntohs(address.sin_port)};
  }
  const auto& address = reinterpret_cast<const sockaddr_in6&>(from.storage);
  const std::uint16_t port = ntohs(address.sin6_port);
  if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr))
    return {inet_ntop(AF_INET, address.sin6_addr.s6_addr + 12, text.data(), text.size()), port};
  return {inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size()), port};
}

Error cannot_listen(const std::string& address, const std::string& advice) {
  const int why = errno;
  const std::string port = address.substr(address.rfind(':') + 1);
  if (why == EADDRINUSE)
    return Error{"port " + port + " is already in use on this machine (`ss -ltnp` shows by which program)." +
                 advice};
  if (why == EACCES)
    return Error{"port " + port + " is below 1024 and needs root or the capability CAP_NET_BIND_SERVICE." +
                 advice};
  if (why == EADDRNOTAVAIL) return Error{address + " is not an address of this machine." + advice};
  return Error{"cannot listen on " + address + ": " + std::strerror(why) + "." + advice};
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(EventLoop& loop, const std::string& address,
                                                 Accepted accepted, const std::string& advice) {
  std::optional<SocketAddress> where = parse(address);
  if (!where)
    return Error{"'" + address +
                 "' is not an address to listen on. Write it as 0.0.0.0:8443, [::]:8443 or 127.0.0.1:8443."};
  const int family = where->storage.ss_family;
  UniqueFd socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return cannot_listen(address, advice);
  const int on = 1, off = 0;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (family == AF_INET6) ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (::bind(socket.get(), where->raw(), where->size) != 0 || ::listen(socket.get(), 1024) != 0)
    return cannot_listen(address, advice);
  SocketAddress bound;
  if (::getsockname(socket.get(), bound.raw(), &bound.size) != 0) return cannot_listen(address, advice);
  return std::unique_ptr<Listener>(
      new Listener(loop, std::move(socket), readable(bound).port, std::move(accepted)));
}

Listener::Listener(EventLoop& loop, UniqueFd socket, std::uint16_t port, Accepted accepted)
    : loop_(loop), socket_(std::move(socket)), port_(port), accepted_(std::move(accepted)) {
  watch();
}

void Listener::watch() {
  watching_ = loop_.on_readable(socket_.get(), [this] { accept_some(); });
}

void Listener::accept_some() {
  constexpr int kAtOnce = 64;  // others on the loop get their turn
  for (int i = 0; i < kAtOnce; ++i) {
    SocketAddress from;
    UniqueFd socket(::accept4(socket_.get(), from.raw(), &from.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
      set_tcp_options(socket.get());
      accepted_(std::move(socket), readable(from));
      continue;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    if (errno == EAGAIN) return;
    log::warning("net", errno_error("a connection can't be accepted").message);
    watching_ = loop_.after(std::chrono::milliseconds(200), [this] { watch(); });
    return;
  }
}

}  // namespace gatehouse::net
