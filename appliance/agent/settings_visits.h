// Who is signed in to the settings page of a machine: in memory only, for as long as they use it. Loop thread.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/base/clock.h"
#include "appliance/base/secret.h"

namespace gatehouse::agent {

struct Visit {
  std::string account;
  std::optional<uid_t> browser;  // the account whose browser it is, as the kernel tells
  std::string cookie;            // who has it is signed in
  std::string token;             // in every form, so that it comes from this visit's own pages
  std::uint64_t opened = 0;      // sessions, when it began (Agent::Status)
  SteadyTime used{};
  std::string notice;  // for the next page
  bool notice_is_bad = false;
  Secret new_factor;  // shown, and not confirmed yet
};

class Visits {
 public:
  static constexpr std::chrono::minutes kIdle{15};
  static constexpr std::size_t kMost = 8;  // the one that was used longest ago goes

  explicit Visits(const Clock& clock) : clock_(clock) {}

  Visit& begin(std::string account, std::optional<uid_t> browser);
  // A cookie goes to every port of this machine, so other accounts here could learn it: it is good for the browser's account
  // alone. Nothing: nobody is signed in with it, or not any more.
  Visit* find(std::string_view cookie, std::optional<uid_t> browser);
  void end(const Visit& visit);

 private:
  void expire();

  const Clock& clock_;
  std::list<Visit> all_;
};

}  // namespace gatehouse::agent
