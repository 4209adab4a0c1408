// One screen with all that belongs to it, as the desktop worker uses it: the registry of back-ends. The
// back-ends share a connection (X11) and one thread.
#pragma once
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "hw/capture/capture.h"
#include "hw/clipboard/clipboard.h"
#include "hw/encode/video_encoder.h"
#include "hw/input/input.h"

namespace gatehouse::hw {

struct Display {
  std::shared_ptr<void> connection;      // what the parts share; goes last
  std::unique_ptr<Capture> capture;      // never null
  std::unique_ptr<Input> input;          // never null (null back-end: ignores)
  std::unique_ptr<Clipboard> clipboard;  // never null (null back-end: silent)
  OpenVideo open_video = open_x264;
};

// Over a connected X server socket. `resizable`: the screen may be resized (RandR), as virtual ones are.
Result<Display> open_x11(UniqueFd socket, const std::string& auth_name, const std::string& auth_data,
                         bool resizable);
// Of what a graphics card shows, over a socket to its look-out (hw/kms/lookout.h). Waits up to seconds for the first picture.
Result<Display> open_kms(UniqueFd socket);
// The null back-end: a still picture with a pattern that tests can verify; pointer and keys draw marks in it.
Result<Display> open_test_card(int width, int height);

// --- Monitor's side: opening what the worker is not allowed to open ---

struct X11Socket {
  UniqueFd socket;
  std::string auth_name, auth_data;
};
// The X server meant by the setting `configured`; empty: $DISPLAY, then ":0".
std::string x11_name(const std::string& configured);
// Connects to the X server `name` (":0", ":1.0") with the cookie from `xauthority` (empty: $XAUTHORITY, then
// ~/.Xauthority). Takes up to seconds: it asks the server whether it lets us in. Says in the error what is
// missing.
Result<X11Socket> connect_x11(const std::string& name, const std::string& xauthority);

struct FoundX11 {
  std::string name;  // ":0"
  X11Socket socket;
};
// For an agent that is root: the X server of who sits at this machine, with the cookie file that the server was started
// with (hw/x11/running_server.h), whoever's it is. Several of them: the one on the terminal in front. As slow as
// connect_x11() for each.
Result<FoundX11> find_x11();

}  // namespace gatehouse::hw
