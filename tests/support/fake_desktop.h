// A screen and a worker that tests hold in their hands.
#pragma once
#include <sys/socket.h>

#include <map>
#include <memory>
#include <utility>

#include "appliance/agent/desktop_host.h"

namespace gatehouse::test {

class FakeWorker final : public desktop::WorkerProcess {
 public:
  FakeWorker(desktop::WorkerEvents its_events, bool& alive) : events(std::move(its_events)), alive_(alive) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) std::abort();
    control_.reset(ends[0]);
    far_.reset(ends[1]);
    alive_ = true;
  }
  ~FakeWorker() override { alive_ = false; }

  int control_fd() const override { return control_.get(); }
  void on_readable() override {
    char byte = 0;
    [[maybe_unused]] const auto got = ::recv(control_.get(), &byte, 1, MSG_DONTWAIT);
    const auto task = std::exchange(next, nullptr);
    if (task) task();
  }
  // Runs `task` from on_readable(), where a worker's events come from.
  void report(std::function<void()> task) {
    next = std::move(task);
    [[maybe_unused]] const auto sent = ::send(far_.get(), "x", 1, 0);
  }

  Result<void> add_viewer(std::uint64_t viewer, UniqueFd rfb, policy::Permissions permissions) override {
    viewers[viewer] = std::move(rfb);
    rights[viewer] = permissions;
    return {};
  }
  void set_permissions(std::uint64_t viewer, policy::Permissions permissions) override {
    rights[viewer] = permissions;
  }
  void remove_viewer(std::uint64_t viewer) override { viewers.erase(viewer); }

  desktop::WorkerEvents events;
  std::map<std::uint64_t, UniqueFd> viewers;
  std::map<std::uint64_t, policy::Permissions> rights;
  std::function<void()> next;

 private:
  UniqueFd control_, far_;
  bool& alive_;
};

class FakeDisplays final : public agent::DisplayProvider {
 public:
  void open(Opened answer) override {
    ++opened;
    if (slow) {
      waiting = std::move(answer);
    } else {
      finish(answer);
    }
  }
  void finish(const Opened& answer) const {
    if (gone) return answer(Error{"no X server"});
    desktop::DisplaySource source;
    source.kind = kind;
    source.name = name;
    source.resizable = resizable;
    answer(std::move(source));
  }
  int opened = 0;
  bool gone = false, slow = false, resizable = false;
  desktop::DisplaySource::Kind kind = desktop::DisplaySource::Kind::test_card;
  std::string name;
  Opened waiting;  // what a slow one has still to answer
};

// Counts the workers it starts and keeps a finger on the last one.
struct FakeWorkers {
  agent::WorkerStarter starter() {
    return [this](desktop::DisplaySource,
                  desktop::WorkerEvents events) -> Result<std::unique_ptr<desktop::WorkerProcess>> {
      ++started;
      auto worker = std::make_unique<FakeWorker>(std::move(events), alive);
      last = worker.get();
      return std::unique_ptr<desktop::WorkerProcess>(std::move(worker));
    };
  }
  int started = 0;
  bool alive = false;
  FakeWorker* last = nullptr;
};

}  // namespace gatehouse::test
