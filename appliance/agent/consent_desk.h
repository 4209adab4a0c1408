// The person at this machine decides: asks them in a window on their own screen or at its text console, one question at a
// time, and shows them, as long as it lasts, who is connected. Whatever is no answer is a no. Loop thread.
#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include "appliance/agent/admission.h"
#include "appliance/agent/company.h"
#include "appliance/agent/consent_place.h"
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
    std::string loginctl;  // a program; empty: none
  };
  // What it needs of the agent. A session may be over before it is told to do something.
  class Needs {
   public:
    virtual ~Needs() = default;
    virtual void choose(std::uint64_t call, policy::Permissions chosen) = 0;
    virtual void end(std::uint64_t call, wire::CloseReason reason) = 0;  // left() follows
    // No key and no button of any viewer reaches the screen while they are held.
    virtual void hold_input(bool held) = 0;
    // Whether a viewer who is let in now sees the screen `display`.
    virtual bool will_show(const std::string& display) = 0;
    // Whether the person sees this session on their bar.
    virtual void person_there(std::uint64_t call, bool there) = 0;
    virtual void say(std::uint64_t call, const std::string& words) = 0;  // by the person
    virtual void give_controls(std::uint64_t call) = 0;
  };

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
  void show_elevation(std::uint64_t call, bool elevated) override;

  // What a viewer wrote to the person.
  void chat(std::uint64_t call, const std::string& words);
  // From now on `call` types and points, the others don't; 0: nobody does.
  void show_holder(std::uint64_t call);

  static constexpr std::size_t kWaiting = 8;  // questions at once; one of them is on the screen
  // What is allowed again, or written, counts only so long after viewers' input was stopped.
  static constexpr std::chrono::milliseconds kHeldBefore{500};

 private:
  struct Prompt {
    Visitor visitor;
    std::function<void(Verdict)> answer;  // about a visit
    std::chrono::steady_clock::time_point until;
    bool ready = false;                 // its screen is known, and has the window
    std::optional<Question> elevation;  // of a session; `elevation_answer` then
    std::function<void(ElevationAnswer)> elevation_answer;
    net::EventLoop::HandlePtr deadline;
  };
  enum class Seat { unknown, persons, nobodys };  // at the screen that it shows
  struct Session {
    Visitor visitor;
    policy::Permissions granted, chosen;
    bool unattended = false, elevated = false;
    Seat seat = Seat::unknown;
  };
  using Prompts = std::deque<Prompt>;

  Prompt& add_prompt(const Visitor& visitor);
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
  void chose(const window::Choose& choose);
  void end(std::uint64_t call);
  void window_gone(const std::string& words, bool came_up);
  void hold();
  void rest_when_idle();
  bool minds_lock() const { return options_.when_locked != WhenLocked::ask; }
  void lock_changed();
  void ready(std::uint64_t call);
  void tell(std::uint64_t call, const Session& session);
  Prompts::iterator prompt(std::uint64_t call);

  net::EventLoop& loop_;
  DisplayProvider& displays_;
  Needs& needs_;
  const Options options_;
  KnownAccounts known_;
  Refusals refusals_;
  Prompts prompts_;
  std::uint64_t asked_ = 0;                    // whose question is on the screen; 0: none
  std::uint64_t holder_ = 0;                   // of the controls
  std::map<std::uint64_t, Session> sessions_;  // that the person let in, or came by a password
  ConsentWindow window_;
  LockedScreen locked_;
  Talk chat_;
  int lost_windows_ = 0;     // since nobody was here
  bool wants_hold_ = false;  // the person is about to allow more
  bool held_ = false;
  std::chrono::steady_clock::time_point held_since_{};
  net::EventLoop::HandlePtr again_;  // the window, for who is still here
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::agent
