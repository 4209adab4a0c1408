// The one desktop worker of this machine: started for the first viewer and once to see what there is, kept
// warm for a while after the last one left, started again after a crash when somebody comes. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "appliance/desktop/worker_process.h"
#include "appliance/net/event_loop.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::agent {

// What the host needs from the world; the agent supplies it, tests fake it.
class DisplayProvider {
 public:
  virtual ~DisplayProvider() = default;
  // The screen to show now; errors say what is missing. Runs `opened` once, inside the call or later; opening
  // may take seconds.
  using Opened = std::function<void(Result<desktop::DisplaySource>)>;
  virtual void open(Opened opened) = 0;
};
using WorkerStarter = std::function<Result<std::unique_ptr<desktop::WorkerProcess>>(
    desktop::DisplaySource source, desktop::WorkerEvents events)>;

// How a session uses the desktop.
class Desktop {
 public:
  virtual ~Desktop() = default;
  // `shown` runs once with our end of the viewer's RFB stream, inside attach() or when the screen is open.
  // `lost` runs once when there is no screen for this viewer or it is taken away, never inside attach() and
  // the last event; the reason is in the log, too. Neither runs after detach().
  struct Events {
    std::function<void(UniqueFd rfb)> shown;
    std::function<void(wire::CloseReason)> lost;
  };
  // `screen`: the name of the only one that this viewer may see; empty: whichever is shown.
  virtual void attach(std::uint64_t viewer, policy::Permissions permissions, const std::string& screen,
                      Events events) = 0;
  virtual void set_permissions(std::uint64_t viewer, policy::Permissions permissions) = 0;
  // Harmless for a viewer that is not there.
  virtual void detach(std::uint64_t viewer) = 0;
};

class DesktopHost final : public Desktop {
 public:
  DesktopHost(net::EventLoop& loop, DisplayProvider& displays, WorkerStarter start_worker,
              std::chrono::milliseconds keep_warm);

  void attach(std::uint64_t viewer, policy::Permissions permissions, const std::string& screen,
              Events events) override;
  void set_permissions(std::uint64_t viewer, policy::Permissions permissions) override;
  void detach(std::uint64_t viewer) override;

  // Whether the next viewer will see the screen `name`. Another one that nobody looks at any more is let go.
  bool will_show(const std::string& name);

  // Opens the screen without a viewer, so that screen() is known.
  void probe();
  // `changed` runs whenever screen() does.
  void on_screen(std::function<void()> changed) { screen_changed_ = std::move(changed); }
  // `told` runs with what a viewer's picture is encoded with, whenever that changes.
  void on_encoder(std::function<void(std::uint64_t viewer, const std::string& encoder)> told) {
    encoder_told_ = std::move(told);
  }
  // What the last worker said; zero and empty before the first.
  struct Screen {
    std::uint16_t width = 0, height = 0;
    std::string capture;
    bool operator==(const Screen&) const = default;
  };
  const Screen& screen() const { return screen_; }

 private:
  struct Viewer {
    policy::Permissions permissions;
    std::string screen;  // that it may see; empty: any
    Events events;
    bool handed_over = false;                             // the worker knows it
    wire::CloseReason failure = wire::CloseReason::none;  // to be told
  };

  void open();
  void opened(Result<desktop::DisplaySource> source);
  Result<void> start(desktop::DisplaySource source);
  void hand_over(std::uint64_t viewer);
  void fail(std::uint64_t viewer, wire::CloseReason reason);
  void fail_all(wire::CloseReason reason);
  void ready(Screen screen);
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
  std::unordered_map<std::uint64_t, Viewer> viewers_;
  Screen screen_;
  std::string shown_;  // the name of the worker's screen
  std::function<void()> screen_changed_;
  std::function<void(std::uint64_t, const std::string&)> encoder_told_;
  bool opening_ = false;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::agent
