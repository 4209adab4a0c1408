// Whether the viewer of one session acts as the administrator of this machine (PROTOCOL.md, Elevation): who is asked,
// what is checked, and the terminal that follows. Lives while the session is open. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "appliance/agent/administrator_check.h"
#include "appliance/agent/elevation_consent.h"
#include "appliance/agent/terminal.h"
#include "appliance/base/secret.h"
#include "appliance/wire/close_reason.h"
#include "appliance/wire/session.h"
#include "appliance/wire/terminal.h"

namespace gatehouse::agent {

// What all sessions of this machine share.
struct Administration {
  ElevationConsent& consent;
  AdministratorCheck& check;
  TerminalMaker& terminals;
  bool possible;  // we are root
  // For the appliance: whenever it begins or ends.
  std::function<void(std::uint64_t call, bool on)> told;
};

class Elevation {
 public:
  // How often the person at the machine may mistype, and the viewer may ask after having been refused.
  static constexpr int kTries = 3, kRefusals = 3;

  struct Events {
    std::function<void(const wire::Control&)> tell;  // the viewer
    std::function<void(ByteView frame)> tell_terminal;
    std::function<std::size_t()> pending;  // bytes for the viewer that wait
    // The session is over. Inside it this may be destroyed.
    std::function<void(wire::CloseReason)> end;
  };

  // `viewer`: by which wrong answers are counted.
  Elevation(Administration& shared, std::uint64_t call, std::string viewer, bool permitted, Events events);
  ~Elevation();  // ends it
  Elevation(const Elevation&) = delete;
  Elevation& operator=(const Elevation&) = delete;

  // From the viewer. False: it must not say this, now or at all. Name and password are taken out of `wish`.
  bool asked(wire::Elevate& wish);
  bool terminal(ByteView payload);

  // Whether the session may do this at all, just now.
  void permit(bool permitted);
  // What waits for the viewer has become less.
  void drained();

  bool is_on() const { return is_ == Is::on; }
  bool ever_was_on() const { return ever_on_; }

 private:
  using Is = wire::Elevation::Is;
  using Why = wire::Elevation::Why;

  void ask(ElevationConsent::Question question);
  void answered(ElevationAnswer answer);
  void check(const std::string& user, const Secret& password);
  void checked(AdministratorVerdict verdict, const std::string& user);
  void become(Is is);
  void begin(const std::string& user);
  void off(Why why, std::int64_t wait_seconds = 0);
  void stop();
  bool open(const wire::TerminalOpen& open);
  void ended(wire::TerminalOpen::What what, std::uint8_t status);
  void note(const std::string& words) const;
  const std::string& counted_as() const;

  Administration& shared_;
  const std::uint64_t call_;
  const std::string viewer_;
  bool permitted_;
  const Events events_;

  Is is_ = Is::off;
  bool ever_on_ = false;
  bool by_person_ = false;  // it is the person who names an administrator
  bool person_allowed_ = false;
  int tries_ = 0;     // of the person, since they were asked
  int refusals_ = 0;  // by the person, in this session
  std::string user_;  // that the viewer named; both until they are checked
  Secret password_;
  std::unique_ptr<Terminal> terminal_;
  std::shared_ptr<bool> question_;  // that waits for an answer; an older one's is late
};

}  // namespace gatehouse::agent
