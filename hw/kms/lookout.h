// The look-out at a graphics card: the half of its capture that may ask the kernel what is shown. A thread that does nothing until
// the other half, in a process without any rights, sends a datagram; what is in it does not matter. To the first it answers with the
// keyboard's layout and two input devices, to every one with what is shown now.
#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "hw/kms/card.h"
#include "hw/kms/messages.h"

namespace gatehouse::hw::kms {

// What it uses of the machine; tests fake it.
struct Machine {
  // Called on the look-out's thread, and then again for every look.
  using Looking = std::function<Result<std::optional<Picture>>()>;
  std::function<Result<Looking>()> open_card;
  std::function<ConsoleKeymap()> keymap;
  std::function<Result<UniqueFd>()> keyboard, pointer;
};
// The first card that could show something, the layout of the text console, devices of uinput.
Machine this_machine();

class Lookout {
 public:
  // `socket`: our end. Nothing is opened before the first request.
  Lookout(UniqueFd socket, Machine machine);
  ~Lookout();  // the other half is told that nobody looks any more

  // The other half is gone, or was told that there is nothing to see.
  bool done() const { return done_; }

 private:
  void work();

  UniqueFd socket_;
  const Machine machine_;
  std::atomic<bool> done_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace gatehouse::hw::kms
