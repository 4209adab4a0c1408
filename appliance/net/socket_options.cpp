#include "appliance/net/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace gatehouse::net {

void set_tcp_options(int socket) {
  const auto set = [socket](int level, int name, int value) {
    ::setsockopt(socket, level, name, &value, sizeof value);
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 60);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 20);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  // The same two minutes when bytes are on their way; without it, a quarter of an hour.
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 120'000);
}

void expect_answers_soon(int socket) {
  const auto set = [socket](int name, int value) {
    ::setsockopt(socket, IPPROTO_TCP, name, &value, sizeof value);
  };
  set(TCP_KEEPIDLE, 15);
  set(TCP_KEEPINTVL, 5);
  set(TCP_USER_TIMEOUT, 30'000);  // of what was sent, and of the questions above
}

}  // namespace gatehouse::net
