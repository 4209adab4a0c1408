// The server's keyboard: its map, kept up to date, its state, and spare keys for symbols that the map lacks.
#pragma once
#include <cstdint>
#include <vector>

#include "hw/input/keyboard_map.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

class X11Keyboard {
 public:
  static Result<std::unique_ptr<X11Keyboard>> open(X11Connection& connection);
  X11Keyboard(const X11Keyboard&) = delete;
  X11Keyboard& operator=(const X11Keyboard&) = delete;
  // Takes back the symbols that were given to spare keys.
  ~X11Keyboard();

  // As the server has it now.
  const KeyboardMap& map();
  KeyboardState state() const;
  // When a spare key will be free for a symbol that the map lacks: programs look a key up some time after it
  // was pressed, and would take the new symbol for the old press if the key were given away too soon. The
  // past: now. Nothing: every spare key is in `held`, or there is none.
  std::optional<SteadyTime> spare_free_at(const std::vector<std::uint8_t>& held);
  // Gives it to `keysym`.
  void bind(std::uint32_t keysym, const std::vector<std::uint8_t>& held);
  // A key was pressed: if it is a spare one it keeps its symbol for a while.
  void used(std::uint8_t keycode);

 private:
  explicit X11Keyboard(X11Connection& connection) : connection_(connection) {}
  void read_map();
  void change(std::uint8_t keycode, std::uint32_t keysym);
  struct Spare {
    std::uint8_t keycode = 0;
    bool bound = false;
    SteadyTime last_use = SteadyTime::min();
  };
  Spare* oldest_spare(const std::vector<std::uint8_t>& held);

  X11Connection& connection_;
  KeyboardMap map_;
  bool stale_ = true;
  std::vector<Spare> spares_;  // ours to use; those that somebody else has given a symbol since are left out
};

}  // namespace gatehouse::hw
