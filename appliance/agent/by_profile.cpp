#include "appliance/agent/by_profile.h"

#include <utility>

namespace gatehouse::agent {

void ByProfile::ask(const Visitor& visitor, std::function<void(Verdict)> answer) {
  const Profile* const profile = book_.now().attended();
  const policy::Permissions allowed = profile == nullptr ? policy::Permissions()
                                                         : visitor.offered & profile->permissions & maximum_ &
                                                               policy::Permissions::available();
  if (!allowed.has(policy::Permission::view_screen)) return answer(wire::CloseReason::not_permitted);
  const std::string name = profile->name;
  if (person_ == nullptr) return answer(Grant{allowed, name});
  Visitor narrowed = visitor;
  narrowed.offered = allowed;
  person_->ask(narrowed, [this, alive = std::weak_ptr(alive_), allowed, name,
                          answer = std::move(answer)](Verdict verdict) {
    if (Grant* const grant = std::get_if<Grant>(&verdict)) {
      // Persons take their time, and the profile may have changed meanwhile.
      const Profile* const now = alive.expired() ? nullptr : book_.now().find(name);
      if (now == nullptr || !now->enabled) return answer(wire::CloseReason::not_permitted);
      *grant = {grant->permissions & allowed & now->permissions & maximum_, name, grant->screen};
    }
    answer(std::move(verdict));
  });
}

}  // namespace gatehouse::agent
