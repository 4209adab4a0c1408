#include "appliance/desktop/worker_messages.h"

#include <algorithm>

#include "appliance/base/datagram.h"

namespace gatehouse::desktop::worker {
namespace {

constexpr std::size_t kTextCap = 1024;
constexpr std::size_t kDatagramCap = 4096;
constexpr const char* kOtherHalf = "the other half of the desktop";

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
                   out.u8(static_cast<std::uint8_t>(start.kind));
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
      const std::uint8_t kind = in.u8();
      if (kind > static_cast<std::uint8_t>(Start::Kind::kms)) in.fail();
      start.kind = static_cast<Start::Kind>(kind);
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
  return gatehouse::send(socket, Datagram{encode(message)}, kOtherHalf, fd);
}

Result<std::optional<Received>> receive(int socket, bool& would_block) {
  auto datagram = gatehouse::receive(socket, kDatagramCap, kOtherHalf, would_block);
  if (!datagram) return datagram.error();
  if (!*datagram) return std::optional<Received>();
  auto message = decode((*datagram)->bytes);
  if (!message) return message.error();
  return std::optional(Received{std::move(*message), std::move((*datagram)->fd)});
}

}  // namespace gatehouse::desktop::worker
