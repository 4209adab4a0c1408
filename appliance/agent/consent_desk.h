// The person at this machine decides: asks them in a window on their own screen or at its text console, one question at a
// time, and shows them, as long as it lasts, who is connected. Whatever is no answer is a no. Loop thread.
#pragma once
#include <chrono>
#include <deque>
#include <memory>
#include <string>

#include "appliance/agent/admission.h"
#include "appliance/agent/consent_place.h"
#include "appliance/agent/consent_prompt.h"
#include "appliance/agent/consent_sessions.h"
#include "appliance/agent/consent_window.h"
#include "appliance/agent/desktop_host.h"
#include "appliance/agent/elevation_consent.h"
#include "appliance/agent/known_accounts.h"
#include "appliance/agent/locked_screen.h"
#include "appliance/agent/refusals.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::agent {

class ConsentDesk final : public Admission, public ElevationConsent {
 public:
  enum class Mode {
    automatic,  // a person's own screen: they are asked; one that the agent made: the appliance's rights decide
    ask,        // nobody gets in unasked; about a screen that is nobody's, the person at the text console is
    allow,      // unasked
    refuse,
  };
  enum class WhenLocked {
    wait,  // who stands before a locked screen is not the person: until it is unlocked, and no longer than a question lasts
    ask,   // whoever is there
    refuse,
  };
  struct Options {
    Mode mode = Mode::automatic;
    std::chrono::milliseconds answer_within = std::chrono::seconds(60);
    std::string known_accounts;  // a file
    ConsoleCanAsk console = {};  // without: there is none
    WhenLocked when_locked = WhenLocked::wait;
    std::string loginctl = {};  // a program; empty: none
    std::string logind_state = LogindLock::kState;
    std::chrono::milliseconds logind_patience = std::chrono::seconds(10);
  };
  using Needs = ConsentNeeds;

  ConsentDesk(net::EventLoop& loop, DisplayProvider& displays, window::WindowStarter start_window,
              Needs& needs, Options options);
  ~ConsentDesk() override;

  void ask(const Visitor& visitor, std::function<void(Verdict)> answer) override;
  // By a password: the person sees that somebody is here, and may end it.
  void came_in(const Visitor& visitor, const Grant& grant) override;
  void left(std::uint64_t call) override;

  void ask_elevation(std::uint64_t call, Question question,
                     std::function<void(ElevationAnswer)> answer) override;
  void withdraw_elevation(std::uint64_t call) override { give_up(call); }
  void show_elevation(std::uint64_t call, bool elevated) override {
    sessions_.show_elevation(call, elevated);
  }

  // What a viewer wrote to the person.
  void chat(std::uint64_t call, const std::string& words) { sessions_.chat(call, words); }
  // From now on `call` types and points, the others don't; 0: nobody does.
  void show_holder(std::uint64_t call) { sessions_.show_holder(call); }

  static constexpr std::size_t kWaiting = 8;  // questions at once; one of them is on the screen
  // What is allowed again, or written, counts only so long after viewers' input was stopped.
  static constexpr std::chrono::milliseconds kHeldBefore{500};

 private:
  using Prompt = ConsentPrompt;
  using Seat = ConsentSessions::Seat;
  using Prompts = std::deque<Prompt>;

  Prompt& add_prompt(const Visitor& visitor);
  void start_time(Prompt& prompt);
  bool refuse_if_unaskable(std::uint64_t call);
  void found(std::uint64_t call, Result<desktop::DisplaySource> source);
  void ask_at(std::uint64_t call, const desktop::DisplaySource& screen, ConsentPlace place);
  void show(std::uint64_t call);
  void show(std::uint64_t call, Result<desktop::DisplaySource> source);
  ConsentPlace place_for(const desktop::DisplaySource& source, std::string& why_not) const;
  Result<void> open_window(const desktop::DisplaySource& source, ConsentPlace place);
  void show_next();
  void put(const Prompt& prompt);
  void settle(std::uint64_t call, Verdict verdict);
  void settle_elevation(std::uint64_t call, ElevationAnswer answer);
  void refuse(std::uint64_t call, wire::CloseReason reason, const std::string& why);
  void drop_prompt(std::uint64_t call);
  void give_up(std::uint64_t call);
  void count_refusal(const Prompt& prompt);
  void said(const window::Message& message);
  void person_answered(const window::Answer& answer);
  void person_answered(const window::AnswerElevation& answer);
  bool is_surely_the_person() const;  // and no viewer, who is at the window
  void end(std::uint64_t call);
  void window_gone(const std::string& words, bool came_up);
  void hold();
  void rest_when_idle();
  bool minds_lock() const { return options_.when_locked != WhenLocked::ask; }
  LockedScreen::Options lock_options() const;
  void lock_changed();
  void ready(std::uint64_t call);
  Prompts::iterator prompt(std::uint64_t call);

  net::EventLoop& loop_;
  DisplayProvider& displays_;
  Needs& needs_;
  const Options options_;
  KnownAccounts known_;
  Refusals refusals_;
  Prompts prompts_;
  std::uint64_t asked_ = 0;  // whose question is on the screen; 0: none
  ConsentWindow window_;
  ConsentSessions sessions_{window_, needs_};
  LockedScreen locked_;
  int lost_windows_ = 0;     // since nobody was here
  bool wants_hold_ = false;  // the person is about to allow more
  bool held_ = false;
  std::chrono::steady_clock::time_point held_since_{};
  net::EventLoop::HandlePtr again_;  // the window, for who is still here
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::agent
