// What this machine plays, for the sessions that may hear it: one process, while somebody listens. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "appliance/agent/backoff.h"
#include "appliance/agent/desktop_host.h"
#include "appliance/base/log.h"
#include "appliance/net/event_loop.h"
#include "appliance/sound/process.h"

namespace gatehouse::agent {

// How a session uses it.
class MachineSound {
 public:
  virtual ~MachineSound() = default;
  struct Events {
    std::function<void(const sound::Packet&)> packet;
    // Whether there is anything to hear from; once inside listen() and then whenever it changes.
    std::function<void(bool there)> there;
  };
  virtual void listen(std::uint64_t call, Events events) = 0;
  // Harmless for one that does not listen. Nothing is told after it.
  virtual void leave(std::uint64_t call) = 0;
};

using SoundStarter = std::function<Result<std::unique_ptr<sound::SoundProcess>>(
    const std::optional<Account>& account, const sound::Start& start, sound::SoundEvents events)>;

// Whose sound server is heard.
struct SoundPlace {
  std::optional<Account> account;  // to start the process as
  sound::Start start;
};
// `screen`: who runs the X server that is shown; nothing: there is none. `seat`: who sits at the machine, as logind has it. An agent
// that is not root hears its own account's. One that is root hears that of who runs the X server, or sits there, or, where that
// is root as well, root's own, by a process that becomes `worker_user` once it is connected.
Result<SoundPlace> sound_place(std::optional<uid_t> screen, std::optional<uid_t> seat,
                               const std::string& worker_user);
// Nothing: nobody, or there is no logind.
std::optional<uid_t> who_sits_here(const std::string& seats = "/run/systemd/seats");

class SoundHost final : public MachineSound {
 public:
  SoundHost(net::EventLoop& loop, DisplayProvider& displays, SoundStarter start, std::string worker_user,
            std::chrono::milliseconds keep = std::chrono::seconds(5));

  void listen(std::uint64_t call, Events events) override;
  void leave(std::uint64_t call) override;

 private:
  void open();
  void start(std::optional<uid_t> screen);
  void recording(bool on);
  void packet(const sound::Packet& packet);
  void gone(const std::string& words);
  void for_each(const std::function<void(const Events&)>& tell);
  void rest_when_idle();

  net::EventLoop& loop_;
  DisplayProvider& displays_;
  const SoundStarter start_;
  const std::string worker_user_;
  const std::chrono::milliseconds keep_;  // how long the process stays after the last one left
  std::map<std::uint64_t, Events> listeners_;
  std::unique_ptr<sound::SoundProcess> process_;
  net::EventLoop::HandlePtr watch_, idle_, again_;
  bool opening_ = false, there_ = false;
  Backoff backoff_;
  std::string said_;  // in the log, of why there is nothing to hear
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::agent
