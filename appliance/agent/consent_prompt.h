// A question to the person at the machine, from when it comes until it is answered, and how the window shows it.
#pragma once
#include <chrono>
#include <functional>
#include <optional>

#include "appliance/agent/admission.h"
#include "appliance/agent/elevation_consent.h"
#include "appliance/net/event_loop.h"
#include "appliance/window/messages.h"

namespace gatehouse::agent {

struct ConsentPrompt {
  Visitor visitor;
  std::function<void(Admission::Verdict)> answer;       // about a visit
  std::chrono::steady_clock::time_point until{};        // from when its time runs
  bool ready = false;                                   // its screen is known, and has the window
  std::optional<ElevationConsent::Question> elevation;  // of a session; `elevation_answer` then
  std::function<void(ElevationAnswer)> elevation_answer;
  net::EventLoop::HandlePtr deadline;
};

// As the window shows it. `is_known`: not the first contact. Pure.
window::Message shown(const ConsentPrompt& prompt, bool is_known, std::chrono::steady_clock::time_point now);

}  // namespace gatehouse::agent
