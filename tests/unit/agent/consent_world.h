// A consent desk whose screens, windows and sessions are in a test's hands.
#pragma once
#include "appliance/agent/consent_desk.h"

#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/fake_window.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::consent_world {

using agent::ConsentDesk;
using agent::Grant;
using policy::Permission;
using policy::Permissions;
using wire::CloseReason;
using Mode = ConsentDesk::Mode;

struct World : ConsentDesk::Needs {
  explicit World(Mode mode = Mode::automatic, std::chrono::milliseconds within = std::chrono::seconds(60))
      : within_(within), mode_(mode) {
    displays.kind = desktop::DisplaySource::Kind::x11;
    displays.name = ":5";
    open();
  }
  void open() {
    ConsentDesk::Options options{mode_, within_, directory.path() + "/known"};
    options.console = [this]() -> Result<void> {
      if (console) return {};
      return Error{"no text console today"};
    };
    options.when_locked = when_locked;
    options.loginctl = loginctl;
    options.logind_state = directory.path();
    options.logind_patience = logind_patience;
    desk = std::make_unique<ConsentDesk>(loop, displays, windows.starter(), *this, options);
  }

  void ask(std::uint64_t call, Permissions offered = Permissions::all()) {
    agent::Visitor visitor;
    visitor.call = call;
    visitor.name = "Ada";
    visitor.account = "ada" + std::to_string(call) + "@example.org";
    visitor.who = {123'456'782 + static_cast<std::int64_t>(call), "ada@engines"};
    visitor.organization = "Engines";
    visitor.address = "192.0.2.7";
    visitor.reason = "the printer";
    visitor.offered = offered;
    desk->ask(visitor, [this, call](agent::Admission::Verdict verdict) {
      CHECK(verdicts.count(call) == 0);
      verdicts.emplace(call, std::move(verdict));
    });
  }
  void accept(std::uint64_t call, Permissions chosen = Permissions::all()) {
    windows.last->say(window::Answer{call, true, chosen});
  }
  bool refused(std::uint64_t call, CloseReason reason) const {
    const auto found = verdicts.find(call);
    const auto* refusal = found == verdicts.end() ? nullptr : std::get_if<CloseReason>(&found->second);
    return refusal != nullptr && *refusal == reason;
  }
  std::optional<Permissions> granted(std::uint64_t call) const {
    const auto found = verdicts.find(call);
    if (found == verdicts.end()) return std::nullopt;
    const auto* grant = std::get_if<Grant>(&found->second);
    return grant == nullptr ? std::nullopt : std::optional(grant->permissions);
  }
  std::uint64_t on_screen() const {
    const auto* asked = windows.last == nullptr ? nullptr : windows.last->heard<window::Ask>();
    return asked == nullptr ? 0 : asked->call;
  }

  // ConsentDesk::Needs
  void choose(std::uint64_t call, Permissions permissions) override { now[call] = permissions; }
  void end(std::uint64_t call, CloseReason reason) override { ended[call] = reason; }
  void hold_input(bool holds) override { held = holds; }
  bool will_show(const std::string& display) override {
    return other_screen.empty() || display == other_screen;
  }

  void person_there(std::uint64_t call, bool is) override { there[call] = is; }
  void say(std::uint64_t call, const std::string& words) override { said[call] = words; }
  void give_controls(std::uint64_t call) override { given = call; }

  test::TemporaryDirectory directory;
  net::EventLoop loop;
  test::FakeDisplays displays;
  test::FakeWindows windows;
  std::chrono::milliseconds within_;
  Mode mode_;
  ConsentDesk::WhenLocked when_locked = ConsentDesk::WhenLocked::wait;
  std::string loginctl;  // what it is instead
  std::chrono::milliseconds logind_patience = std::chrono::seconds(10);
  std::map<std::uint64_t, agent::Admission::Verdict> verdicts;
  std::map<std::uint64_t, Permissions> now;
  std::map<std::uint64_t, CloseReason> ended;
  std::map<std::uint64_t, bool> there;
  std::map<std::uint64_t, std::string> said;  // by the person
  std::uint64_t given = 0;                    // the controls
  bool held = false;
  bool console = false;      // somebody can be asked there
  std::string other_screen;  // that viewers see now
  std::unique_ptr<ConsentDesk> desk;
};

}  // namespace gatehouse::consent_world
