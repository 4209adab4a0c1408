#include "appliance/base/datagram.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace gatehouse {

Result<std::pair<UniqueFd, UniqueFd>> datagram_pair(const std::string& whom) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return errno_error("cannot make a socket for " + whom);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

Result<void> send(int socket, const Datagram& datagram, const std::string& whom, int fd) {
  iovec part{const_cast<std::uint8_t*>(datagram.bytes.data()), datagram.bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (fd >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof(control);
    cmsghdr* const rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &fd, sizeof(int));
  }
  while (::sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    if (errno != EINTR) return errno_error("cannot talk to " + whom);
  return {};
}

Result<std::optional<Datagram>> receive(int socket, std::size_t cap, const std::string& whom,
                                        bool& would_block) {
  would_block = false;
  Datagram datagram{Bytes(cap)};
  iovec part{datagram.bytes.data(), datagram.bytes.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof(control);
  ssize_t size;
  while ((size = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC)) < 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {
      would_block = true;
      return std::optional<Datagram>();
    }
    if (errno == ECONNRESET) return std::optional<Datagram>();
    return errno_error("cannot hear " + whom);
  }
  for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
    if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS) continue;
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(at), sizeof(int));
    datagram.fd.reset(fd);
  }
  if (size == 0) return std::optional<Datagram>();
  if (header.msg_flags & MSG_TRUNC) return Error{"a message of " + whom + " is too long"};
  datagram.bytes.resize(static_cast<std::size_t>(size));
  return std::optional(std::move(datagram));
}

}  // namespace gatehouse
