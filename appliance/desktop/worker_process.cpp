#include "appliance/desktop/worker_process.h"

#include <unistd.h>

#include <optional>

#include "appliance/base/child_process.h"
#include "appliance/base/log.h"
#include "appliance/desktop/worker_messages.h"

namespace gatehouse::desktop {
namespace {

Result<std::optional<Account>> account_of(const std::string& user) {
  if (::geteuid() != 0) return std::optional<Account>();
  const std::optional<Account> account = find_account(user);
  if (!account)
    return Error{"there is no user '" + user +
                 "' to run the desktop worker as; create it: useradd --system " + user};
  if (account->uid == 0) return Error{"the desktop worker must not run as root"};
  return account;
}

class ForkedWorker final : public WorkerProcess {
 public:
  ForkedWorker(ChildProcess child, WorkerEvents events)
      : child_(std::move(child)), events_(std::move(events)) {}

  int control_fd() const override { return child_.socket(); }

  void on_readable() override {
    for (;;) {
      bool would_block = false;
      auto received = worker::receive(child_.socket(), would_block);
      if (would_block) return;
      if (!received) log::error("desktop", received.error().message);
      if (!received || !*received) break;
      report((*received)->message);
    }
    const int status = child_.reap();
    // Its owner may destroy this object now.
    const auto exited = events_.exited;
    if (exited) exited(exit_words(status));
  }

  Result<void> add_viewer(std::uint64_t viewer, UniqueFd rfb, policy::Permissions permissions) override {
    return worker::send(child_.socket(), worker::AddViewer{viewer, permissions}, rfb.get());
  }
  void set_permissions(std::uint64_t viewer, policy::Permissions permissions) override {
    order(worker::SetPermissions{viewer, permissions});
  }
  void remove_viewer(std::uint64_t viewer) override { order(worker::RemoveViewer{viewer}); }

 private:
  // An order that can't be given - a right taken away, above all - must not be forgotten: better no worker
  // than one that did not hear it.
  void order(const worker::Message& message) {
    if (worker::send(child_.socket(), message)) return;
    log::error("desktop", "the desktop worker does not listen; it is ended");
    child_.kill();
  }

  void report(const worker::Message& message) {
    if (const auto* ready = std::get_if<worker::Ready>(&message)) {
      if (events_.ready) events_.ready(ready->width, ready->height, ready->capture);
    } else if (const auto* ended = std::get_if<worker::ViewerEnded>(&message)) {
      if (events_.viewer_ended) events_.viewer_ended(ended->viewer, ended->error);
    } else if (const auto* news = std::get_if<worker::ViewerEncoder>(&message)) {
      if (events_.viewer_encoder) events_.viewer_encoder(news->viewer, news->encoder);
    } else if (std::holds_alternative<worker::DisplayLost>(message)) {
      if (events_.display_lost) events_.display_lost();
    }
  }

  ChildProcess child_;
  WorkerEvents events_;
};

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const std::string& program,
                                                            const std::string& user, DisplaySource source,
                                                            WorkerEvents events) {
  auto account = account_of(user);
  if (!account) return account.error();
  static_assert(kWorkerControlFd == kPassedFd);
  auto child = ChildProcess::start({program, "desktop-worker", "the desktop worker", std::move(*account)});
  if (!child) return child.error();
  auto process = std::make_unique<ForkedWorker>(*std::move(child), std::move(events));

  worker::Start start;
  int socket = -1;
  switch (source.kind) {
    case DisplaySource::Kind::x11:
      start.kind = worker::Start::Kind::x11;
      socket = source.x11_socket.get();
      break;
    case DisplaySource::Kind::kms:
      start.kind = worker::Start::Kind::kms;
      socket = source.kms_socket.get();
      break;
    case DisplaySource::Kind::test_card:
      break;
  }
  start.resizable = source.resizable;
  start.display = source.name;
  start.auth_name = source.x11_auth_name;
  start.auth_data = source.x11_auth_data;
  auto sent = worker::send(process->control_fd(), start, socket);
  if (!sent) return sent.error();
  return std::unique_ptr<WorkerProcess>(std::move(process));
}

}  // namespace gatehouse::desktop
