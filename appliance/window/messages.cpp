#include "appliance/window/messages.h"

#include <algorithm>

#include "appliance/base/datagram.h"

namespace gatehouse::window {
namespace {

constexpr std::size_t kDatagramCap = 16384;  // six texts of the longest and what goes with them
constexpr const char* kOtherHalf = "the other half of the consent window";

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
    case 2: {
      AskElevation ask;
      ask.call = in.u64();
      ask.name = get_text(in);
      ask.account = get_text(in);
      const std::uint8_t question = in.u8();
      if (question > static_cast<std::uint8_t>(ElevationQuestion::who_allows_again)) in.fail();
      ask.question = static_cast<ElevationQuestion>(question);
      ask.seconds = in.u16();
      return ask;
    }
    case 3:
      return Withdraw{in.u64()};
    case 4: {
      Running running;
      running.call = in.u64();
      running.name = get_text(in);
      running.account = get_text(in);
      running.granted = get_permissions(in);
      running.chosen = get_permissions(in);
      running.elevated = get_flag(in);
      running.holds_controls = get_flag(in);
      return running;
    }
    case 5:
      return Over{in.u64()};
    case 6:
      return Ready{};
    case 7: {
      Answer answer;
      answer.call = in.u64();
      answer.accepted = get_flag(in);
      answer.chosen = get_permissions(in);
      return answer;
    }
    case 8: {
      AnswerElevation answer;
      answer.call = in.u64();
      answer.accepted = get_flag(in);
      answer.user = as_text(in.blob16(kUserCap));
      answer.password = as_text(in.blob16(kPasswordCap));
      return answer;
    }
    case 9: {
      Choose choose;
      choose.call = in.u64();
      choose.chosen = get_permissions(in);
      return choose;
    }
    case 10:
      return Hold{get_flag(in)};
    case 11:
      return End{in.u64()};
    case 12: {
      Chat chat;
      chat.call = in.u64();
      chat.words = get_text(in);
      return chat;
    }
    case 13:
      return GiveControls{in.u64()};
    case 14:
      return WatchLock{};
    case 15:
      return Locked{get_flag(in)};
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
                 [&](const AskElevation& ask) {
                   out.u64(ask.call);
                   put_text(out, ask.name);
                   put_text(out, ask.account);
                   out.u8(static_cast<std::uint8_t>(ask.question));
                   out.u16(ask.seconds);
                 },
                 [&](const Withdraw& withdraw) { out.u64(withdraw.call); },
                 [&](const Running& running) {
                   out.u64(running.call);
                   put_text(out, running.name);
                   put_text(out, running.account);
                   put(out, running.granted);
                   put(out, running.chosen);
                   out.u8(running.elevated);
                   out.u8(running.holds_controls);
                 },
                 [&](const Over& over) { out.u64(over.call); },
                 [](const Ready&) {},
                 [&](const Answer& answer) {
                   out.u64(answer.call);
                   out.u8(answer.accepted);
                   put(out, answer.chosen);
                 },
                 [&](const AnswerElevation& answer) {
                   out.u64(answer.call);
                   out.u8(answer.accepted);
                   out.blob16(as_bytes(answer.user));
                   out.blob16(as_bytes(answer.password));
                 },
                 [&](const Choose& choose) {
                   out.u64(choose.call);
                   put(out, choose.chosen);
                 },
                 [&](const Hold& hold) { out.u8(hold.held); },
                 [&](const End& end) { out.u64(end.call); },
                 [&](const Chat& chat) {
                   out.u64(chat.call);
                   put_text(out, chat.words);
                 },
                 [&](const GiveControls& give) { out.u64(give.call); },
                 [](const WatchLock&) {},
                 [&](const Locked& locked) { out.u8(locked.locked); },
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
  return gatehouse::send(socket, Datagram{encode(message)}, kOtherHalf);
}

Result<std::optional<Message>> receive(int socket, bool& would_block) {
  const auto received = gatehouse::receive(socket, kDatagramCap, kOtherHalf, would_block);
  if (!received) return received.error();
  if (!*received) return std::optional<Message>();
  auto message = decode((*received)->bytes);
  if (!message) return message.error();
  return std::optional(std::move(*message));
}

}  // namespace gatehouse::window
