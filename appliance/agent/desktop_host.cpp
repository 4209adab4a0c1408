#include "appliance/agent/desktop_host.h"

#include <sys/socket.h>

#include "appliance/base/log.h"

namespace gatehouse::agent {

using wire::CloseReason;

DesktopHost::DesktopHost(net::EventLoop& loop, DisplayProvider& displays, WorkerStarter start_worker,
                         std::chrono::milliseconds keep_warm)
    : loop_(loop), displays_(displays), start_worker_(std::move(start_worker)), keep_warm_(keep_warm) {}

// CloseReason::none: it runs.
CloseReason DesktopHost::start() {
  auto source = displays_.open();
  if (!source) {
    log::error("agent", "the screen cannot be opened: " + source.error().message);
    return CloseReason::display_lost;
  }
  auto worker =
      start_worker_(std::move(*source),
                    {
                        .ready =
                            [this](std::uint16_t width, std::uint16_t height, std::string capture) {
                              screen_ = {width, height, std::move(capture)};
                            },
                        .viewer_ended = [this](std::uint64_t viewer,
                                               const std::string& error) { viewer_ended(viewer, error); },
                        .display_lost =
                            [this] {
                              log::warning("agent", "the screen went away");
                              retire_worker();
                              all_lost(CloseReason::display_lost);
                            },
                        .exited =
                            [this](const std::string& words) {
                              log::warning("agent", "the desktop worker ended: " + words);
                              retire_worker();
                              all_lost(CloseReason::desktop_failed);
                            },
                    });
  if (!worker) {
    log::error("agent", "the desktop worker does not start: " + worker.error().message);
    return CloseReason::desktop_failed;
  }
  worker_ = *std::move(worker);
  watch_ = loop_.on_readable(worker_->control_fd(), [this] { worker_->on_readable(); });
  return CloseReason::none;
}

Desktop::Attached DesktopHost::attach(std::uint64_t viewer, policy::Permissions permissions, Lost lost) {
  if (!worker_) {
    if (const CloseReason failure = start(); failure != CloseReason::none) return failure;
  }
  rest_when_idle();  // also when what follows fails
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
    log::error("agent", errno_error("cannot make a socket pair").message);
    return CloseReason::desktop_failed;
  }
  UniqueFd ours(ends[0]), theirs(ends[1]);
  if (auto added = worker_->add_viewer(viewer, std::move(theirs), permissions); !added) {
    log::error("agent", "the desktop worker takes no viewer: " + added.error().message);
    return CloseReason::desktop_failed;
  }
  viewers_[viewer] = std::move(lost);
  idle_.reset();
  return ours;
}

void DesktopHost::set_permissions(std::uint64_t viewer, policy::Permissions permissions) {
  if (viewers_.contains(viewer)) worker_->set_permissions(viewer, permissions);
}

void DesktopHost::detach(std::uint64_t viewer) {
  if (viewers_.erase(viewer) == 0) return;
  worker_->remove_viewer(viewer);
  rest_when_idle();
}

void DesktopHost::viewer_ended(std::uint64_t viewer, const std::string& error) {
  const auto found = viewers_.find(viewer);
  if (found == viewers_.end()) return;
  const Lost lost = std::move(found->second);
  viewers_.erase(found);
  if (!error.empty()) log::warning("agent", "a viewer was cut off: " + error);
  rest_when_idle();
  lost(error.empty() ? CloseReason::ended_by_viewer : CloseReason::protocol_error);
}

void DesktopHost::all_lost(CloseReason reason) {
  const auto viewers = std::exchange(viewers_, {});
  for (const auto& [viewer, lost] : viewers) lost(reason);
}

void DesktopHost::retire_worker() {
  watch_.reset();
  idle_.reset();
  // It is at work further up the stack.
  loop_.post([gone = std::shared_ptr<desktop::WorkerProcess>(std::move(worker_))] {});
}

void DesktopHost::rest_when_idle() {
  if (!viewers_.empty()) return;
  idle_ = loop_.after(keep_warm_, [this] {
    watch_.reset();
    worker_.reset();
  });
}

}  // namespace gatehouse::agent
