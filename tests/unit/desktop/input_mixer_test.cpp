#include "appliance/desktop/input_mixer.h"

#include <string>

#include "tests/support/catch.h"

namespace gatehouse::input_mixer_test {

struct Machine final : hw::Input {
  std::string calls;
  void key(std::uint32_t keysym, std::uint32_t xt, bool down) override {
    calls += std::to_string(keysym) + (xt ? "/" + std::to_string(xt) : "") + (down ? "+ " : "- ");
  }
  void pointer(int x, int y, std::uint32_t buttons) override {
    calls += "@" + std::to_string(x) + "," + std::to_string(y) + ":" + std::to_string(buttons) + " ";
  }
  void release_buttons(std::uint32_t left) override { calls += ":" + std::to_string(left) + " "; }
  void release_all() override { calls += "all "; }
};

TEST_CASE("viewers share keyboard and pointer without getting in each other's way", "[desktop]") {
  Machine machine;
  desktop::InputMixer mixer(machine);

  SECTION("a button is down while anyone holds it") {
    mixer.pointer(1, 5, 5, 1);
    mixer.pointer(2, 6, 6, 4);
    mixer.pointer(2, 7, 7, 0);
    mixer.pointer(1, 8, 8, 0);
    CHECK(machine.calls == "@5,5:1 @6,6:5 @7,7:1 @8,8:0 ");
  }
  SECTION("who leaves lets go of its own, and only that") {
    mixer.pointer(1, 5, 5, 1);
    mixer.pointer(2, 6, 6, 1);
    mixer.key(1, 97, 0, true);
    mixer.key(2, 97, 0, true);
    mixer.key(1, 98, 48, true);
    machine.calls.clear();
    mixer.forget(1);
    CHECK(machine.calls == "98/48- ");
    machine.calls.clear();
    mixer.forget(2);
    CHECK(machine.calls == "97- :0 ");
    mixer.forget(2);
    CHECK(machine.calls == "97- :0 ");
  }
  SECTION("Shift may change a key's symbol while it is down") {
    mixer.key(1, 'A', 30, true);
    mixer.key(1, 'a', 30, false);
    CHECK(machine.calls == "65/30+ 65/30- ");
  }
  SECTION("auto-repeat passes, and endless different keys do not") {
    mixer.key(1, 97, 0, true);
    mixer.key(1, 97, 0, true);
    CHECK(machine.calls == "97+ 97+ ");
    machine.calls.clear();
    for (std::uint32_t key = 1000; key < 2000; ++key) mixer.key(1, key, 0, true);
    const auto pressed = std::count(machine.calls.begin(), machine.calls.end(), '+');
    CHECK(pressed < 64);
  }
  SECTION("losing one right lets go of that kind") {
    mixer.pointer(1, 5, 5, 2);
    mixer.key(1, 97, 0, true);
    machine.calls.clear();
    mixer.release_keys(1);
    CHECK(machine.calls == "97- ");
    mixer.release_buttons(1);
    CHECK(machine.calls == "97- :0 ");
  }
}

}  // namespace gatehouse::input_mixer_test
