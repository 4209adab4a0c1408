#include "appliance/agent/consent_desk.h"

#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using wire::CloseReason;

namespace {

std::string call_words(std::uint64_t call) {
  return "call " + std::to_string(call);
}

// "sam@acme, 123 456 789": what an access list would name.
std::string identity_words(const policy::Requester& who) {
  const std::string id = who.id > 0 ? grouped(std::to_string(who.id)) : "";
  return who.alias + (who.alias.empty() || id.empty() ? "" : ", ") + id;
}

// By the number, since an e-mail address can become somebody else's.
std::string known_as(const Visitor& visitor) {
  return visitor.who.id > 0 ? std::to_string(visitor.who.id) : visitor.account;
}

// Of the X server; nothing where it is not on this machine.
std::optional<uid_t> owner_of(const UniqueFd& socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer.uid;
}

bool is_persons_own(const desktop::DisplaySource& source) {
  return source.kind == desktop::DisplaySource::Kind::x11 && !source.resizable;
}

}  // namespace

ConsentDesk::ConsentDesk(net::EventLoop& loop, DisplayProvider& displays, window::WindowStarter start_window,
                         Needs& needs, Options options)
    : loop_(loop),
      displays_(displays),
      start_window_(std::move(start_window)),
      needs_(needs),
      options_(std::move(options)),
      known_(options_.known_accounts) {}

ConsentDesk::~ConsentDesk() = default;

void ConsentDesk::ask(const Visitor& visitor, std::function<void(Verdict)> answer) {
  if (options_.mode == Mode::refuse) {
    log::info("agent", call_words(visitor.call) + " is refused unasked, as access.interactive says");
    return answer(CloseReason::not_permitted);
  }
  if (!visitor.offered.has(policy::Permission::view_screen)) return answer(CloseReason::not_permitted);
  if (options_.mode == Mode::allow) return answer(Grant{visitor.offered, std::string(kDefaultProfile)});
  if (prompts_.size() >= kWaiting) return answer(CloseReason::busy);
  const std::uint64_t call = visitor.call;
  const auto until = std::chrono::steady_clock::now() + options_.answer_within;
  Prompt& asked = prompts_.emplace_back(Prompt{visitor, std::move(answer), until, false, nullptr});
  asked.deadline = loop_.after(options_.answer_within, [this, call] {
    refuse(call, CloseReason::declined, "nobody answered in time");
  });
  displays_.open([this, call, life = std::weak_ptr(life_)](Result<desktop::DisplaySource> source) {
    if (!life.expired()) found(call, std::move(source));
  });
}

void ConsentDesk::found(std::uint64_t call, Result<desktop::DisplaySource> source) {
  const auto asked = prompt(call);
  if (asked == prompts_.end()) return;
  if (!source)
    return refuse(call, CloseReason::display_lost, "there is no screen: " + source.error().message);
  if (!is_persons_own(*source)) {
    if (options_.mode == Mode::ask)
      return refuse(call, CloseReason::not_permitted,
                    "nobody can be asked at the " + source->name + ", and access.interactive is ask");
    // What is still served may be the screen of the person who has just left it.
    if (!needs_.will_show(source->name))
      return refuse(call, CloseReason::not_permitted, "sessions run on another screen");
    return settle(call, Grant{asked->visitor.offered, std::string(kDefaultProfile)});
  }
  if (!needs_.will_show(source->name) ||
      (window_ && display_ != source->name && (asked_ != 0 || !sessions_.empty())))
    return refuse(call, CloseReason::not_permitted,
                  "the person is at " + source->name + " now, and sessions run on another screen");
  if (auto opened = open_window(*std::move(source)); !opened)
    return refuse(call, CloseReason::not_permitted, "nobody can be asked: " + opened.error().message);
  asked->visitor.offered = asked->visitor.offered.without(policy::Permission::resize_screen);  // it is theirs
  asked->ready = true;
  show_next();
}

void ConsentDesk::came_in(const Visitor& visitor, const Grant& grant) {
  const std::uint64_t call = visitor.call;
  const bool shown = options_.mode != Mode::allow;
  // First, so that the window stays.
  if (shown) sessions_[call] = {visitor, grant.permissions, grant.permissions, true};
  if (prompt(call) != prompts_.end()) left(call);  // it need not be asked about any more
  if (!shown) return;
  displays_.open([this, call, life = std::weak_ptr(life_)](Result<desktop::DisplaySource> source) {
    if (!life.expired()) show(call, std::move(source));
  });
}

void ConsentDesk::show(std::uint64_t call, Result<desktop::DisplaySource> source) {
  const auto session = sessions_.find(call);
  if (session == sessions_.end() || !source || !is_persons_own(*source)) return;
  if (window_) {
    if (display_ == source->name) tell(call, session->second);
  } else if (auto opened = open_window(*std::move(source)); !opened) {
    log::warning("agent", call_words(call) + " is not shown to the person: " + opened.error().message);
  }
}

Result<void> ConsentDesk::open_window(desktop::DisplaySource source) {
  if (window_ && display_ == source.name) return {};
  close_window();
  auto window =
      start_window_({source.name, source.x11_auth_name, source.x11_auth_data, owner_of(source.x11_socket)},
                    {
                        .said = [this](const window::Message& message) { said(message); },
                        .exited = [this](const std::string& words) { window_gone(words); },
                    });
  if (!window) return window.error();
  window_ = *std::move(window);
  display_ = std::move(source.name);
  window_ready_ = false;
  watch_ = loop_.on_readable(window_->control_fd(), [this] { window_->on_readable(); });
  for (const auto& [call, session] : sessions_) tell(call, session);
  return {};
}

void ConsentDesk::show_next() {
  if (asked_ == 0) {
    const auto next = std::ranges::find_if(prompts_, [](const Prompt& prompt) { return prompt.ready; });
    if (next != prompts_.end()) {
      const Visitor& visitor = next->visitor;
      asked_ = visitor.call;
      hold();  // first: who is in a session must not answer for the person
      window::Ask ask;
      ask.call = visitor.call;
      ask.name = visitor.name;
      ask.account = visitor.account;
      ask.identity = identity_words(visitor.who);
      ask.address = visitor.address;
      ask.organization = visitor.organization;
      ask.reason = visitor.reason;
      ask.offered = visitor.offered;
      ask.first_contact = !known_.has(known_as(visitor), visitor.organization);
      const auto left =
          std::chrono::round<std::chrono::seconds>(next->until - std::chrono::steady_clock::now());
      ask.seconds = static_cast<std::uint16_t>(std::clamp<std::int64_t>(left.count(), 0, UINT16_MAX));
      return window_->send(ask);
    }
  }
  hold();
  rest_when_idle();
}

ConsentDesk::Prompts::iterator ConsentDesk::prompt(std::uint64_t call) {
  return std::ranges::find_if(prompts_, [call](const Prompt& prompt) { return prompt.visitor.call == call; });
}

// Out of the queue and off the screen first: the answer may lead anywhere.
void ConsentDesk::settle(std::uint64_t call, Verdict verdict) {
  const auto found = prompt(call);
  if (found == prompts_.end()) return;
  const auto answer = std::move(found->answer);
  left(call);
  answer(std::move(verdict));
}

void ConsentDesk::refuse(std::uint64_t call, CloseReason reason, const std::string& why) {
  log::warning("agent", call_words(call) + " is not let in: " + why);
  settle(call, reason);
}

void ConsentDesk::left(std::uint64_t call) {
  if (const auto found = prompt(call); found != prompts_.end()) {
    prompts_.erase(found);
    if (asked_ == call) {
      asked_ = 0;
      if (window_) window_->send(window::Withdraw{call});
    }
  } else if (sessions_.erase(call) != 0) {
    if (window_) window_->send(window::Over{call});
  } else {
    return;
  }
  show_next();
}

// --- What the person says ---

void ConsentDesk::said(const window::Message& message) {
  if (std::holds_alternative<window::Ready>(message)) {
    window_ready_ = true;
  } else if (const auto* answer = std::get_if<window::Answer>(&message)) {
    person_answered(*answer);
  } else if (const auto* choose = std::get_if<window::Choose>(&message)) {
    chose(*choose);
  } else if (const auto* wish = std::get_if<window::Hold>(&message)) {
    wants_hold_ = wish->held;
    hold();
  } else if (const auto* ended = std::get_if<window::End>(&message)) {
    end(ended->call);
  }
}

void ConsentDesk::person_answered(const window::Answer& answer) {
  const auto found = prompt(answer.call);
  if (answer.call != asked_ || found == prompts_.end()) return;  // it was withdrawn meanwhile
  const policy::Permissions granted = answer.chosen & found->visitor.offered;
  if (!answer.accepted || !granted.has(policy::Permission::view_screen))
    return refuse(answer.call, CloseReason::declined, "the person at the machine said no");
  if (!needs_.will_show(display_))
    return refuse(answer.call, CloseReason::not_permitted, "sessions run on another screen by now");
  log::info("agent", call_words(answer.call) + " is let in by the person at the machine");
  Prompt prompt = std::move(*found);
  prompts_.erase(found);
  asked_ = 0;
  known_.remember(known_as(prompt.visitor), prompt.visitor.organization);
  const Session& session = sessions_[answer.call] = {prompt.visitor, granted, granted, false};
  tell(answer.call, session);
  prompt.answer(Grant{granted, std::string(kDefaultProfile)});
  show_next();
}

void ConsentDesk::tell(std::uint64_t call, const Session& session) {
  window::Running running;
  running.call = call;
  running.name = session.visitor.name;
  running.account = session.visitor.account;
  running.granted = session.granted;
  running.chosen = session.chosen;
  window_->send(running);
}

void ConsentDesk::chose(const window::Choose& choose) {
  const auto found = sessions_.find(choose.call);
  if (found == sessions_.end()) return;
  Session& session = found->second;
  const policy::Permissions chosen = choose.chosen & session.granted;
  const bool widens = (chosen & session.chosen) != chosen;
  if (widens && (!held_ || std::chrono::steady_clock::now() - held_since_ < kHeldBefore)) {
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
    log::info("agent", call_words(one) + " is ended by the person at the machine");
    needs_.end(one, CloseReason::ended_by_device);
    left(one);
  }
}

// --- The window ---

void ConsentDesk::window_gone(const std::string& words) {
  const bool came_up = window_ready_;
  log::warning("agent", "the consent window is gone: " + words);
  close_window();
  asked_ = 0;
  wants_hold_ = false;
  // Without the window the person has no way to end what they let in.
  std::vector<std::uint64_t> asked;
  for (Prompt& prompt : prompts_)
    if (std::exchange(prompt.ready, false)) asked.push_back(prompt.visitor.call);
  for (const std::uint64_t call : asked) {
    refuse(call, came_up ? CloseReason::declined : CloseReason::not_permitted,
           came_up ? "the consent window is gone" : "the consent window does not come up");
  }
  std::vector<std::uint64_t> let_in;
  for (const auto& [call, session] : sessions_)
    if (!session.unattended) let_in.push_back(call);
  for (const std::uint64_t call : let_in) end(call);
  hold();
}

// Its process may be at work further up the stack.
void ConsentDesk::close_window() {
  watch_.reset();
  display_.clear();
  if (window_) loop_.post([gone = std::shared_ptr<window::WindowProcess>(std::move(window_))] {});
}

void ConsentDesk::hold() {
  const bool held = asked_ != 0 || wants_hold_;
  if (held == held_) return;
  held_ = held;
  held_since_ = std::chrono::steady_clock::now();
  needs_.hold_input(held);
}

void ConsentDesk::rest_when_idle() {
  if (!prompts_.empty() || !sessions_.empty() || !window_) return;
  wants_hold_ = false;
  close_window();
  hold();
}

}  // namespace gatehouse::agent
