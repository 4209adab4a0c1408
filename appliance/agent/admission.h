// Who may in, and with what. This is the place of everything that decides over a visitor on this machine: the
// ticket, the access list, the person at the screen, the unattended password. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "appliance/policy/permissions.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::agent {

struct Visitor {
  std::uint64_t call = 0;
  std::string name, account, address;  // as the appliance says; for people to read
  policy::Permissions offered;         // the most the appliance allows
};

// The profile of a machine that has no named ones.
inline constexpr std::string_view kDefaultProfile = "Default";

struct Grant {
  policy::Permissions permissions;
  std::string profile;  // of permissions, by which they are granted
};

class Admission {
 public:
  virtual ~Admission() = default;

  using Verdict = std::variant<Grant, wire::CloseReason>;
  // `answer` runs once, inside the call or later; the visitor may be gone by then.
  virtual void ask(const Visitor& visitor, std::function<void(Verdict)> answer) = 0;
};

// Admits whom the appliance rings, with what both the appliance and this machine's own configuration allow.
class LocalMaximum final : public Admission {
 public:
  explicit LocalMaximum(policy::Permissions maximum) : maximum_(maximum) {}
  void set(policy::Permissions maximum) { maximum_ = maximum; }

  void ask(const Visitor& visitor, std::function<void(Verdict)> answer) override {
    const policy::Permissions allowed = visitor.offered & maximum_ & policy::Permissions::available();
    if (!allowed.has(policy::Permission::view_screen)) return answer(wire::CloseReason::not_permitted);
    answer(Grant{allowed, std::string(kDefaultProfile)});
  }

 private:
  policy::Permissions maximum_;
};

}  // namespace gatehouse::agent
