// One session's part among the others of this machine and towards the person at it: whether it has the controls, and what its viewer
// and the person write to each other. Loop thread.
#pragma once
#include <functional>
#include <string>

#include "appliance/agent/admission.h"
#include "appliance/agent/company.h"
#include "appliance/wire/session.h"

namespace gatehouse::agent {

class SessionCompany {
 public:
  struct Events {
    std::function<void(const wire::Control&)> tell;  // the viewer
    // The controls came or went. Before the viewer is told so.
    std::function<void()> controls_changed;
  };
  // `visitor` outlives it.
  SessionCompany(Company& company, const Visitor& visitor, Events events)
      : company_(company), visitor_(visitor), events_(std::move(events)) {}
  ~SessionCompany() { leave(); }
  SessionCompany(const SessionCompany&) = delete;
  SessionCompany& operator=(const SessionCompany&) = delete;

  // The viewer sees the screen from now on; before, it is told nothing.
  void open(bool may_act);
  // It is over.
  void leave();
  // Whether the viewer may type or point at all, held off for a moment or not.
  void take_part(bool may_act);
  bool holds_controls() const { return holds_controls_; }

  // From the viewer. False: it must not say this, now or so often.
  bool said(const wire::Control& message);
  // Whether a person at the machine sees the session, and reads what the viewer writes.
  void person_there(bool there);
  // From that person.
  void say(const std::string& words);

 private:
  void told(const wire::Controls& controls);

  Company& company_;
  const Visitor& visitor_;
  const Events events_;
  bool is_open_ = false;
  bool holds_controls_ = false;
  bool person_there_ = false;
  Talk talk_;
};

}  // namespace gatehouse::agent
