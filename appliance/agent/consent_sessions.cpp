// Who is here, and what the person at the machine sees and changes of that.
#include <vector>

#include "appliance/agent/consent_desk.h"
#include "appliance/base/log.h"

namespace gatehouse::agent {

using wire::CloseReason;

void ConsentDesk::came_in(const Visitor& visitor, const Grant& grant) {
  const std::uint64_t call = visitor.call;
  const bool shown = options_.mode != Mode::allow;
  // First, so that the window stays.
  if (shown) sessions_[call] = {visitor, grant.permissions, grant.permissions, true};
  drop_prompt(call);  // it need not be asked about any more
  if (shown) show(call);
}

void ConsentDesk::show(std::uint64_t call) {
  displays_.open([this, call, life = std::weak_ptr(life_)](Result<desktop::DisplaySource> source) {
    if (!life.expired()) show(call, std::move(source));
  });
}

void ConsentDesk::show(std::uint64_t call, Result<desktop::DisplaySource> source) {
  const auto session = sessions_.find(call);
  if (session == sessions_.end() || !source) return;
  std::string why_not;
  const ConsentPlace place = place_for(*source, why_not);
  // Once it is known: the screen that is there now need not be the one that is shown.
  if (session->second.seat == Seat::unknown)
    // Where everybody has to be asked, somebody may sit there whom nobody can ask now.
    session->second.seat =
        place == ConsentPlace::nowhere && options_.mode != Mode::ask ? Seat::nobodys : Seat::persons;
  if (place == ConsentPlace::nowhere) return;
  if (window_.is_open()) {
    if (window_.display() == source->name) tell(call, session->second);
  } else if (auto opened = open_window(*source, place); !opened) {
    log::warning("agent", call_words(call) + " is not shown to the person: " + opened.error().message);
  }
}

void ConsentDesk::show_elevation(std::uint64_t call, bool elevated) {
  const auto session = sessions_.find(call);
  if (session == sessions_.end() || session->second.elevated == elevated) return;
  session->second.elevated = elevated;
  tell(call, session->second);
}

void ConsentDesk::chat(std::uint64_t call, const std::string& words) {
  // Of all sessions together: the window has to keep up with them.
  if (sessions_.contains(call) && chat_.allows(std::chrono::steady_clock::now()))
    window_.send(window::Chat{call, words});
}

void ConsentDesk::show_holder(std::uint64_t call) {
  const std::uint64_t before = std::exchange(holder_, call);
  for (const std::uint64_t one : {before, call}) {
    const auto session = sessions_.find(one);
    if (session != sessions_.end()) tell(one, session->second);
  }
}

void ConsentDesk::tell(std::uint64_t call, const Session& session) {
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

bool ConsentDesk::is_surely_the_person() const {
  return held_ && std::chrono::steady_clock::now() - held_since_ >= kHeldBefore;
}

void ConsentDesk::chose(const window::Choose& choose) {
  const auto found = sessions_.find(choose.call);
  if (found == sessions_.end()) return;
  Session& session = found->second;
  const policy::Permissions chosen = choose.chosen & session.granted;
  const bool widens = (chosen & session.chosen) != chosen;
  if (widens && !is_surely_the_person()) {
    log::warning("agent",
                 call_words(choose.call) + " gets no further permission: it may be a viewer who clicked");
    return tell(choose.call, session);
  }
  session.chosen = chosen;
  needs_.choose(choose.call, chosen);
}

void ConsentDesk::end(std::uint64_t call) {
  std::vector<std::uint64_t> ending;
  for (const auto& [running, session] : sessions_)
    if (call == 0 || call == running) ending.push_back(running);
  for (const std::uint64_t one : ending) {
    log::info("agent", call_words(one) + " is ended at the machine's bar");
    needs_.end(one, CloseReason::ended_by_device);
    left(one);
  }
}

}  // namespace gatehouse::agent
