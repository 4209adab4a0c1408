// The X server behind a virtual desktop: which one, and how it is called
// (docs/decisions/0001-virtual-display.md).
#pragma once
#include <memory>
#include <stop_token>
#include <string>

#include "appliance/base/result.h"
#include "hw/capture/child_process.h"
#include "hw/capture/confinement.h"

namespace gatehouse::hw {

struct VirtualServer {
  std::unique_ptr<ChildProcess> process;
  std::string name;  // ":7"
  // Where its socket is: the machine's usual place, or a directory that only a caged desktop shares.
  std::string sockets;
};

// Whether one of them is installed; the error names the packages.
Result<void> virtual_server_installed();

// Starts Xorg with the dummy driver, or Xvfb where that is not installed, and waits until it accepts
// connections. `directory` is ours, has what `confinement` needs and holds the file Xauthority with the
// cookie; our configuration and the server's log are put there. `prefer_xvfb`: tests of what serves without
// the dummy driver. Gives up soon after `stop` is asked for.
Result<VirtualServer> start_virtual_server(const std::string& directory, const Confinement& confinement,
                                           bool prefer_xvfb, const std::stop_token& stop);

}  // namespace gatehouse::hw
