#include "hw/input/uinput_input.h"

#include <linux/input.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>
#include <vector>

#include "hw/input/modifier_change.h"
#include "hw/input/uinput_device.h"
#include "hw/input/xt_codes.h"

namespace gatehouse::hw {
namespace {

constexpr int kKeycodeOffset = 8;  // X keycodes over input codes
constexpr int kFinePerStep = 120;  // of a wheel (linux/input-event-codes.h, REL_WHEEL_HI_RES)

// RFB's buttons by bit; the wheel's directions are none.
struct Button {
  std::uint32_t bit;
  std::uint16_t code;
};
constexpr Button kButtons[] = {{1U << 0, BTN_LEFT},
                               {1U << 1, BTN_MIDDLE},
                               {1U << 2, BTN_RIGHT},
                               {1U << 7, BTN_SIDE},
                               {1U << 8, BTN_EXTRA}};
struct Wheel {
  std::uint32_t bit;
  std::uint16_t axis, fine_axis;
  int step;
};
constexpr Wheel kWheels[] = {{1U << 3, REL_WHEEL, REL_WHEEL_HI_RES, 1},
                             {1U << 4, REL_WHEEL, REL_WHEEL_HI_RES, -1},
                             {1U << 5, REL_HWHEEL, REL_HWHEEL_HI_RES, -1},
                             {1U << 6, REL_HWHEEL, REL_HWHEEL_HI_RES, 1}};

// What happens together, told to the kernel in one piece.
class Report {
 public:
  void add(std::uint16_t type, std::uint16_t code, int value) {
    input_event event{};
    event.type = type;
    event.code = code;
    event.value = value;
    events_.push_back(event);
  }
  void send(int fd) {
    if (events_.empty()) return;
    add(EV_SYN, SYN_REPORT, 0);
    const std::size_t bytes = events_.size() * sizeof(input_event);
    while (::write(fd, events_.data(), bytes) < 0 && errno == EINTR) {
    }
  }

 private:
  std::vector<input_event> events_;
};

int on_range(int position, int size) {
  if (size <= 1) return 0;
  const int inside = std::clamp(position, 0, size - 1);
  return static_cast<int>((static_cast<std::int64_t>(inside) * kPointerRange + (size - 1) / 2) / (size - 1));
}

class UinputInput final : public Input {
 public:
  UinputInput(UniqueFd keyboard, UniqueFd pointer, const ConsoleKeymap& keymap,
              std::function<ScreenSize()> size, std::function<void()> acted)
      : keyboard_(std::move(keyboard)),
        pointer_(std::move(pointer)),
        map_(keyboard_map_of(keymap)),
        size_(std::move(size)),
        acted_(std::move(acted)) {}
  ~UinputInput() override { release_all(); }

  void key(std::uint32_t keysym, std::uint32_t xt_code, bool down) override {
    const Symbol symbol{keysym, keysym == 0 ? xt_code : 0};
    if (down) {
      press(symbol);
    } else if (const auto held = held_.find(symbol); held != held_.end()) {
      say_key(held->second, false);
      held_.erase(held);
    }
    acted_();
  }

  void pointer(int x, int y, std::uint32_t buttons) override {
    const ScreenSize size = size_();
    Report report;
    report.add(EV_ABS, ABS_X, on_range(x, size.width));
    report.add(EV_ABS, ABS_Y, on_range(y, size.height));
    set_buttons(buttons, report);
    report.send(pointer_.get());
    acted_();
  }

  void release_buttons(std::uint32_t left) override {
    Report report;
    set_buttons(left & buttons_, report);
    report.send(pointer_.get());
  }

  void release_all() override {
    for (const auto& [symbol, keycode] : std::exchange(held_, {})) say_key(keycode, false);
    release_buttons(0);
  }

 private:
  // What the viewer named: a keysym, or a key alone.
  struct Symbol {
    std::uint32_t keysym, xt_code;
    auto operator<=>(const Symbol&) const = default;
  };

  void press(const Symbol& symbol) {
    const KeyboardState state = keyboard_state();
    const auto stroke = find(symbol, state);
    if (!stroke) return;
    // The key may be down for another symbol that sits on it. For this one, the viewer repeats it: so does the kernel.
    if (const auto old = held_.find(symbol); old != held_.end()) {
      if (old->second == stroke->keycode) return;
      say_key(old->second, false);
      held_.erase(old);
    }
    std::erase_if(held_, [&](const auto& held) {
      if (held.second != stroke->keycode) return false;
      say_key(held.second, false);
      return true;
    });
    std::vector<std::uint8_t> held;
    for (const auto& [other, keycode] : held_) held.push_back(keycode);
    const ModifierChange change = modifier_change(map_, *stroke, state, held);
    for (const std::uint8_t keycode : change.released) say_key(keycode, false);
    for (const std::uint8_t keycode : change.pressed) say_key(keycode, true);
    say_key(stroke->keycode, true);
    for (const std::uint8_t keycode : change.pressed) say_key(keycode, false);
    for (const std::uint8_t keycode : change.released) say_key(keycode, true);
    held_[symbol] = stroke->keycode;
  }

  std::optional<Keystroke> find(const Symbol& symbol, const KeyboardState& state) const {
    auto stroke = symbol.keysym != 0 ? map_.find(symbol.keysym, state) : std::nullopt;
    if (symbol.keysym == 0)
      if (const std::uint8_t keycode = keycode_of_xt(symbol.xt_code)) stroke = Keystroke{keycode, 0, 0};
    // The device has no such key, and is asked for none.
    if (stroke && stroke->keycode == KEY_SYSRQ + kKeycodeOffset) return std::nullopt;
    return stroke;
  }

  KeyboardState keyboard_state() {
    hear_lights();
    KeyboardState state;
    if (caps_lock_) state.modifiers = state.fixed = modifier::kLock;
    for (const auto& [symbol, keycode] : held_)
      state.modifiers |= map_.keys[keycode].modifiers & static_cast<std::uint8_t>(~modifier::kLock);
    return state;
  }

  void hear_lights() {
    input_event event;
    while (::read(keyboard_.get(), &event, sizeof(event)) == static_cast<ssize_t>(sizeof(event)))
      if (event.type == EV_LED && event.code == LED_CAPSL) caps_lock_ = event.value != 0;
  }

  void say_key(std::uint8_t keycode, bool down) {
    Report report;
    report.add(EV_KEY, static_cast<std::uint16_t>(keycode - kKeycodeOffset), down);
    report.send(keyboard_.get());
  }

  void set_buttons(std::uint32_t buttons, Report& report) {
    const std::uint32_t changed = buttons ^ std::exchange(buttons_, buttons);
    for (const Button& button : kButtons)
      if ((changed & button.bit) != 0) report.add(EV_KEY, button.code, (buttons & button.bit) != 0);
    for (const Wheel& wheel : kWheels)
      if ((changed & buttons & wheel.bit) != 0) {
        report.add(EV_REL, wheel.axis, wheel.step);
        report.add(EV_REL, wheel.fine_axis, wheel.step * kFinePerStep);
      }
  }

  const UniqueFd keyboard_, pointer_;
  const KeyboardMap map_;
  const std::function<ScreenSize()> size_;
  const std::function<void()> acted_;
  std::map<Symbol, std::uint8_t> held_;  // and the key that is down for it
  std::uint32_t buttons_ = 0;
  bool caps_lock_ = false;
};

}  // namespace

std::unique_ptr<Input> open_uinput_input(UniqueFd keyboard, UniqueFd pointer, const ConsoleKeymap& keymap,
                                         std::function<ScreenSize()> size, std::function<void()> acted) {
  return std::make_unique<UinputInput>(std::move(keyboard), std::move(pointer), keymap, std::move(size),
                                       std::move(acted));
}

}  // namespace gatehouse::hw
