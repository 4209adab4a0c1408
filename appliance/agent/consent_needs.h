// What the consent desk needs of the agent. A session may be over before it is told to do something. Loop thread.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/policy/permissions.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::agent {

class ConsentNeeds {
 public:
  virtual ~ConsentNeeds() = default;
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

}  // namespace gatehouse::agent
