// Who is in, let in by the person at the machine or by a password, and what that person sees of them in the window and changes there.
// Loop thread.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "appliance/agent/admission.h"
#include "appliance/agent/company.h"
#include "appliance/agent/consent_needs.h"
#include "appliance/agent/consent_window.h"

namespace gatehouse::agent {

class ConsentSessions {
 public:
  enum class Seat { unknown, persons, nobodys };  // at the screen that it shows
  struct Session {
    Visitor visitor;
    policy::Permissions granted, chosen;
    bool unattended = false, elevated = false;
    Seat seat = Seat::unknown;
  };

  // Both outlive it.
  ConsentSessions(ConsentWindow& window, ConsentNeeds& needs) : window_(window), needs_(needs) {}

  // In place of an earlier one of that call. tell() shows it.
  void add(const Visitor& visitor, policy::Permissions granted, bool unattended, Seat seat);
  // False: it was not here.
  bool remove(std::uint64_t call);
  // Nothing: it is not here. Until the next add() or remove().
  Session* find(std::uint64_t call);
  bool empty() const { return all_.empty(); }
  std::vector<std::uint64_t> calls() const;

  void tell(std::uint64_t call) const;
  void tell_all() const;
  void window_gone() const;
  void show_elevation(std::uint64_t call, bool elevated);
  void show_holder(std::uint64_t call);
  // What a viewer wrote to the person.
  void chat(std::uint64_t call, const std::string& words);
  // By the person; nothing is widened unless it is `surely` them.
  void chose(const window::Choose& choose, bool surely);

 private:
  ConsentWindow& window_;
  ConsentNeeds& needs_;
  std::map<std::uint64_t, Session> all_;
  std::uint64_t holder_ = 0;  // of the controls
  Talk chat_;
};

}  // namespace gatehouse::agent
