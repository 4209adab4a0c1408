#include "appliance/agent/session_company.h"

#include <utility>

namespace gatehouse::agent {

void SessionCompany::open(bool may_act) {
  is_open_ = true;
  take_part(may_act);
  if (person_there_) events_.tell(wire::Person{true});
}

void SessionCompany::leave() {
  is_open_ = false;
  company_.controls.remove(visitor_.call);
}

void SessionCompany::take_part(bool may_act) {
  if (!is_open_) return;
  if (may_act) {
    company_.controls.add(visitor_.call, visitor_.name.empty() ? visitor_.account : visitor_.name,
                          counted_as(visitor_), [this](const wire::Controls& controls) { told(controls); });
  } else {
    company_.controls.remove(visitor_.call);
    holds_controls_ = false;
  }
}

void SessionCompany::told(const wire::Controls& controls) {
  const bool holds = controls.holder == wire::Controls::Holder::you;
  if (std::exchange(holds_controls_, holds) != holds) events_.controls_changed();
  events_.tell(controls);
}

// What others have to read.
bool SessionCompany::said(const wire::Control& message) {
  if (!is_open_ || !talk_.allows(std::chrono::steady_clock::now())) return false;
  if (const auto* wish = std::get_if<wire::Wish>(&message)) {
    company_.controls.wish(visitor_.call, wish->what);
  } else if (const auto* chat = std::get_if<wire::Chat>(&message)) {
    if (person_there_) company_.chat(visitor_.call, chat->words);
  } else {
    return false;
  }
  return true;
}

void SessionCompany::person_there(bool there) {
  if (std::exchange(person_there_, there) != there && is_open_) events_.tell(wire::Person{there});
}

void SessionCompany::say(const std::string& words) {
  if (is_open_ && !words.empty()) events_.tell(wire::Chat{words.substr(0, wire::kChatCap)});
}

}  // namespace gatehouse::agent
