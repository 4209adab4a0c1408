#include "appliance/agent/help_request.h"

#include "appliance/wire/layout.h"

namespace gatehouse::agent {

void HelpRequest::ask(const std::string& words, std::int64_t now) {
  now_ = {State::waiting, now, wire::fitting_text(words, wire::kHelpWordsCap)};
  withdrawn_ = false;
  say();
}

void HelpRequest::withdraw() {
  if (now_.state == State::none || now_.state == State::over) return;
  now_ = {};
  withdrawn_ = true;
  say();
}

void HelpRequest::link_began() {
  if (now_.state == State::waiting || withdrawn_) say();
}

void HelpRequest::told(bool noted, std::int64_t now) {
  if (withdrawn_) {
    withdrawn_ = noted;
    return;
  }
  if (noted && now_.state == State::waiting) {
    now_.state = State::noted;
  } else if (noted && now_.state != State::noted) {
    now_ = {State::noted, now, {}};  // asked before this agent was started
  } else if (!noted && now_.state == State::noted) {
    now_ = {State::over, now, {}};
  }
}

void HelpRequest::say() {
  send_({now_.state == State::waiting, now_.words});
}

}  // namespace gatehouse::agent
