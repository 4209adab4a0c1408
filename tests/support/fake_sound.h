// A sound process that tests hold in their hands.
#pragma once
#include <sys/socket.h>

#include <map>
#include <memory>
#include <utility>

#include "appliance/agent/sound.h"

namespace gatehouse::test {

class FakeSoundProcess final : public sound::SoundProcess {
 public:
  FakeSoundProcess(sound::SoundEvents its_events, int& alive) : events(std::move(its_events)), alive_(alive) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) std::abort();
    control_.reset(ends[0]);
    far_.reset(ends[1]);
    ++alive_;
  }
  ~FakeSoundProcess() override { --alive_; }

  int control_fd() const override { return control_.get(); }
  void on_readable() override {
    char byte = 0;
    [[maybe_unused]] const auto got = ::recv(control_.get(), &byte, 1, MSG_DONTWAIT);
    const auto task = std::exchange(next, nullptr);
    if (task) task();
  }
  // Runs `task` from on_readable(), where its events come from.
  void report(std::function<void()> task) {
    next = std::move(task);
    [[maybe_unused]] const auto sent = ::send(far_.get(), "x", 1, 0);
  }

  sound::SoundEvents events;
  std::function<void()> next;

 private:
  UniqueFd control_, far_;
  int& alive_;
};

// Counts those it starts and keeps a finger on the last one.
struct FakeSounds {
  agent::SoundStarter starter() {
    return [this](const std::optional<Account>&, const sound::Start&,
                  sound::SoundEvents events) -> Result<std::unique_ptr<sound::SoundProcess>> {
      ++started;
      if (broken) return Error{"it can't be started"};
      auto process = std::make_unique<FakeSoundProcess>(std::move(events), alive);
      last = process.get();
      return std::unique_ptr<sound::SoundProcess>(std::move(process));
    };
  }
  int started = 0, alive = 0;
  bool broken = false;
  FakeSoundProcess* last = nullptr;
};

// What sessions listen to.
struct ScriptedSound final : agent::MachineSound {
  void listen(std::uint64_t call, Events events) override {
    events.there(there);
    listeners[call] = std::move(events);
  }
  void leave(std::uint64_t call) override { listeners.erase(call); }
  void play(const std::string& opus, std::uint64_t microseconds = 0) {
    for (const auto& [call, events] : listeners) events.packet({microseconds, opus});
  }
  std::map<std::uint64_t, Events> listeners;
  bool there = true;
};

}  // namespace gatehouse::test
