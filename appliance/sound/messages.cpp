#include "appliance/sound/messages.h"

#include <algorithm>

#include "appliance/base/datagram.h"
#include "appliance/sound/encoder.h"

namespace gatehouse::sound {
namespace {

constexpr std::size_t kTextCap = 1024, kPathsCap = 8;
constexpr std::size_t kDatagramCap = 1 + 2 * (1 + kPathsCap * (2 + kTextCap)) + 8;
constexpr const char* kOtherHalf = "the other half of the sound";

std::string_view cut(const std::string& text) {
  return std::string_view(text).substr(0, kTextCap);
}

void put_paths(ByteWriter& out, const std::vector<std::string>& paths) {
  const std::size_t count = std::min(paths.size(), kPathsCap);
  out.u8(static_cast<std::uint8_t>(count));
  for (std::size_t i = 0; i < count; ++i) out.blob16(as_bytes(cut(paths[i])));
}

std::vector<std::string> get_paths(ByteReader& in) {
  const std::size_t count = in.u8();
  if (count > kPathsCap) in.fail();
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < count && !in.failed(); ++i) paths.emplace_back(as_text(in.blob16(kTextCap)));
  return paths;
}

void put(ByteWriter& out, const Start& start) {
  put_paths(out, start.sockets);
  put_paths(out, start.cookies);
  out.u32(start.uid);
  out.u32(start.gid);
}
void put(ByteWriter& out, const Recording& recording) {
  out.u8(recording.on ? 1 : 0);
}
void put(ByteWriter& out, const Packet& packet) {
  GH_ASSERT(!packet.opus.empty() && packet.opus.size() <= kPacketCap);
  out.u64(packet.microseconds);
  out.text(packet.opus);
}
void put(ByteWriter& out, const Failed& failed) {
  out.blob16(as_bytes(cut(failed.words)));
}

}  // namespace

Bytes encode(const Message& message) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit([&out](const auto& body) { put(out, body); }, message);
  return out.take();
}

Result<Message> decode(ByteView datagram) {
  ByteReader in(datagram);
  Message message;
  // The numbers are the places in the variant, as encode() writes them.
  switch (in.u8()) {
    case 0: {
      Start start;
      start.sockets = get_paths(in);
      start.cookies = get_paths(in);
      start.uid = in.u32();
      start.gid = in.u32();
      message = std::move(start);
      break;
    }
    case 1: {
      const std::uint8_t on = in.u8();
      if (on > 1) in.fail();
      message = Recording{on == 1};
      break;
    }
    case 2: {
      Packet packet;
      packet.microseconds = in.u64();
      if (in.remaining() == 0 || in.remaining() > kPacketCap) in.fail();
      if (!in.failed()) packet.opus = as_text(in.bytes(in.remaining()));
      message = std::move(packet);
      break;
    }
    case 3:
      message = Failed{std::string(as_text(in.blob16(kTextCap)))};
      break;
    default:
      in.fail();
  }
  if (!in.done()) return Error{"a message about the sound that is none"};
  return message;
}

Result<void> send(int socket, const Message& message) {
  return gatehouse::send(socket, Datagram(encode(message)), kOtherHalf);
}

Result<std::optional<Message>> receive(int socket, bool& would_block) {
  auto datagram = gatehouse::receive(socket, kDatagramCap, kOtherHalf, would_block);
  if (!datagram) return datagram.error();
  if (!*datagram) return std::optional<Message>();
  auto message = decode((*datagram)->bytes);
  if (!message) return message.error();
  return std::optional<Message>(*std::move(message));
}

}  // namespace gatehouse::sound
