#include "appliance/agent/desktop_host.h"

#include <sys/socket.h>

#include <vector>

#include "appliance/base/log.h"

namespace gatehouse::agent {

using wire::CloseReason;

namespace {
constexpr const char* kVirtual = "virtual desktop, ";  // wire::Facts::capture
}

DesktopHost::DesktopHost(net::EventLoop& loop, DisplayProvider& displays, WorkerStarter start_worker,
                         std::chrono::milliseconds keep_warm)
    : loop_(loop), displays_(displays), start_worker_(std::move(start_worker)), keep_warm_(keep_warm) {}

void DesktopHost::probe() {
  if (!worker_ && !opening_) open();
}

bool DesktopHost::will_show(const std::string& name) {
  if (!worker_ || shown_ == name) return true;
  if (!viewers_.empty()) return false;
  retire_worker();
  return true;
}

void DesktopHost::open() {
  opening_ = true;
  displays_.open([this, life = std::weak_ptr(life_)](Result<desktop::DisplaySource> source) {
    if (!life.expired()) opened(std::move(source));
  });
}

void DesktopHost::opened(Result<desktop::DisplaySource> source) {
  opening_ = false;
  if (!source) {
    log::error("agent", "the screen cannot be opened: " + source.error().message);
    return fail_all(CloseReason::display_lost);
  }
  if (auto started = start(*std::move(source)); !started) {
    log::error("agent", "the desktop worker does not start: " + started.error().message);
    return fail_all(CloseReason::desktop_failed);
  }
  std::vector<std::uint64_t> waiting;
  for (const auto& [viewer, its] : viewers_) waiting.push_back(viewer);
  for (const std::uint64_t viewer : waiting) hand_over(viewer);
}

Result<void> DesktopHost::start(desktop::DisplaySource source) {
  // Only a screen that we made may be resized.
  const std::string before = source.resizable ? kVirtual : "";
  shown_ = source.name;
  auto worker = start_worker_(
      std::move(source),
      {
          .ready =
              [this, before](std::uint16_t width, std::uint16_t height, const std::string& capture) {
                ready({width, height, before + capture});
              },
          .viewer_ended = [this](std::uint64_t viewer,
                                 const std::string& error) { viewer_ended(viewer, error); },
          .viewer_encoder =
              [this](std::uint64_t viewer, const std::string& encoder) {
                if (viewers_.contains(viewer) && encoder_told_) encoder_told_(viewer, encoder);
              },
          .display_lost =
              [this] {
                log::warning("agent", "the screen went away");
                all_lost(CloseReason::display_lost);
              },
          .exited =
              [this](const std::string& words) {
                log::warning("agent", "the desktop worker ended: " + words);
                all_lost(CloseReason::desktop_failed);
              },
      });
  if (!worker) return worker.error();
  worker_ = *std::move(worker);
  watch_ = loop_.on_readable(worker_->control_fd(), [this] { worker_->on_readable(); });
  return {};
}

void DesktopHost::ready(Screen screen) {
  if (!idle_) rest_when_idle();  // nobody came since it was started
  if (screen == screen_) return;
  screen_ = std::move(screen);
  if (screen_changed_) screen_changed_();
}

void DesktopHost::attach(std::uint64_t viewer, policy::Permissions permissions, const std::string& screen,
                         Events events) {
  viewers_[viewer] = {permissions, screen, std::move(events)};
  idle_.reset();
  if (worker_) {
    hand_over(viewer);
  } else if (!opening_) {
    open();
  }
}

void DesktopHost::hand_over(std::uint64_t viewer) {
  const auto found = viewers_.find(viewer);
  if (found == viewers_.end() || found->second.failure != CloseReason::none) return;
  if (!found->second.screen.empty() && found->second.screen != shown_) {
    log::warning("agent",
                 "a viewer was let in to the screen " + found->second.screen + ", which is not shown");
    return fail(viewer, CloseReason::display_lost);
  }
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
    log::error("agent", errno_error("cannot make a socket pair").message);
    return fail(viewer, CloseReason::desktop_failed);
  }
  UniqueFd ours(ends[0]), theirs(ends[1]);
  if (auto added = worker_->add_viewer(viewer, std::move(theirs), found->second.permissions); !added) {
    log::error("agent", "the desktop worker takes no viewer: " + added.error().message);
    return fail(viewer, CloseReason::desktop_failed);
  }
  found->second.handed_over = true;
  const auto shown = found->second.events.shown;
  shown(std::move(ours));
}

// Told later, since the viewer may be attaching. The first reason is the one: a worker whose screen went away
// ends, too.
void DesktopHost::fail(std::uint64_t viewer, CloseReason reason) {
  CloseReason& failure = viewers_[viewer].failure;
  if (failure != CloseReason::none) return;
  failure = reason;
  loop_.post([this, viewer, life = std::weak_ptr(life_)] {
    if (life.expired()) return;
    const auto found = viewers_.find(viewer);
    if (found == viewers_.end() || found->second.failure == CloseReason::none) return;
    const Viewer gone = std::move(found->second);
    viewers_.erase(found);
    rest_when_idle();
    gone.events.lost(gone.failure);
  });
}

void DesktopHost::fail_all(CloseReason reason) {
  for (const auto& [viewer, its] : viewers_) fail(viewer, reason);
}

void DesktopHost::set_permissions(std::uint64_t viewer, policy::Permissions permissions) {
  const auto found = viewers_.find(viewer);
  if (found == viewers_.end()) return;
  found->second.permissions = permissions;
  if (found->second.handed_over) worker_->set_permissions(viewer, permissions);
}

void DesktopHost::detach(std::uint64_t viewer) {
  const auto found = viewers_.find(viewer);
  if (found == viewers_.end()) return;
  const bool handed_over = found->second.handed_over;
  viewers_.erase(found);
  if (handed_over) worker_->remove_viewer(viewer);
  rest_when_idle();
}

void DesktopHost::viewer_ended(std::uint64_t viewer, const std::string& error) {
  const auto found = viewers_.find(viewer);
  if (found == viewers_.end()) return;
  const Viewer gone = std::move(found->second);
  viewers_.erase(found);
  if (!error.empty()) log::warning("agent", "a viewer was cut off: " + error);
  rest_when_idle();
  gone.events.lost(error.empty() ? CloseReason::ended_by_viewer : CloseReason::protocol_error);
}

void DesktopHost::all_lost(CloseReason reason) {
  retire_worker();
  for (auto& [viewer, its] : viewers_) its.handed_over = false;
  fail_all(reason);
}

void DesktopHost::retire_worker() {
  watch_.reset();
  idle_.reset();
  // It is at work further up the stack.
  loop_.post([gone = std::shared_ptr<desktop::WorkerProcess>(std::move(worker_))] {});
}

void DesktopHost::rest_when_idle() {
  if (!viewers_.empty() || !worker_) return;
  idle_ = loop_.after(keep_warm_, [this] {
    watch_.reset();
    worker_.reset();
  });
}

}  // namespace gatehouse::agent
