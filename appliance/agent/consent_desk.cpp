#include "appliance/agent/consent_desk.h"

#include <algorithm>
#include <vector>

#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using wire::CloseReason;

namespace {

// A window that goes so often while the same visitors are here is made to go.
constexpr int kLostWindows = 3;
constexpr std::chrono::milliseconds kWindowAgain{500};

}  // namespace

ConsentDesk::ConsentDesk(net::EventLoop& loop, DisplayProvider& displays, window::WindowStarter start_window,
                         Needs& needs, Options options)
    : loop_(loop),
      displays_(displays),
      needs_(needs),
      options_(std::move(options)),
      known_(options_.known_accounts),
      window_(loop, std::move(start_window),
              {
                  .said = [this](const window::Message& message) { said(message); },
                  .gone = [this](const std::string& words, bool came_up) { window_gone(words, came_up); },
              }),
      locked_(loop, lock_options(), [this] { lock_changed(); }) {}

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
  if (refusals_.are_enough(counted_as(visitor), std::chrono::steady_clock::now())) {
    log::warning("agent", call_words(call) + " is refused unasked: the person has said no to " +
                              visitor.account + " again and again");
    return answer(CloseReason::declined);
  }
  add_prompt(visitor).answer = std::move(answer);
  displays_.open([this, call, life = std::weak_ptr(life_)](Result<desktop::DisplaySource> source) {
    if (!life.expired()) found(call, std::move(source));
  });
}

ConsentDesk::Prompt& ConsentDesk::add_prompt(const Visitor& visitor) {
  Prompt& asked = prompts_.emplace_back();
  asked.visitor = visitor;
  start_time(prompts_.front());
  return asked;
}

// Of the first in the line, and of one that is shown or that only the lock keeps from it: who waits behind another's question has
// not been asked yet.
void ConsentDesk::start_time(Prompt& prompt) {
  if (prompt.deadline) return;
  prompt.until = std::chrono::steady_clock::now() + options_.answer_within;
  prompt.deadline = loop_.after(options_.answer_within, [this, call = prompt.visitor.call] {
    refuse(call, CloseReason::declined, "nobody answered in time");
  });
}

// A program may have drawn its screen over the text console since the question came.
bool ConsentDesk::refuse_if_unaskable(std::uint64_t call) {
  if (window_.place() != ConsentPlace::console) return false;
  const Result<void> can = options_.console();
  if (!can) refuse(call, CloseReason::not_permitted, "nobody can be asked any more: " + can.error().message);
  return !can;
}

void ConsentDesk::found(std::uint64_t call, Result<desktop::DisplaySource> source) {
  const auto asked = prompt(call);
  if (asked == prompts_.end()) return;
  if (!source)
    return refuse(call, CloseReason::display_lost, "there is no screen: " + source.error().message);
  std::string why_not;
  const ConsentPlace place = place_for(*source, why_not);
  if (place == ConsentPlace::nowhere) {
    if (options_.mode == Mode::ask || is_persons_own(*source))
      return refuse(call, CloseReason::not_permitted,
                    "nobody can be asked about the " + source->name + ": " + why_not);
    // What is still served may be the screen of the person who has just left it.
    if (!needs_.will_show(source->name))
      return refuse(call, CloseReason::not_permitted, "sessions run on another screen");
    return settle(call, Grant{asked->visitor.offered, std::string(kDefaultProfile), source->name});
  }
  const auto screen = std::make_shared<desktop::DisplaySource>(*std::move(source));
  if (place == ConsentPlace::console) {
    locked_.forget();
    return ask_at(call, *screen, place);
  }
  locked_.look(*screen, [this, call, screen, place] { ask_at(call, *screen, place); });
}

void ConsentDesk::ask_at(std::uint64_t call, const desktop::DisplaySource& screen, ConsentPlace place) {
  const auto asked = prompt(call);
  if (asked == prompts_.end()) return;
  if (!needs_.will_show(screen.name) ||
      (window_.is_open() && window_.display() != screen.name && (asked_ != 0 || !sessions_.empty())))
    return refuse(call, CloseReason::not_permitted,
                  "the person is at " + screen.name + " now, and sessions run on another screen");
  if (auto opened = open_window(screen, place); !opened)
    return refuse(call, CloseReason::not_permitted, "nobody can be asked: " + opened.error().message);
  if (is_persons_own(screen))
    asked->visitor.offered = asked->visitor.offered.without(policy::Permission::resize_screen);
  ready(call);
}

ConsentPlace ConsentDesk::place_for(const desktop::DisplaySource& source, std::string& why_not) const {
  return consent_place(source, options_.mode == Mode::ask, options_.console, why_not);
}

Result<void> ConsentDesk::open_window(const desktop::DisplaySource& source, ConsentPlace place) {
  if (window_.is_at(source.name, place)) return {};
  locked_.window_gone();
  if (place == ConsentPlace::window) locked_.is_at(source);
  wants_hold_ = false;  // by an earlier window
  if (auto opened = window_.open(source, place); !opened) return opened;
  if (minds_lock() && place == ConsentPlace::window) window_.send(window::WatchLock{});
  sessions_.tell_all();
  hold();
  return {};
}

void ConsentDesk::show_next() {
  if (!prompts_.empty()) start_time(prompts_.front());
  const auto next = std::ranges::find_if(prompts_, [](const Prompt& prompt) { return prompt.ready; });
  locked_.keep_looking(minds_lock() && !prompts_.empty() && window_.place() == ConsentPlace::window);
  if (asked_ == 0 && next != prompts_.end() && !locked_.is_locked()) {
    if (refuse_if_unaskable(next->visitor.call)) return;  // and has looked for the next
    asked_ = next->visitor.call;
    start_time(*next);
    hold();  // first: who is in a session must not answer for the person
    return put(*next);
  }
  hold();
  rest_when_idle();
}

void ConsentDesk::put(const Prompt& prompt) {
  const Visitor& visitor = prompt.visitor;
  window_.send(
      shown(prompt, known_.has(counted_as(visitor), visitor.organization), std::chrono::steady_clock::now()));
}

ConsentDesk::Prompts::iterator ConsentDesk::prompt(std::uint64_t call) {
  return std::ranges::find_if(prompts_, [call](const Prompt& prompt) { return prompt.visitor.call == call; });
}

// Out of the queue and off the screen first: the answer may lead anywhere.
void ConsentDesk::settle(std::uint64_t call, Verdict verdict) {
  const auto found = prompt(call);
  if (found == prompts_.end()) return;
  const auto answer = std::move(found->answer);
  drop_prompt(call);
  answer(std::move(verdict));
}

void ConsentDesk::settle_elevation(std::uint64_t call, ElevationAnswer said) {
  const auto found = prompt(call);
  if (found == prompts_.end()) return;
  const auto answer = std::move(found->elevation_answer);
  drop_prompt(call);
  answer(std::move(said));
}

void ConsentDesk::refuse(std::uint64_t call, CloseReason reason, const std::string& why) {
  const auto found = prompt(call);
  if (found == prompts_.end()) return;
  if (found->elevation) {
    log::warning("agent", call_words(call) + " does not get administrator's rights: " + why);
    count_refusal(*found);
    return settle_elevation(call, {});
  }
  log::warning("agent", call_words(call) + " is not let in: " + why);
  if (reason == CloseReason::declined) count_refusal(*found);
  settle(call, reason);
}

void ConsentDesk::drop_prompt(std::uint64_t call) {
  const auto found = prompt(call);
  if (found == prompts_.end()) return;
  prompts_.erase(found);
  if (asked_ == call) {
    asked_ = 0;
    window_.send(window::Withdraw{call});
  }
  show_next();
}

// Only what stood on the person's screen bothered them.
void ConsentDesk::count_refusal(const Prompt& prompt) {
  if (asked_ == prompt.visitor.call && window_.is_open())
    refusals_.add(counted_as(prompt.visitor), std::chrono::steady_clock::now());
}

// The asker does not wait for the answer.
void ConsentDesk::give_up(std::uint64_t call) {
  if (const auto found = prompt(call); found != prompts_.end()) count_refusal(*found);
  drop_prompt(call);
}

void ConsentDesk::left(std::uint64_t call) {
  if (sessions_.remove(call) && sessions_.empty()) lost_windows_ = 0;
  give_up(call);
  show_next();
}

// --- Who is in ---

void ConsentDesk::came_in(const Visitor& visitor, const Grant& grant) {
  const std::uint64_t call = visitor.call;
  const bool is_shown = options_.mode != Mode::allow;
  // First, so that the window stays.
  if (is_shown) sessions_.add(visitor, grant.permissions, true, Seat::unknown);
  drop_prompt(call);  // it need not be asked about any more
  if (is_shown) show(call);
}

void ConsentDesk::show(std::uint64_t call) {
  displays_.open([this, call, life = std::weak_ptr(life_)](Result<desktop::DisplaySource> source) {
    if (!life.expired()) show(call, std::move(source));
  });
}

void ConsentDesk::show(std::uint64_t call, Result<desktop::DisplaySource> source) {
  ConsentSessions::Session* const session = sessions_.find(call);
  if (session == nullptr || !source) return;
  std::string why_not;
  const ConsentPlace place = place_for(*source, why_not);
  // Once it is known: the screen that is there now need not be the one that is shown.
  if (session->seat == Seat::unknown)
    // Where everybody has to be asked, somebody may sit there whom nobody can ask now.
    session->seat = place == ConsentPlace::nowhere && options_.mode != Mode::ask && !is_persons_own(*source)
                        ? Seat::nobodys
                        : Seat::persons;
  if (place == ConsentPlace::nowhere) return;
  if (window_.is_open()) {
    if (window_.display() == source->name) sessions_.tell(call);
  } else if (auto opened = open_window(*source, place); !opened) {
    log::warning("agent", call_words(call) + " is not shown to the person: " + opened.error().message);
  }
}

void ConsentDesk::end(std::uint64_t call) {
  for (const std::uint64_t one : sessions_.calls()) {
    if (call != 0 && call != one) continue;
    log::info("agent", call_words(one) + " is ended at the machine's bar");
    needs_.end(one, CloseReason::ended_by_device);
    left(one);
  }
}

// --- Administrator's rights ---

void ConsentDesk::ask_elevation(std::uint64_t call, Question question,
                                std::function<void(ElevationAnswer)> answer) {
  const ConsentSessions::Session* const session = sessions_.find(call);
  if (session == nullptr) return answer({ElevationAnswer::Said::nobody, "", {}});
  // Nobody is torn away from a screen that a program has drawn meanwhile.
  const bool reached = window_.is_open() && (window_.place() != ConsentPlace::console || options_.console());
  if (!reached || prompt(call) != prompts_.end()) {
    // Who came by a password may be on a screen that is nobody's.
    const bool nobody = session->seat == Seat::nobodys;
    return answer({nobody ? ElevationAnswer::Said::nobody : ElevationAnswer::Said::no, "", {}});
  }
  if (refusals_.are_enough(counted_as(session->visitor), std::chrono::steady_clock::now()))
    return answer({ElevationAnswer::Said::no, "", {}});
  Prompt& asked = add_prompt(session->visitor);
  asked.elevation = question;
  asked.elevation_answer = std::move(answer);
  if (window_.place() == ConsentPlace::console) return ready(call);
  locked_.look_again([this, call] { ready(call); });
}

// --- What the person says ---

void ConsentDesk::said(const window::Message& message) {
  if (const auto* answer = std::get_if<window::Answer>(&message)) {
    person_answered(*answer);
  } else if (const auto* elevation = std::get_if<window::AnswerElevation>(&message)) {
    person_answered(*elevation);
  } else if (const auto* choose = std::get_if<window::Choose>(&message)) {
    sessions_.chose(*choose, is_surely_the_person());
  } else if (const auto* chat = std::get_if<window::Chat>(&message)) {
    if (sessions_.find(chat->call) != nullptr && is_surely_the_person()) needs_.say(chat->call, chat->words);
  } else if (const auto* give = std::get_if<window::GiveControls>(&message)) {
    needs_.give_controls(give->call);
  } else if (const auto* wish = std::get_if<window::Hold>(&message)) {
    wants_hold_ = wish->held;
    hold();
  } else if (const auto* ended = std::get_if<window::End>(&message)) {
    end(ended->call);
  } else if (const auto* locked = std::get_if<window::Locked>(&message)) {
    locked_.window_says(locked->locked);
  }
}

bool ConsentDesk::is_surely_the_person() const {
  return held_ && std::chrono::steady_clock::now() - held_since_ >= kHeldBefore;
}

void ConsentDesk::person_answered(const window::Answer& answer) {
  const auto found = prompt(answer.call);
  // It was withdrawn meanwhile.
  if (answer.call != asked_ || found == prompts_.end() || found->elevation) return;
  const policy::Permissions granted = answer.chosen & found->visitor.offered;
  if (!answer.accepted || !granted.has(policy::Permission::view_screen))
    return refuse(answer.call, CloseReason::declined, "the person at the machine said no");
  if (!needs_.will_show(window_.display()))
    return refuse(answer.call, CloseReason::not_permitted, "sessions run on another screen by now");
  log::info("agent", call_words(answer.call) + " is let in by the person at the machine");
  Prompt prompt = std::move(*found);
  prompts_.erase(found);
  asked_ = 0;
  known_.remember(counted_as(prompt.visitor), prompt.visitor.organization);
  refusals_.forget(counted_as(prompt.visitor));
  sessions_.add(prompt.visitor, granted, false, Seat::persons);
  sessions_.tell(answer.call);
  prompt.answer(Grant{granted, std::string(kDefaultProfile), window_.display()});
  show_next();
}

void ConsentDesk::person_answered(const window::AnswerElevation& answer) {
  const auto found = prompt(answer.call);
  if (answer.call != asked_ || found == prompts_.end() || !found->elevation) return;
  const bool names_one = !answer.user.empty() && !answer.password.empty();
  if (!answer.accepted || (*found->elevation != Question::allow && !names_one))
    return refuse(answer.call, CloseReason::declined, "the person at the machine said no");
  log::info("agent",
            call_words(answer.call) + " may have administrator's rights, says the person at the machine");
  settle_elevation(answer.call, {ElevationAnswer::Said::yes, answer.user, Secret(answer.password)});
}

// --- The locked screen ---

// A person can't be asked for good on a machine whose logind is broken, if its silence is a lock for ever; whoever stands there has
// to be root to silence it. Who wants a no in doubt says `refuse`.
LockedScreen::Options ConsentDesk::lock_options() const {
  return {minds_lock() ? options_.loginctl : "", options_.logind_state,
          options_.when_locked == WhenLocked::refuse, options_.logind_patience};
}

// Its question may be put, as soon as nothing is in its way.
void ConsentDesk::ready(std::uint64_t call) {
  const auto asked = prompt(call);
  if (asked == prompts_.end()) return;
  asked->ready = true;
  if (!locked_.is_locked()) return show_next();
  start_time(*asked);
  if (options_.when_locked == WhenLocked::refuse && locked_.is_known())
    return refuse(call, CloseReason::not_permitted,
                  "the screen is locked, and access.locked_screen is refuse");
  log::info("agent",
            call_words(call) + (locked_.is_known() ? " waits: the screen is locked"
                                                   : " waits: it is not known whether the screen is locked"));
  show_next();
}

void ConsentDesk::lock_changed() {
  if (!locked_.is_locked()) return show_next();
  const std::uint64_t shown = std::exchange(asked_, 0);
  if (shown != 0) window_.send(window::Withdraw{shown});
  std::vector<std::uint64_t> waiting;
  for (const Prompt& prompt : prompts_)
    if (prompt.ready) waiting.push_back(prompt.visitor.call);
  for (const std::uint64_t call : waiting) ready(call);
  hold();
}

// --- The window ---

void ConsentDesk::window_gone(const std::string& words, bool came_up) {
  log::warning("agent", "the consent window is gone: " + words);
  locked_.window_gone();
  asked_ = 0;
  wants_hold_ = false;
  sessions_.window_gone();
  std::vector<std::uint64_t> asked;
  for (Prompt& prompt : prompts_)
    if (std::exchange(prompt.ready, false)) asked.push_back(prompt.visitor.call);
  for (const std::uint64_t call : asked) {
    refuse(call, came_up ? CloseReason::declined : CloseReason::not_permitted,
           came_up ? "the consent window is gone" : "the consent window does not come up");
  }
  // Without the window the person has no way to end what they let in. Who came by a password is shown once more, unless it is
  // them who make it go.
  ++lost_windows_;
  std::vector<std::uint64_t> ending;
  for (const std::uint64_t call : sessions_.calls())
    if (!sessions_.find(call)->unattended || lost_windows_ >= kLostWindows) ending.push_back(call);
  for (const std::uint64_t call : ending) end(call);
  if (!sessions_.empty())
    again_ = loop_.after(kWindowAgain, [this] {
      for (const std::uint64_t call : sessions_.calls()) return show(call);
    });
  hold();
}

void ConsentDesk::hold() {
  const bool held = asked_ != 0 || wants_hold_;
  if (held == held_) return;
  held_ = held;
  held_since_ = std::chrono::steady_clock::now();
  needs_.hold_input(held);
}

void ConsentDesk::rest_when_idle() {
  if (!prompts_.empty() || !sessions_.empty() || !window_.is_open()) return;
  wants_hold_ = false;
  window_.close();
  hold();
}

}  // namespace gatehouse::agent
