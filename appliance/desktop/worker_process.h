// The monitor's handle on one desktop worker: the unprivileged, sandboxed process that captures the screen
// and speaks RFB. One worker serves every viewer of this machine. Loop thread of the agent; the owner
// watches control_fd().
//
// agent (monitor)                                   desktop worker (seccomp: no network, no files)
//   control_fd  <== SOCK_SEQPACKET, SCM_RIGHTS ==>   Start, AddViewer(fd), SetPermissions, RemoveViewer
//                                                    Ready, ViewerEncoder, ViewerEnded, DisplayLost
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/policy/permissions.h"

namespace gatehouse::desktop {

// What the worker is given to capture; opened by the monitor, because the worker can open nothing.
struct DisplaySource {
  enum class Kind { x11, kms, test_card };
  Kind kind = Kind::test_card;
  std::string name;           // ":0", for logs
  UniqueFd x11_socket;        // connected to the X server (kind x11)
  UniqueFd kms_socket;        // to the graphics card's look-out (kind kms)
  std::string x11_auth_name;  // e.g. MIT-MAGIC-COOKIE-1; empty: none needed
  std::string x11_auth_data;
  bool resizable = false;  // the screen may be resized on a viewer's wish (virtual displays)
};

// Where `desktop-worker` finds its end of the control socket.
inline constexpr int kWorkerControlFd = 3;

// Called from on_readable(). Only within `exited` may the WorkerProcess be destroyed.
struct WorkerEvents {
  // Again after a resize.
  std::function<void(std::uint16_t width, std::uint16_t height, std::string capture)> ready;
  // The RFB session of this viewer is over: it left (`error` is empty) or broke a rule (`error` names it).
  std::function<void(std::uint64_t viewer, std::string error)> viewer_ended;
  // With what this viewer's picture is encoded from now on.
  std::function<void(std::uint64_t viewer, std::string encoder)> viewer_encoder;
  // The X server went away; the process exits after this.
  std::function<void()> display_lost;
  // The process is gone, for whatever reason; last event. `words` for the log, e.g. "killed by signal 9".
  std::function<void(std::string words)> exited;
};

class WorkerProcess {
 public:
  // Starts `program` desktop-worker (usually /proc/self/exe) with nothing open but its control socket and
  // standard error, and an empty environment. When the monitor is root the worker drops to `user` first.
  // Returns at once; `ready` comes later.
  static Result<std::unique_ptr<WorkerProcess>> start(const std::string& program, const std::string& user,
                                                      DisplaySource source, WorkerEvents events);
  virtual ~WorkerProcess() = default;  // ends the process

  // Readable: call on_readable(). Hung up: the process is gone, on_readable() reports it.
  virtual int control_fd() const = 0;
  virtual void on_readable() = 0;

  // `rfb` is one end of a socketpair that carries the RFB bytes of this viewer, unframed.
  virtual Result<void> add_viewer(std::uint64_t viewer, UniqueFd rfb, policy::Permissions permissions) = 0;
  virtual void set_permissions(std::uint64_t viewer, policy::Permissions permissions) = 0;
  virtual void remove_viewer(std::uint64_t viewer) = 0;
};

// The worker's own main (hidden command `desktop-worker`, which passes kWorkerControlFd): opens the display
// it is given, locks itself in, and serves until `control_fd` is closed. Returns the exit status.
int run_worker(int control_fd);

}  // namespace gatehouse::desktop
