#include "hw/input/uinput_input.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include "tests/support/catch.h"

namespace gatehouse::hw::uinput_input_test {

// A socket in place of each device: what is written can be read, and the kernel's lights can be played.
struct Devices {
  Devices() {
    for (auto* pair : {&keyboard, &pointer}) {
      int ends[2];
      REQUIRE(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
      (*pair)[0] = UniqueFd(ends[0]);
      (*pair)[1] = UniqueFd(ends[1]);
    }
    input = open_uinput_input(
        std::move(keyboard[0]), std::move(pointer[0]), us_keymap(), [this] { return size; },
        [this] { ++acted; });
  }

  // "30+ 30-": input codes with what was done.
  std::string keys() { return read(keyboard[1].get()); }
  std::string moves() { return read(pointer[1].get()); }
  void light(std::uint16_t led, bool on) {
    input_event event{};
    event.type = EV_LED;
    event.code = led;
    event.value = on;
    REQUIRE(::write(keyboard[1].get(), &event, sizeof(event)) == sizeof(event));
  }

  std::array<UniqueFd, 2> keyboard, pointer;
  ScreenSize size{1000, 500};
  int acted = 0;
  std::unique_ptr<Input> input;

 private:
  static std::string read(int fd) {
    std::string words;
    std::array<input_event, 64> events;
    for (ssize_t got; (got = ::read(fd, events.data(), sizeof(events))) > 0;) {
      const auto count = static_cast<std::size_t>(got) / sizeof(input_event);
      CHECK(events[count - 1].type == EV_SYN);
      for (std::size_t i = 0; i + 1 < count; ++i) {
        const input_event& event = events[i];
        if (!words.empty()) words += ' ';
        if (event.type == EV_KEY) words += std::to_string(event.code) + (event.value != 0 ? "+" : "-");
        if (event.type == EV_ABS) words += (event.code == ABS_X ? "x" : "y") + std::to_string(event.value);
        if (event.type == EV_REL)
          words += "r" + std::to_string(event.code) + ":" + std::to_string(event.value);
      }
    }
    return words;
  }
};

TEST_CASE("a key goes down and up, with Shift where the layout wants it", "[hw]") {
  Devices devices;
  devices.input->key('a', 0, true);
  CHECK(devices.keys() == "30+");
  devices.input->key('a', 0, true);  // the viewer repeats it, as the kernel does
  CHECK(devices.keys().empty());
  devices.input->key('a', 0, false);
  CHECK(devices.keys() == "30-");
  devices.input->key('A', 0, true);
  CHECK(devices.keys() == "42+ 30+ 42-");
  devices.input->key('A', 0, false);
  CHECK(devices.keys() == "30-");
  devices.input->key(0xFFE1, 0, true);
  devices.input->key('A', 0, true);
  CHECK(devices.keys() == "42+ 30+");
  devices.input->key('A', 0, false);
  devices.input->key('a', 0, true);
  CHECK(devices.keys() == "30- 42- 30+ 42+");
  CHECK(devices.acted == 9);
}

TEST_CASE("Caps Lock at the machine is made up for", "[hw]") {
  Devices devices;
  devices.light(LED_CAPSL, true);
  devices.input->key('a', 0, true);
  CHECK(devices.keys() == "42+ 30+ 42-");
  devices.input->key('a', 0, false);
  devices.keys();
  devices.light(LED_CAPSL, false);
  devices.input->key('a', 0, true);
  CHECK(devices.keys() == "30+");
}

TEST_CASE("neither Print nor a key by its place asks the kernel for things", "[hw]") {
  Devices devices;
  devices.input->key(0xFFE9, 0, true);
  devices.input->key(0xFF61, 0, true);
  devices.input->key(0, 0xB7, true);
  CHECK(devices.keys() == "56+");
  devices.input->key(0, 0x1E, true);
  CHECK(devices.keys() == "30+");
}

TEST_CASE("the pointer goes where the picture has it, on a screen of any size", "[hw]") {
  Devices devices;
  devices.input->pointer(0, 499, 0);
  CHECK(devices.moves() == "x0 y32767");
  devices.input->pointer(999, 0, 1);
  CHECK(devices.moves() == "x32767 y0 272+");
  devices.input->pointer(5000, -3, 1);
  CHECK(devices.moves() == "x32767 y0");
  devices.size = {2000, 500};
  devices.input->pointer(999, 0, 0);
  CHECK(devices.moves() == "x16375 y0 272-");
  devices.size = {};
  devices.input->pointer(7, 7, 0);
  CHECK(devices.moves() == "x0 y0");
}

TEST_CASE("a turn of the wheel is one step and its fine steps", "[hw]") {
  Devices devices;
  devices.input->pointer(0, 0, 1U << 3);
  CHECK(devices.moves() == "x0 y0 r8:1 r11:120");
  devices.input->pointer(0, 0, 0);
  CHECK(devices.moves() == "x0 y0");
  devices.input->pointer(0, 0, 1U << 5);
  CHECK(devices.moves() == "x0 y0 r6:-1 r12:-120");
}

TEST_CASE("nothing stays down when the viewer is gone", "[hw]") {
  Devices devices;
  devices.input->key('a', 0, true);
  devices.input->key(0xFFE3, 0, true);
  devices.input->pointer(0, 0, 5);
  devices.keys();
  devices.moves();
  devices.input->release_buttons(1);
  CHECK(devices.moves() == "273-");
  devices.input->release_all();
  CHECK(devices.keys() == "30- 29-");
  CHECK(devices.moves() == "272-");
  devices.input->key('b', 0, true);
  devices.keys();
  devices.input.reset();
  CHECK(devices.keys() == "48-");
}

}  // namespace gatehouse::hw::uinput_input_test
