// The process around the worker: takes the start message, opens the display, locks itself in.
#include <signal.h>

#include "appliance/base/log.h"
#include "appliance/desktop/sandbox.h"
#include "appliance/desktop/worker.h"
#include "appliance/desktop/worker_process.h"

namespace gatehouse::desktop {
namespace {

constexpr int kTestCardWidth = 1280, kTestCardHeight = 800;

Result<hw::Display> open_display(const worker::Start& start, UniqueFd socket) {
  using Kind = worker::Start::Kind;
  switch (start.kind) {
    case Kind::x11:
      return hw::open_x11(std::move(socket), start.auth_name, start.auth_data, start.resizable);
    case Kind::kms:
      return hw::open_kms(std::move(socket));
    case Kind::test_card:
      break;
  }
  return hw::open_test_card(kTestCardWidth, kTestCardHeight);
}

int failed(const Error& error) {
  log::error("desktop", error.message);
  return 1;
}

}  // namespace

int run_worker(int control_fd) {
  ::signal(SIGPIPE, SIG_IGN);
  bool would_block = false;
  auto first = worker::receive(control_fd, would_block);
  if (!first) return failed(first.error());
  if (!*first) return 0;
  const auto* start = std::get_if<worker::Start>(&(*first)->message);
  if (start == nullptr) return failed(Error{"the desktop worker is started by the agent, not by hand"});

  auto display = open_display(*start, std::move((*first)->fd));
  if (!display) {
    static_cast<void>(worker::send(control_fd, worker::DisplayLost{}));
    return failed(display.error());
  }
  if (auto caged = enter_sandbox(); !caged) return failed(caged.error());
  Worker worker(control_fd, std::move(*display), start->resizable);
  return worker.run() ? 0 : 1;
}

}  // namespace gatehouse::desktop
