#include "appliance/net/peer_owner.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

namespace gatehouse::net {
namespace {

constexpr const char* kEstablished = "01";  // TCP_ESTABLISHED

// An address as 16 bytes (IPv4 mapped) and a port.
struct End {
  std::array<std::uint8_t, 16> address{};
  std::uint16_t port = 0;

  bool is_v4() const { return IN6_IS_ADDR_V4MAPPED(reinterpret_cast<const in6_addr*>(address.data())); }
};

std::optional<End> end_of(const sockaddr_storage& from) {
  End end;
  if (from.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    end.address[10] = end.address[11] = 0xff;
    std::memcpy(end.address.data() + 12, &v4.sin_addr, 4);
    end.port = ntohs(v4.sin_port);
  } else if (from.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
    std::memcpy(end.address.data(), &v6.sin6_addr, 16);
    end.port = ntohs(v6.sin6_port);
  } else {
    return std::nullopt;
  }
  return end;
}

// The kernel prints addresses as words of the machine (proc_net_tcp(5)).
std::string in_table(const End& end, std::size_t first_byte) {
  std::string out;
  char text[16];
  for (std::size_t at = first_byte; at < 16; at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, end.address.data() + at, 4);
    std::snprintf(text, sizeof text, "%08X", word);
    out += text;
  }
  std::snprintf(text, sizeof text, ":%04X", end.port);
  return out + text;
}

std::optional<uid_t> look_up(const char* path, const End& local, const End& remote, std::size_t first_byte) {
  std::ifstream table(path);
  return owner_in_table(table, in_table(local, first_byte), in_table(remote, first_byte));
}

}  // namespace

std::optional<uid_t> owner_in_table(std::istream& table, const std::string& local,
                                    const std::string& remote) {
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string number, from, to, state, queues, timer, retries;
    uid_t owner = 0;
    words >> number >> from >> to >> state >> queues >> timer >> retries >> owner;
    // One that its program has closed is written with account 0, whoever it was.
    if (words && from == local && to == remote && state == kEstablished) return owner;
  }
  return std::nullopt;
}

std::optional<uid_t> owner_of_peer(int socket) {
  sockaddr_storage own{}, peer{};
  socklen_t own_size = sizeof own, peer_size = sizeof peer;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &own_size) != 0 ||
      ::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0) {
    return std::nullopt;
  }
  const auto local = end_of(peer), remote = end_of(own);  // as the peer sees it
  if (!local || !remote) return std::nullopt;
  if (local->is_v4()) {
    if (const auto owner = look_up("/proc/net/tcp", *local, *remote, 12)) return owner;
  }
  return look_up("/proc/net/tcp6", *local, *remote, 0);
}

}  // namespace gatehouse::net
