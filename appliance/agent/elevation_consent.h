// The person at the machine, asked whether a session may act as its administrator. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "appliance/base/secret.h"
#include "appliance/window/messages.h"

namespace gatehouse::agent {

struct ElevationAnswer {
  enum class Said {
    yes,
    no,      // or nothing in time, or their window is gone
    nobody,  // there is nobody who would be asked about a visitor either
  };
  Said said = Said::no;
  std::string user;  // an administrator of the machine; both empty where they were not asked for
  Secret password;
};

class ElevationConsent {
 public:
  virtual ~ElevationConsent() = default;

  using Question = window::ElevationQuestion;
  // About a session that is open; one question for each at a time. `answer` runs once, inside or later, or never when
  // the session ends before; the session may end inside it.
  virtual void ask_elevation(std::uint64_t call, Question question,
                             std::function<void(ElevationAnswer)> answer) = 0;
  // Nothing is asked any more.
  virtual void withdraw_elevation(std::uint64_t call) = 0;
  // What the person is shown from now on.
  virtual void show_elevation(std::uint64_t call, bool elevated) = 0;
};

}  // namespace gatehouse::agent
