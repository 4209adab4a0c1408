#include "appliance/agent/elevation.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "appliance/agent/administrator_program.h"
#include "appliance/base/log.h"
#include "appliance/net/stream.h"

namespace gatehouse::agent {

using Mode = wire::Elevate::Mode;
using Question = ElevationConsent::Question;
using Said = ElevationAnswer::Said;
using Verdict = AdministratorVerdict;
using What = wire::TerminalOpen::What;

namespace {

// By whom wrong answers of people at the machine are counted: no viewer's.
const std::string kAtTheMachine = "at the machine";

std::string words_of(const wire::TerminalOpen& open) {
  switch (open.what) {
    case What::shell:
      return "opens an administrator's terminal";
    case What::restart_service:
      return "restarts the service '" + open.argument + "'";
    case What::update_packages:
      return "updates the packages";
    case What::restart_machine:
      return "restarts the machine";
  }
  return "";
}

}  // namespace

Elevation::Elevation(Administration& shared, std::uint64_t call, std::string viewer, bool permitted,
                     Events events)
    : shared_(shared),
      call_(call),
      viewer_(std::move(viewer)),
      permitted_(permitted),
      events_(std::move(events)) {}

Elevation::~Elevation() {
  stop();
}

bool Elevation::asked(wire::Elevate& wish) {
  std::string user = std::move(wish.user);
  Secret password(std::move(wish.password));
  if (wish.mode != Mode::viewer_names && !(user.empty() && password.empty())) return false;
  if (wish.mode == Mode::give_back) {
    if (is_ == Is::asked) ++refusals_;  // or the person is asked without end
    if (is_ != Is::off) off(Why::none);
    return true;
  }
  if (is_ != Is::off) return false;
  by_person_ = wish.mode == Mode::person_names;
  tries_ = 0;
  if (!permitted_) return off(Why::ended_at_machine), true;
  if (!shared_.possible) return off(Why::cannot), true;
  if (const std::int64_t wait = shared_.check.wait(counted_as()); wait > 0)
    return off(Why::too_many, wait), true;
  if (refusals_ >= kRefusals) return off(Why::person_said_no), true;
  user_ = std::move(user);
  password_ = std::move(password);
  ask(by_person_ ? Question::who_allows : Question::allow);
  return true;
}

void Elevation::ask(Question question) {
  become(Is::asked);
  question_ = std::make_shared<bool>(true);
  shared_.consent.ask_elevation(call_, question, [this, life = std::weak_ptr(question_)](auto answer) {
    if (!life.expired()) answered(std::move(answer));
  });
}

void Elevation::answered(ElevationAnswer answer) {
  question_.reset();
  person_allowed_ = answer.said == Said::yes;
  switch (answer.said) {
    case Said::no:
      ++refusals_;
      note("may not become administrator: nobody at the machine allowed it");
      return off(Why::person_said_no);
    case Said::nobody:
      if (by_person_) return off(Why::nobody_there);
      break;
    case Said::yes:
      if (by_person_) return check(answer.user, answer.password);
      break;
  }
  const std::string user = std::move(user_);
  const Secret password = std::exchange(password_, {});
  check(user, password);
}

void Elevation::check(const std::string& user, const Secret& password) {
  become(Is::checking);
  question_ = std::make_shared<bool>(true);
  const std::int64_t wait = shared_.check.ask(counted_as(), user, password,
                                              [this, life = std::weak_ptr(question_), user](Verdict verdict) {
                                                if (!life.expired()) checked(verdict, user);
                                              });
  if (wait > 0) off(Why::too_many, wait);
}

void Elevation::checked(Verdict verdict, const std::string& user) {
  question_.reset();
  if (verdict == Verdict::yes) return begin(user);
  if (verdict == Verdict::unavailable) return off(Why::cannot);
  // What was typed as a name may be a password.
  note("may not become administrator: " + std::string(verdict == Verdict::wrong
                                                          ? "a wrong name or password"
                                                          : "that account does not administer this machine"));
  const std::int64_t wait = shared_.check.wait(counted_as());
  if (by_person_ && ++tries_ < kTries && wait == 0) return ask(Question::who_allows_again);
  off(verdict == Verdict::wrong ? Why::wrong : Why::no_administrator, wait);
}

void Elevation::begin(const std::string& user) {
  ever_on_ = true;
  note("acts as administrator from now on, with the account '" + user + "', " +
       (by_person_        ? "which the person at the machine named"
        : person_allowed_ ? "allowed by the person at the machine"
                          : "with nobody asked"));
  become(Is::on);
  shared_.consent.show_elevation(call_, true);
  shared_.told(call_, true);
}

void Elevation::become(Is is) {
  is_ = is;
  events_.tell(wire::Elevation{is, Why::none, 0});
}

void Elevation::off(Why why, std::int64_t wait_seconds) {
  stop();
  const auto wait = static_cast<std::uint16_t>(std::clamp<std::int64_t>(wait_seconds, 0, 0xffff));
  events_.tell(wire::Elevation{Is::off, why, wait});
}

void Elevation::stop() {
  const Is was = std::exchange(is_, Is::off);
  const bool waited = std::exchange(question_, nullptr) != nullptr;
  terminal_.reset();
  user_.clear();
  password_ = {};
  if (was == Is::asked && waited) shared_.consent.withdraw_elevation(call_);
  if (was != Is::on) return;
  note("acts as administrator no more");
  shared_.consent.show_elevation(call_, false);
  shared_.told(call_, false);
}

void Elevation::permit(bool permitted) {
  permitted_ = permitted;
  if (!permitted && is_ != Is::off) off(Why::ended_at_machine);
}

bool Elevation::terminal(ByteView payload) {
  if (!is_on()) return ever_on_;  // it was on its way
  const auto message = wire::decode_terminal(payload);
  if (!message) return false;
  if (const auto* const begun = std::get_if<wire::TerminalOpen>(&*message)) return open(*begun);
  if (const auto* const typed = std::get_if<wire::TerminalBytes>(&*message)) {
    if (typed->bytes.size() > wire::kTerminalInputCap) return false;
    if (terminal_) terminal_->type(typed->bytes);
  } else if (const auto* const resized = std::get_if<wire::TerminalResize>(&*message)) {
    if (terminal_) terminal_->resize(resized->size);
  } else if (std::holds_alternative<wire::TerminalClose>(*message)) {
    if (std::exchange(terminal_, nullptr))
      events_.tell_terminal(wire::encode_terminal(wire::TerminalEnded{wire::TerminalEnded::kKilled}));
  } else {
    return false;  // only the machine says this
  }
  return true;
}

bool Elevation::open(const wire::TerminalOpen& wanted) {
  if (terminal_) return false;
  if (wanted.what == What::restart_service ? !is_service_name(wanted.argument) : !wanted.argument.empty()) {
    note("asked for what can't be run in a terminal");
    ended(wanted.what, wire::TerminalEnded::kKilled);
    return true;
  }
  note(words_of(wanted));
  auto started = shared_.terminals.start(
      wanted, {
                  .output =
                      [this](ByteView bytes) {
                        events_.tell_terminal(
                            wire::encode_terminal(wire::TerminalBytes{std::string(as_text(bytes))}));
                        if (terminal_ && events_.pending() > net::Stream::kHighWater)
                          terminal_->pause_reading();
                      },
                  .ended = [this, what = wanted.what](std::uint8_t status) { ended(what, status); },
              });
  if (started) {
    terminal_ = *std::move(started);
  } else {
    log::error("agent", started.error().message);
    ended(wanted.what, wire::TerminalEnded::kKilled);
  }
  return true;
}

void Elevation::ended(What what, std::uint8_t status) {
  terminal_.reset();
  events_.tell_terminal(wire::encode_terminal(wire::TerminalEnded{status}));
  if (what != What::restart_machine || status != 0) return;
  const auto end = events_.end;  // this may be destroyed inside it
  end(wire::CloseReason::restarting);
}

void Elevation::drained() {
  if (terminal_ && events_.pending() <= net::Stream::kLowWater) terminal_->resume_reading();
}

void Elevation::note(const std::string& words) const {
  log::info("agent", "the viewer of call " + std::to_string(call_) + " " + words);
}

const std::string& Elevation::counted_as() const {
  return by_person_ ? kAtTheMachine : viewer_;
}

}  // namespace gatehouse::agent
