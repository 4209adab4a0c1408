// A desktop for a machine without a monitor: an X server of its own (RandR-resizable), a window manager and a
// terminal, confined (confinement.h). Belongs to the monitor (agent), not to the worker. One thread, with
// which its programs die.
#pragma once
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "hw/display.h"

namespace gatehouse::hw {

struct VirtualDisplayOptions {
  int width = 1280, height = 800;
  // The account of its programs when we are root; empty: gatehouse-desktop if there is one, else nobody.
  // Otherwise ours or empty.
  std::string user;
  // What must stay out of reach for them: directories and files of ours.
  std::vector<std::string> hidden;
  // Its own, made at the start and removed with all that is in it at the end: cookie, log, and the home of
  // its programs. Their account must be able to enter its parents.
  std::string directory;
  bool prefer_xvfb = false;   // instead of Xorg with the dummy driver, for tests
  std::stop_token stop = {};  // start() gives up soon after this is asked for
};

// Whether every program it needs is installed; the error names the missing one and its package.
Result<void> virtual_display_installed();

class VirtualDisplay {
 public:
  // Starts the server and waits until it accepts connections (at most 20 s), has the size asked for and its
  // windows are managed (at most 5 s more). Errors name the missing program and its package.
  static Result<std::unique_ptr<VirtualDisplay>> start(const VirtualDisplayOptions& options);
  virtual ~VirtualDisplay() = default;  // ends all of it

  virtual std::string name() const = 0;  // ":7"
  virtual Result<X11Socket> connect() const = 0;
  // Call about once a second: false when the X server has died. Dead session programs are started again.
  virtual bool check() = 0;
};

}  // namespace gatehouse::hw
