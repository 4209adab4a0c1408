#include "appliance/agent/consent_sessions.h"

#include <utility>

#include "appliance/base/log.h"

namespace gatehouse::agent {

void ConsentSessions::add(const Visitor& visitor, policy::Permissions granted, bool unattended, Seat seat) {
  all_[visitor.call] = {visitor, granted, granted, unattended, false, seat};
}

bool ConsentSessions::remove(std::uint64_t call) {
  if (all_.erase(call) == 0) return false;
  window_.send(window::Over{call});
  return true;
}

ConsentSessions::Session* ConsentSessions::find(std::uint64_t call) {
  const auto found = all_.find(call);
  return found == all_.end() ? nullptr : &found->second;
}

std::vector<std::uint64_t> ConsentSessions::calls() const {
  std::vector<std::uint64_t> calls;
  for (const auto& [call, session] : all_) calls.push_back(call);
  return calls;
}

void ConsentSessions::tell(std::uint64_t call) const {
  const auto found = all_.find(call);
  if (found == all_.end()) return;
  const Session& session = found->second;
  window::Running running;
  running.call = call;
  running.name = session.visitor.name;
  running.account = session.visitor.account;
  running.granted = session.granted;
  running.chosen = session.chosen;
  running.elevated = session.elevated;
  running.holds_controls = call == holder_;
  window_.send(running);
  // At the text console nobody reads or writes.
  needs_.person_there(call, window_.is_open() && window_.place() == ConsentPlace::window);
}

void ConsentSessions::tell_all() const {
  for (const std::uint64_t call : calls()) tell(call);
}

void ConsentSessions::window_gone() const {
  for (const std::uint64_t call : calls()) needs_.person_there(call, false);
}

void ConsentSessions::show_elevation(std::uint64_t call, bool elevated) {
  Session* const session = find(call);
  if (session == nullptr || std::exchange(session->elevated, elevated) == elevated) return;
  tell(call);
}

void ConsentSessions::show_holder(std::uint64_t call) {
  const std::uint64_t before = std::exchange(holder_, call);
  for (const std::uint64_t one : {before, call}) tell(one);
}

void ConsentSessions::chat(std::uint64_t call, const std::string& words) {
  // Of all sessions together: the window has to keep up with them.
  if (find(call) != nullptr && chat_.allows(std::chrono::steady_clock::now()))
    window_.send(window::Chat{call, words});
}

void ConsentSessions::chose(const window::Choose& choose, bool surely) {
  Session* const session = find(choose.call);
  if (session == nullptr) return;
  const policy::Permissions chosen = choose.chosen & session->granted;
  const bool widens = (chosen & session->chosen) != chosen;
  if (widens && !surely) {
    log::warning("agent",
                 call_words(choose.call) + " gets no further permission: it may be a viewer who clicked");
    return tell(choose.call);
  }
  session->chosen = chosen;
  needs_.choose(choose.call, chosen);
}

}  // namespace gatehouse::agent
