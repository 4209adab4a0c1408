// The graphics card's screen as one of those that a machine may show. Monitor's side: the worker opens nothing.
#pragma once
#include <string>

#include "appliance/base/result.h"
#include "hw/kms/lookout.h"

namespace gatehouse::hw::kms {

struct Screen {
  std::string name;    // "screen of the graphics card (vc4)"
  bool drawn = false;  // by a program, not by the kernel's text console
};
// Whether there is one that can be shown, with keys to press on it. `also_dark`: even if none is switched on; one that a program draws
// may be, whatever this says. The error says what is in the way.
Result<Screen> find_screen(bool also_dark);

}  // namespace gatehouse::hw::kms
