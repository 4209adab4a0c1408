// Where the person is asked who sits at this machine.
#pragma once
#include <functional>
#include <string>

#include "appliance/base/result.h"
#include "appliance/desktop/worker_process.h"

namespace gatehouse::agent {

enum class ConsentPlace {
  nowhere,
  window,   // on the X server that is shown
  console,  // on the machine's text console
};

// Whether the person at the machine sees what viewers see. Not at a virtual desktop, which only viewers see.
bool is_persons_own(const desktop::DisplaySource& source);

// Whether somebody can be asked at the text console now; an error says what is in the way.
using ConsoleCanAsk = std::function<Result<void>()>;

// Of a machine that shows `source`. `must_ask`: also about a screen that is nobody's, where there is a console to do it on.
// With `nowhere`, `why_not` says what is in the way.
ConsentPlace consent_place(const desktop::DisplaySource& source, bool must_ask, const ConsoleCanAsk& console,
                           std::string& why_not);

}  // namespace gatehouse::agent
