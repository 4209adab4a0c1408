// Several viewers, one keyboard and one pointer: who holds what down. A button is down while anyone holds it;
// what a viewer held is let go when it leaves or loses the right, and nothing of anyone else's. Main thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>

#include "hw/input/input.h"

namespace gatehouse::desktop {

class InputMixer {
 public:
  using Viewer = std::uint64_t;
  // More keys than these are not held down for one viewer: a keyboard has no more, and a list that a peer
  // grows needs an end.
  static constexpr std::size_t kKeysCap = 64;

  explicit InputMixer(hw::Input& input) : input_(input) {}

  void key(Viewer viewer, std::uint32_t keysym, std::uint32_t xt_code, bool down);
  void pointer(Viewer viewer, int x, int y, std::uint32_t buttons);
  void release_keys(Viewer viewer);
  void release_buttons(Viewer viewer);
  void forget(Viewer viewer);

  // How many keys and pointer movements there were.
  std::uint64_t count() const { return count_; }

 private:
  // A key is the same key while its scan code is, whatever Shift made of its keysym.
  using Key = std::uint64_t;
  struct Held {
    std::map<Key, std::uint32_t> keys;  // with the keysym it went down with
    std::uint32_t buttons = 0;
  };

  bool anyone_holds(Key key) const;
  std::uint32_t all_buttons() const;

  hw::Input& input_;
  std::map<Viewer, Held> held_;
  std::uint64_t count_ = 0;
  std::uint32_t buttons_ = 0;  // as last given to the machine
};

}  // namespace gatehouse::desktop
