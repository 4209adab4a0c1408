#include "appliance/syslog/channel.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "appliance/base/files.h"
#include "appliance/base/unique_fd.h"
#include "appliance/fetch/byte_link.h"
#include "appliance/syslog/message.h"

namespace gatehouse::syslog {
namespace {

constexpr std::size_t kAuthorityCap = 1 << 20;
// What every receiver takes, RFC 5426, section 3.2; longer ones are cut off, as it allows.
constexpr std::size_t kLongestDatagram = 2048;
constexpr int kPatience = 10;  // seconds
constexpr const char* kLocalLog = "/dev/log";

Error failed(const std::string& what) {
  return Error{what + ": " + std::strerror(errno)};
}

class Datagrams final : public Channel {
 public:
  Datagrams(UniqueFd socket, std::size_t cap, std::function<bool()> stopping)
      : socket_(std::move(socket)), cap_(cap), stopping_(std::move(stopping)) {}
  Result<void> send(std::string_view message) override {
    message = message.substr(0, cap_);
    // What an earlier datagram met with (nobody listens there) is told to the next one.
    for (int seconds = 0;
         ::send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0; ++seconds) {
      if ((errno != EAGAIN && errno != ENOBUFS) || seconds == kPatience || stopping_())
        return failed("sending");
      pollfd room{socket_.get(), POLLOUT, 0};
      ::poll(&room, 1, 1000);
    }
    return {};
  }
  bool alive() override {
    int problem = 0;
    socklen_t size = sizeof problem;
    return ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0;
  }

 private:
  UniqueFd socket_;
  std::size_t cap_;
  const std::function<bool()> stopping_;
};

class Linked final : public Channel {
 public:
  explicit Linked(std::unique_ptr<fetch::ByteLink> link) : link_(std::move(link)) {}
  Result<void> send(std::string_view message) override { return link_->send(framed(message)); }
  bool alive() override { return link_->alive(); }

 private:
  std::unique_ptr<fetch::ByteLink> link_;
};

Result<std::unique_ptr<Channel>> open_local(const std::function<bool()>& stopping) {
  UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, kLocalLog, sizeof address.sun_path - 1);
  if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return failed(kLocalLog);
  return std::unique_ptr<Channel>(new Datagrams(std::move(socket), std::string_view::npos, stopping));
}

Result<std::unique_ptr<Channel>> open_udp(const ServerAddress& server,
                                          const std::function<bool()>& stopping) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(server.host.c_str(), std::to_string(server.port).c_str(), &hints, &found);
  if (code != 0) return Error{server.host + ": " + ::gai_strerror(code)};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, ::freeaddrinfo);
  Error last{server.host + " has no address"};
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    UniqueFd socket(::socket(one->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (socket && ::connect(socket.get(), one->ai_addr, one->ai_addrlen) == 0)
      return std::unique_ptr<Channel>(new Datagrams(std::move(socket), kLongestDatagram, stopping));
    last = failed(server.host);
  }
  return last;
}

}  // namespace

Result<std::unique_ptr<Channel>> open_channel(const policy::SyslogTarget& target,
                                              const std::string& authority_file,
                                              const std::function<bool()>& stopping) {
  using Way = policy::SyslogTarget::Way;
  if (target.way == Way::local) return open_local(stopping);
  if (target.way == Way::udp) return open_udp(target.server, stopping);
  fetch::ByteServer server{target.server.host, target.server.port, target.way == Way::tls, {}};
  if (server.tls && !authority_file.empty()) {
    auto pem = read_file(authority_file, kAuthorityCap, FileKind::foreign);
    if (!pem) return Error{"syslog.authority: " + pem.error().message};
    server.authority_pem = *std::move(pem);
  }
  auto link = fetch::ByteLink::connect(server, stopping);
  if (!link) return link.error();
  return std::unique_ptr<Channel>(new Linked(*std::move(link)));
}

}  // namespace gatehouse::syslog
