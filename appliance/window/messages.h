// What the agent and its consent window say to each other: one SOCK_SEQPACKET datagram a message. The texts come
// from strangers; both readers take nothing beyond these bounds.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/policy/permissions.h"

namespace gatehouse::window {

// Agent to window.
struct Start {  // first and once: the X server and what opens it
  std::string display, auth_name, auth_data;
  std::string language;  // as $LANG has it
};
// A question; on the screen until it is answered or withdrawn.
struct Ask {
  std::uint64_t call = 0;
  std::string name, account, identity, organization, address, reason;  // identity: alias and ID
  policy::Permissions offered;
  bool first_contact = false;
  std::uint16_t seconds = 0;  // until the agent withdraws it
};
// Whether a session may act as the computer's administrator; on the screen until it is answered or withdrawn.
enum class ElevationQuestion : std::uint8_t {
  allow = 0,             // the viewer named an administrator: yes or no
  who_allows = 1,        // the person names one
  who_allows_again = 2,  // what they named last was wrong
};
struct AskElevation {
  std::uint64_t call = 0;
  std::string name, account;
  ElevationQuestion question = ElevationQuestion::allow;
  std::uint16_t seconds = 0;  // until the agent withdraws it
};
struct Withdraw {
  std::uint64_t call = 0;
};
// A session for the bar; again when its permissions changed.
struct Running {
  std::uint64_t call = 0;
  std::string name, account;
  policy::Permissions granted, chosen;  // what may be switched on, what is
  bool elevated = false;                // it acts as the computer's administrator
  bool holds_controls = false;          // its keys and buttons count, those of the others don't
};
struct Over {
  std::uint64_t call = 0;
};

// Window to agent.
struct Ready {};  // the X server let it in
struct Answer {
  std::uint64_t call = 0;
  bool accepted = false;
  policy::Permissions chosen;
};
struct Choose {
  std::uint64_t call = 0;
  policy::Permissions chosen;
};
struct Hold {  // somebody is about to allow more: whose mouse it is must be certain
  bool held = false;
};
struct End {
  std::uint64_t call = 0;  // 0: all
};

struct AnswerElevation {
  std::uint64_t call = 0;
  bool accepted = false;
  std::string user, password;  // of an administrator, where they were asked for
  ~AnswerElevation() { wipe(password.data(), password.size()); }
};

// Both ways: what a session's viewer wrote, and what the person writes to it.
struct Chat {
  std::uint64_t call = 0;
  std::string words;  // with line breaks
};
// Window to agent.
struct GiveControls {
  std::uint64_t call = 0;
};

// Agent to window: once, before any question. From then on no question comes onto a locked screen; the agent, which is
// told, withdraws it and asks again when it likes.
struct WatchLock {};
// Window to agent: as answer to WatchLock, and whenever it changes.
struct Locked {
  bool locked = false;
};

using Message = std::variant<Start, Ask, AskElevation, Withdraw, Running, Over, Ready, Answer,
                             AnswerElevation, Choose, Hold, End, Chat, GiveControls, WatchLock, Locked>;

// A text that a person reads may have so many bytes; longer ones are cut.
inline constexpr std::size_t kShownCap = 2048;
inline constexpr std::size_t kUserCap = 64, kPasswordCap = 512;  // bytes

// Pure: a datagram's bytes. Texts are cut to what fits.
Bytes encode(const Message& message);
Result<Message> decode(ByteView datagram);

// Does not wait; an error says that the other side is gone or does not read.
Result<void> send(int socket, const Message& message);
// Nothing: the other side is gone. Waits only if the socket does; then, on a non-blocking one, `would_block` is set
// and there is nothing either.
Result<std::optional<Message>> receive(int socket, bool& would_block);

}  // namespace gatehouse::window
