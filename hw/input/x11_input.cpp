#include "hw/input/x11_input.h"

#include <xcb/xtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <vector>

#include "hw/input/modifier_change.h"
#include "hw/input/x11_keyboard.h"
#include "hw/input/xt_codes.h"

namespace gatehouse::hw {
namespace {

constexpr int kButtons = 9;
constexpr std::size_t kMostWaiting = 1000;

class X11Input final : public Input {
 public:
  X11Input(X11Connection& connection, std::unique_ptr<X11Keyboard> keyboard)
      : connection_(connection), keyboard_(std::move(keyboard)) {}
  ~X11Input() override { release_all(); }

  void key(std::uint32_t keysym, std::uint32_t xt_code, bool down) override {
    if (keysym == 0 && xt_code == 0) return;
    const bool others_wait = !waiting_.empty();  // for the timer; each look costs the X server a question
    if (waiting_.size() < kMostWaiting) waiting_.push_back({{keysym, keysym == 0 ? xt_code : 0}, down});
    if (!others_wait) work_off();
  }

  void pointer(int x, int y, std::uint32_t buttons) override {
    const auto coordinate = [](int value) { return static_cast<std::int16_t>(std::clamp(value, 0, 32767)); };
    xcb_test_fake_input(connection_.get(), XCB_MOTION_NOTIFY, 0, XCB_CURRENT_TIME, connection_.root(),
                        coordinate(x), coordinate(y), 0);
    set_buttons(buttons);
    connection_.flush();
  }

  void release_buttons(std::uint32_t left) override {
    set_buttons(left);
    connection_.flush();
  }

  void release_all() override {
    waiting_.clear();
    for (const auto& [symbol, keycode] : held_) fake(XCB_KEY_RELEASE, keycode);
    held_.clear();
    set_buttons(0);
    connection_.flush();
  }

 private:
  // What the viewer named: a keysym, or a key alone.
  struct Symbol {
    std::uint32_t keysym, xt_code;
    auto operator<=>(const Symbol&) const = default;
  };

  struct Event {
    Symbol symbol;
    bool down = false;
  };

  // Keys in their order, until one needs a spare key that is not free yet.
  void work_off() {
    while (!waiting_.empty()) {
      const Event event = waiting_.front();
      if (event.down) {
        const KeyboardState state = keyboard_->state();
        const std::optional<Keystroke> stroke = find(event.symbol, state);
        if (!stroke && wait_for_spare(event.symbol)) break;
        if (stroke) press(event.symbol, *stroke, state);
      } else if (const auto held = held_.find(event.symbol); held != held_.end()) {
        fake(XCB_KEY_RELEASE, held->second);
        held_.erase(held);
      }
      waiting_.pop_front();
    }
    connection_.flush();
  }

  // False: there will be none, the symbol can't be typed.
  bool wait_for_spare(const Symbol& symbol) {
    if (symbol.keysym == 0) return false;
    const std::optional<SteadyTime> free = keyboard_->spare_free_at(held_keys());
    if (!free || *free <= std::chrono::steady_clock::now()) return false;
    if (!std::exchange(timer_set_, true))
      connection_.call_at(*free, [this, life = std::weak_ptr<int>(life_)] {
        if (life.expired()) return;
        timer_set_ = false;
        work_off();
      });
    return true;
  }

  std::vector<std::uint8_t> held_keys() const {
    std::vector<std::uint8_t> keys;
    for (const auto& [symbol, keycode] : held_) keys.push_back(keycode);
    return keys;
  }

  void press(const Symbol& symbol, const Keystroke& stroke, const KeyboardState& state) {
    // The key may be down already: for this symbol (the viewer repeats it) or for another that sits on it.
    // Programs see a repeat as release and press.
    const bool modifier = keyboard_->map().keys[stroke.keycode].modifiers != 0;
    if (std::erase_if(held_, [&](const auto& held) { return held.second == stroke.keycode; }) > 0 &&
        !modifier)
      fake(XCB_KEY_RELEASE, stroke.keycode);
    if (const auto old = held_.find(symbol); old != held_.end()) fake(XCB_KEY_RELEASE, old->second);
    with_modifiers(stroke, state, [&] { fake(XCB_KEY_PRESS, stroke.keycode); });
    held_[symbol] = stroke.keycode;
    keyboard_->used(stroke.keycode);
  }

  std::optional<Keystroke> find(const Symbol& symbol, const KeyboardState& state) {
    if (symbol.keysym == 0) {
      const std::uint8_t keycode = keycode_of_xt(symbol.xt_code);
      return keycode == 0 ? std::nullopt : std::optional<Keystroke>({keycode, 0, 0});
    }
    if (const auto stroke = keyboard_->map().find(symbol.keysym, state)) return stroke;
    const std::vector<std::uint8_t> held = held_keys();
    const std::optional<SteadyTime> free = keyboard_->spare_free_at(held);
    if (!free || *free > std::chrono::steady_clock::now()) return std::nullopt;
    keyboard_->bind(symbol.keysym, held);
    return keyboard_->map().find(symbol.keysym, state);
  }

  // Does `action` with the modifiers as the key needs them, and puts them back.
  template <class Action>
  void with_modifiers(const Keystroke& stroke, const KeyboardState& state, Action action) {
    const std::vector<std::uint8_t> held = held_keys();
    const auto [pressed, released] = modifier_change(keyboard_->map(), stroke, state, held);
    for (const std::uint8_t keycode : released) fake(XCB_KEY_RELEASE, keycode);
    for (const std::uint8_t keycode : pressed) fake(XCB_KEY_PRESS, keycode);
    action();
    for (const std::uint8_t keycode : pressed) fake(XCB_KEY_RELEASE, keycode);
    for (const std::uint8_t keycode : released) fake(XCB_KEY_PRESS, keycode);
  }

  void set_buttons(std::uint32_t buttons) {
    for (int i = 0; i < kButtons; ++i)
      if (const std::uint32_t bit = 1U << i; ((buttons ^ buttons_) & bit) != 0)
        fake((buttons & bit) != 0 ? XCB_BUTTON_PRESS : XCB_BUTTON_RELEASE, static_cast<std::uint8_t>(i + 1));
    buttons_ = buttons;
  }

  void fake(std::uint8_t type, std::uint8_t detail) {
    xcb_test_fake_input(connection_.get(), type, detail, XCB_CURRENT_TIME, XCB_NONE, 0, 0, 0);
  }

  X11Connection& connection_;
  std::unique_ptr<X11Keyboard> keyboard_;
  std::map<Symbol, std::uint8_t> held_;  // and the key that is down for it
  std::uint32_t buttons_ = 0;
  std::deque<Event> waiting_;
  bool timer_set_ = false;
  std::shared_ptr<int> life_ = std::make_shared<int>(0);  // tells a timer that outlives us
};

}  // namespace

Result<std::unique_ptr<Input>> open_x11_input(X11Connection& connection) {
  if (connection.extension(xcb_test_id) == nullptr) return Error{"the X server has no XTEST extension"};
  Result<std::unique_ptr<X11Keyboard>> keyboard = X11Keyboard::open(connection);
  if (!keyboard) return keyboard.error();
  return std::unique_ptr<Input>(std::make_unique<X11Input>(connection, std::move(*keyboard)));
}

}  // namespace gatehouse::hw
