// The X server behind a virtual desktop: which one, and how it is called
// (docs/decisions/0001-virtual-display.md).
#pragma once
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "hw/capture/child_process.h"

namespace gatehouse::hw {

struct VirtualServer {
  std::unique_ptr<ChildProcess> process;
  std::string name;  // ":7"
};

// Whether one of them is installed; the error names the packages.
Result<void> virtual_server_installed();

// Starts Xorg with the dummy driver, or Xvfb where that is not installed, and waits until it accepts
// connections. `directory` is ours and holds the file Xauthority with the cookie; our configuration and the
// server's log are put there.
Result<VirtualServer> start_virtual_server(const std::string& directory, const std::string& home,
                                           const RunAs& who);

}  // namespace gatehouse::hw
