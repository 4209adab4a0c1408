#include "appliance/desktop/worker_messages.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gatehouse::desktop::worker {
namespace {

constexpr std::size_t kTextCap = 1024;
constexpr std::size_t kDatagramCap = 4096;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

void put_text(ByteWriter& out, const std::string& text) {
  out.blob16(as_bytes(text).first(std::min(text.size(), kTextCap)));
}

std::string get_text(ByteReader& in) {
  return std::string(as_text(in.blob16(kTextCap)));
}

}  // namespace

Bytes encode(const Message& message) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit(Overloaded{
                 [&](const Start& start) {
                   out.u8(start.x11);
                   out.u8(start.resizable);
                   put_text(out, start.display);
                   put_text(out, start.auth_name);
                   put_text(out, start.auth_data);
                 },
                 [&](const AddViewer& add) {
                   out.u64(add.viewer);
                   out.u32(add.permissions.bits());
                 },
                 [&](const SetPermissions& set) {
                   out.u64(set.viewer);
                   out.u32(set.permissions.bits());
                 },
                 [&](const RemoveViewer& remove) { out.u64(remove.viewer); },
                 [&](const Ready& ready) {
                   out.u16(ready.width);
                   out.u16(ready.height);
                   put_text(out, ready.capture);
                 },
                 [&](const ViewerEnded& ended) {
                   out.u64(ended.viewer);
                   put_text(out, ended.error);
                 },
                 [](const DisplayLost&) {},
                 [&](const ViewerEncoder& news) {
                   out.u64(news.viewer);
                   put_text(out, news.encoder);
                 },
             },
             message);
  return out.take();
}

Result<Message> decode(ByteView datagram) {
  ByteReader in(datagram);
  Message message;
  // The numbers are the places in the variant, as encode() writes them.
  switch (in.u8()) {
    case 0: {
      Start start;
      start.x11 = in.u8() != 0;
      start.resizable = in.u8() != 0;
      start.display = get_text(in);
      start.auth_name = get_text(in);
      start.auth_data = get_text(in);
      message = start;
      break;
    }
    case 1: {
      AddViewer add;
      add.viewer = in.u64();
      add.permissions = policy::Permissions::from_bits(in.u32());
      message = add;
      break;
    }
    case 2: {
      SetPermissions set;
      set.viewer = in.u64();
      set.permissions = policy::Permissions::from_bits(in.u32());
      message = set;
      break;
    }
    case 3:
      message = RemoveViewer{in.u64()};
      break;
    case 4: {
      Ready ready;
      ready.width = in.u16();
      ready.height = in.u16();
      ready.capture = get_text(in);
      message = ready;
      break;
    }
    case 5: {
      ViewerEnded ended;
      ended.viewer = in.u64();
      ended.error = get_text(in);
      message = ended;
      break;
    }
    case 6:
      message = DisplayLost{};
      break;
    case 7: {
      ViewerEncoder news;
      news.viewer = in.u64();
      news.encoder = get_text(in);
      message = news;
      break;
    }
    default:
      in.fail();
  }
  if (!in.done()) return Error{"a message between agent and desktop worker is malformed"};
  return message;
}

Result<void> send(int socket, const Message& message, int fd) {
  Bytes bytes = encode(message);
  iovec part{bytes.data(), bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (fd >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof(control);
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &fd, sizeof(int));
  }
  while (::sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    if (errno != EINTR) return errno_error("cannot talk to the other half of the desktop");
  return {};
}

Result<std::optional<Received>> receive(int socket, bool& would_block) {
  would_block = false;
  Bytes bytes(kDatagramCap);
  iovec part{bytes.data(), bytes.size()};
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
      return std::optional<Received>();
    }
    if (errno == ECONNRESET) return std::optional<Received>();
    return errno_error("cannot hear the other half of the desktop");
  }
  Received received;
  for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
    if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS) continue;
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(at), sizeof(int));
    received.fd.reset(fd);
  }
  if (size == 0) return std::optional<Received>();
  if (header.msg_flags & MSG_TRUNC) return Error{"a message between agent and desktop worker is too long"};
  bytes.resize(static_cast<std::size_t>(size));
  auto message = decode(bytes);
  if (!message) return message.error();
  received.message = std::move(*message);
  return std::optional(std::move(received));
}

}  // namespace gatehouse::desktop::worker
