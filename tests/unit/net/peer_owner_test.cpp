#include "appliance/net/peer_owner.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>

#include "appliance/base/unique_fd.h"
#include "tests/support/catch.h"

namespace gatehouse::peer_owner_test {

// A connection to ourselves at the loopback address of `family`: the accepted end, and the other one.
std::pair<UniqueFd, UniqueFd> connected(int family) {
  UniqueFd listener(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_storage where{};
  socklen_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  where.ss_family = static_cast<sa_family_t>(family);
  if (family == AF_INET) {
    reinterpret_cast<sockaddr_in&>(where).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  } else {
    reinterpret_cast<sockaddr_in6&>(where).sin6_addr = in6addr_loopback;
  }
  auto* address = reinterpret_cast<sockaddr*>(&where);
  if (::bind(listener.get(), address, size) != 0 || ::listen(listener.get(), 1) != 0) return {};
  REQUIRE(::getsockname(listener.get(), address, &size) == 0);
  UniqueFd client(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(client.get(), address, size) == 0);
  UniqueFd accepted(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  return {std::move(accepted), std::move(client)};
}

TEST_CASE("the kernel says whose a connection of this machine is", "[connect]") {
  for (const int family : {AF_INET, AF_INET6}) {
    auto [accepted, client] = connected(family);
    if (family == AF_INET6 && !accepted) continue;  // a machine without IPv6
    CHECK(net::owner_of_peer(accepted.get()) == ::geteuid());
    CHECK(net::owner_of_peer(client.get()) == ::geteuid());
    client.reset();
    CHECK_FALSE(net::owner_of_peer(accepted.get()));  // the kernel would say account 0 of it
  }
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  const UniqueFd one(ends[0]), two(ends[1]);
  CHECK_FALSE(net::owner_of_peer(one.get()));
}

TEST_CASE("the owner is that of the very connection", "[connect]") {
  const std::string table =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
      "   0: 0100007F:170C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0\n"
      "   1: 0100007F:170C 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0\n"
      "   2: 0100007F:C001 0100007F:170C 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0\n"
      "   3: 0100007F:C004 0100007F:170C 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0\n"
      "   4: 0100007F:C002 0100007F:170C 01 00000000:0000";
  const auto owner = [&](const char* local, const char* remote) {
    std::istringstream in(table);
    return net::owner_in_table(in, local, remote);
  };
  CHECK(owner("0100007F:C001", "0100007F:170C") == 1001u);
  CHECK(owner("0100007F:170C", "0100007F:C001") == 1000u);
  CHECK_FALSE(owner("0100007F:C002", "0100007F:170C"));
  CHECK_FALSE(owner("0100007F:C003", "0100007F:170C"));
  CHECK_FALSE(owner("0100007F:C004", "0100007F:170C"));
}

}  // namespace gatehouse::peer_owner_test
