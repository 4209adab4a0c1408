// Who may in, and with what. This is the place of everything that decides over a visitor on this machine: the
// ticket, the access list, the person at the screen, the unattended password. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "appliance/policy/access_list.h"
#include "appliance/policy/permissions.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::agent {

struct Visitor {
  // All as the appliance vouches for it in the ticket.
  std::uint64_t call = 0;
  policy::Requester who;
  std::string name, account, address, organization, reason;  // for people to read
  policy::Permissions offered;                               // the most the appliance allows
};

// Whose wrong passwords, noes and so on are counted together: the account, by its number, since an e-mail address can
// become somebody else's.
inline std::string counted_as(const Visitor& visitor) {
  return visitor.who.id > 0 ? std::to_string(visitor.who.id) : visitor.account;
}

// For the log.
inline std::string call_words(std::uint64_t call) {
  return "call " + std::to_string(call);
}

// What a step of the admission names that knows of no profiles; ByProfile puts the real one in its place.
inline constexpr std::string_view kDefaultProfile = "Default";

struct Grant {
  policy::Permissions permissions;
  std::string profile;  // of permissions, by which they are granted
  // On which it was decided; empty: on none in particular. The session shows no other.
  std::string screen = {};
};

class Admission {
 public:
  virtual ~Admission() = default;

  using Verdict = std::variant<Grant, wire::CloseReason>;
  // `answer` runs once, inside the call or later, or never when the visitor is gone by then. May be run after left().
  virtual void ask(const Visitor& visitor, std::function<void(Verdict)> answer) = 0;
  // What a visitor who waits said to a question (wire::Ask).
  virtual void answered(std::uint64_t call, std::string_view answer) { (void)call, (void)answer; }
  // The visitor that was asked about comes in by another step: an answer is not wanted any more. left() follows in time.
  virtual void came_in(const Visitor& visitor, const Grant& grant) { (void)grant, left(visitor.call); }
  // The visitor that was asked about is gone: before an answer, or after a session.
  virtual void left(std::uint64_t call) { (void)call; }
};

}  // namespace gatehouse::agent
