// The one desktop worker of this machine: started for the first viewer, kept warm for a while after the last
// one left, started again after a crash when somebody comes. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>

#include "appliance/desktop/worker_process.h"
#include "appliance/net/event_loop.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::agent {

// What the host needs from the world; the agent supplies it, tests fake it.
class DisplayProvider {
 public:
  virtual ~DisplayProvider() = default;
  // The screen to show now. Errors say what is missing.
  virtual Result<desktop::DisplaySource> open() = 0;
};
using WorkerStarter = std::function<Result<std::unique_ptr<desktop::WorkerProcess>>(
    desktop::DisplaySource source, desktop::WorkerEvents events)>;

// How a session uses the desktop.
class Desktop {
 public:
  virtual ~Desktop() = default;
  // Our end of the viewer's RFB stream, or why there is none (in the log, too). `lost` runs once when the
  // desktop takes the viewer's screen away, not after detach() and never inside this call.
  using Attached = std::variant<UniqueFd, wire::CloseReason>;
  virtual Attached attach(std::uint64_t viewer, policy::Permissions permissions,
                          std::function<void(wire::CloseReason)> lost) = 0;
  virtual void set_permissions(std::uint64_t viewer, policy::Permissions permissions) = 0;
  // Harmless for a viewer that is not there.
  virtual void detach(std::uint64_t viewer) = 0;
};

class DesktopHost final : public Desktop {
 public:
  DesktopHost(net::EventLoop& loop, DisplayProvider& displays, WorkerStarter start_worker,
              std::chrono::milliseconds keep_warm);

  Attached attach(std::uint64_t viewer, policy::Permissions permissions,
                  std::function<void(wire::CloseReason)> lost) override;
  void set_permissions(std::uint64_t viewer, policy::Permissions permissions) override;
  void detach(std::uint64_t viewer) override;

  // What the last worker said; zero and empty before the first.
  struct Screen {
    std::uint16_t width = 0, height = 0;
    std::string capture;
  };
  const Screen& screen() const { return screen_; }

 private:
  using Lost = std::function<void(wire::CloseReason)>;

  wire::CloseReason start();
  void viewer_ended(std::uint64_t viewer, const std::string& error);
  void all_lost(wire::CloseReason reason);
  void retire_worker();
  void rest_when_idle();

  net::EventLoop& loop_;
  DisplayProvider& displays_;
  const WorkerStarter start_worker_;
  const std::chrono::milliseconds keep_warm_;
  std::unique_ptr<desktop::WorkerProcess> worker_;
  net::EventLoop::HandlePtr watch_, idle_;
  std::unordered_map<std::uint64_t, Lost> viewers_;
  Screen screen_;
};

}  // namespace gatehouse::agent
