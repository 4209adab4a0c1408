// A desktop for a machine without a monitor: an X server of its own (RandR-resizable), a window manager and a
// terminal, run as an unprivileged user. Belongs to the monitor (agent), not to the worker. Loop thread.
#pragma once
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "hw/display.h"

namespace gatehouse::hw {

struct VirtualDisplayOptions {
  int width = 1280, height = 800;
  // Run as this user when we are root; empty: "nobody" when root, ourselves otherwise.
  std::string user;
  // Runtime files (cookie, log, home of the user's programs); made if it is not there. Its parents must let
  // the user pass.
  std::string directory;
};

// Whether every program it needs is installed; the error names the missing one and its package.
Result<void> virtual_display_installed();

class VirtualDisplay {
 public:
  // Starts the server and waits until it accepts connections (at most 5 s), has the size asked for and its
  // windows are managed (at most 5 s more). Errors name the missing program and its package.
  static Result<std::unique_ptr<VirtualDisplay>> start(const VirtualDisplayOptions& options);
  virtual ~VirtualDisplay() = default;  // ends all of it

  virtual std::string name() const = 0;  // ":7"
  virtual Result<X11Socket> connect() const = 0;
  // Call about once a second and on SIGCHLD: false when the X server has died. Dead session programs are
  // started again.
  virtual bool check() = 0;
};

}  // namespace gatehouse::hw
