// The agent's handle on the process that records and encodes what the machine plays: once for all who listen, as the account whose
// screen is served, because the sound server is that account's. Loop thread of the agent; the owner watches control_fd().
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/spawn.h"
#include "appliance/sound/messages.h"

namespace gatehouse::sound {

// Where `sound-recorder` finds its end of the socket.
inline constexpr int kSoundControlFd = 3;

// Called from on_readable(). Only within `exited` may the SoundProcess be destroyed.
struct SoundEvents {
  std::function<void(bool on)> recording;
  std::function<void(const Packet&)> packet;
  // The process is gone, for whatever reason; last event. `words` for the log.
  std::function<void(const std::string& words)> exited;
};

class SoundProcess {
 public:
  // Starts `program` sound-recorder with nothing open but its control socket and standard error, and an empty environment, as
  // `account` where one is named (needs root). Returns at once.
  static Result<std::unique_ptr<SoundProcess>> start(const std::string& program,
                                                     const std::optional<Account>& account,
                                                     const Start& start, SoundEvents events);
  virtual ~SoundProcess() = default;  // ends the process

  virtual int control_fd() const = 0;
  virtual void on_readable() = 0;
};

// The process's own main (hidden command `sound-recorder`): connects to the sound server, locks itself in, and records until
// `control_fd` is closed. Returns the exit status.
int run_sound(int control_fd);

}  // namespace gatehouse::sound
