#include "appliance/window/messages.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace gatehouse::window {
namespace {

constexpr std::size_t kDatagramCap = 16384;  // six texts of the longest and what goes with them

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

void put_text(ByteWriter& out, const std::string& text) {
  out.blob16(as_bytes(text).first(std::min(text.size(), kShownCap)));
}
std::string get_text(ByteReader& in) {
  return std::string(as_text(in.blob16(kShownCap)));
}

void put(ByteWriter& out, policy::Permissions permissions) {
  out.u32(permissions.bits());
}
policy::Permissions get_permissions(ByteReader& in) {
  return policy::Permissions::from_bits(in.u32());
}

// Anything but 0 and 1 is not of ours.
bool get_flag(ByteReader& in) {
  const std::uint8_t value = in.u8();
  if (value > 1) in.fail();
  return value == 1;
}

// The numbers are the places in the variant, as encode() writes them.
Message read(ByteReader& in) {
  switch (in.u8()) {
    case 0: {
      Start start;
      start.display = get_text(in);
      start.auth_name = get_text(in);
      start.auth_data = get_text(in);
      start.language = get_text(in);
      return start;
    }
    case 1: {
      Ask ask;
      ask.call = in.u64();
      ask.name = get_text(in);
      ask.account = get_text(in);
      ask.identity = get_text(in);
      ask.organization = get_text(in);
      ask.address = get_text(in);
      ask.reason = get_text(in);
      ask.offered = get_permissions(in);
      ask.first_contact = get_flag(in);
      ask.seconds = in.u16();
      return ask;
    }
    case 2:
      return Withdraw{in.u64()};
    case 3: {
      Running running;
      running.call = in.u64();
      running.name = get_text(in);
      running.account = get_text(in);
      running.granted = get_permissions(in);
      running.chosen = get_permissions(in);
      return running;
    }
    case 4:
      return Over{in.u64()};
    case 5:
      return Ready{};
    case 6:
      return Asking{in.u64()};
    case 7: {
      Answer answer;
      answer.call = in.u64();
      answer.accepted = get_flag(in);
      answer.chosen = get_permissions(in);
      return answer;
    }
    case 8: {
      Choose choose;
      choose.call = in.u64();
      choose.chosen = get_permissions(in);
      return choose;
    }
    case 9:
      return Hold{get_flag(in)};
    case 10:
      return End{in.u64()};
    default:
      in.fail();
      return Ready{};
  }
}

}  // namespace

Bytes encode(const Message& message) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit(Overloaded{
                 [&](const Start& start) {
                   put_text(out, start.display);
                   put_text(out, start.auth_name);
                   put_text(out, start.auth_data);
                   put_text(out, start.language);
                 },
                 [&](const Ask& ask) {
                   out.u64(ask.call);
                   put_text(out, ask.name);
                   put_text(out, ask.account);
                   put_text(out, ask.identity);
                   put_text(out, ask.organization);
                   put_text(out, ask.address);
                   put_text(out, ask.reason);
                   put(out, ask.offered);
                   out.u8(ask.first_contact);
                   out.u16(ask.seconds);
                 },
                 [&](const Withdraw& withdraw) { out.u64(withdraw.call); },
                 [&](const Running& running) {
                   out.u64(running.call);
                   put_text(out, running.name);
                   put_text(out, running.account);
                   put(out, running.granted);
                   put(out, running.chosen);
                 },
                 [&](const Over& over) { out.u64(over.call); },
                 [](const Ready&) {},
                 [&](const Asking& asking) { out.u64(asking.call); },
                 [&](const Answer& answer) {
                   out.u64(answer.call);
                   out.u8(answer.accepted);
                   put(out, answer.chosen);
                 },
                 [&](const Choose& choose) {
                   out.u64(choose.call);
                   put(out, choose.chosen);
                 },
                 [&](const Hold& hold) { out.u8(hold.held); },
                 [&](const End& end) { out.u64(end.call); },
             },
             message);
  return out.take();
}

Result<Message> decode(ByteView datagram) {
  ByteReader in(datagram);
  Message message = read(in);
  if (!in.done()) return Error{"a message between the agent and its consent window is malformed"};
  return message;
}

Result<void> send(int socket, const Message& message) {
  const Bytes bytes = encode(message);
  while (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    if (errno != EINTR) return errno_error("cannot talk to the other half of the consent window");
  return {};
}

Result<std::optional<Message>> receive(int socket, bool& would_block) {
  would_block = false;
  Bytes bytes(kDatagramCap);
  ssize_t size;
  while ((size = ::recv(socket, bytes.data(), bytes.size(), MSG_TRUNC)) < 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {
      would_block = true;
      return std::optional<Message>();
    }
    if (errno == ECONNRESET) return std::optional<Message>();
    return errno_error("cannot hear the other half of the consent window");
  }
  if (size == 0) return std::optional<Message>();
  if (static_cast<std::size_t>(size) > bytes.size())
    return Error{"a message between the agent and its consent window is too long"};
  bytes.resize(static_cast<std::size_t>(size));
  auto message = decode(bytes);
  if (!message) return message.error();
  return std::optional(std::move(*message));
}

}  // namespace gatehouse::window
