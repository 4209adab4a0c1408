#include "appliance/desktop/input_mixer.h"

#include <utility>

namespace gatehouse::desktop {
namespace {

constexpr std::uint64_t kByScanCode = 1ull << 63;

std::uint32_t scan_code(std::uint64_t key) {
  return key & kByScanCode ? static_cast<std::uint32_t>(key) : 0;
}

}  // namespace

bool InputMixer::anyone_holds(Key key) const {
  for (const auto& [viewer, held] : held_)
    if (held.keys.count(key)) return true;
  return false;
}

std::uint32_t InputMixer::all_buttons() const {
  std::uint32_t all = 0;
  for (const auto& [viewer, held] : held_) all |= held.buttons;
  return all;
}

void InputMixer::key(Viewer viewer, std::uint32_t keysym, std::uint32_t xt_code, bool down) {
  ++count_;
  const Key key = xt_code ? kByScanCode | xt_code : keysym;
  Held& held = held_[viewer];
  if (down) {
    if (held.keys.size() >= kKeysCap && !held.keys.count(key)) return;
    // Again while it is down is auto-repeat, which passes.
    held.keys.emplace(key, keysym);
    input_.key(keysym, xt_code, true);
    return;
  }
  const auto pressed = held.keys.find(key);
  if (pressed != held.keys.end()) {
    keysym = pressed->second;
    held.keys.erase(pressed);
  }
  if (!anyone_holds(key)) input_.key(keysym, xt_code, false);
}

void InputMixer::pointer(Viewer viewer, int x, int y, std::uint32_t buttons) {
  ++count_;
  held_[viewer].buttons = buttons;
  buttons_ = all_buttons();
  input_.pointer(x, y, buttons_);
}

void InputMixer::release_keys(Viewer viewer) {
  const auto found = held_.find(viewer);
  if (found == held_.end()) return;
  const auto keys = std::exchange(found->second.keys, {});
  for (const auto& [key, keysym] : keys)
    if (!anyone_holds(key)) input_.key(keysym, scan_code(key), false);
}

void InputMixer::release_buttons(Viewer viewer) {
  const auto found = held_.find(viewer);
  if (found == held_.end()) return;
  found->second.buttons = 0;
  const std::uint32_t left = all_buttons();
  if (left == buttons_) return;
  buttons_ = left;
  input_.release_buttons(buttons_);  // the person may have the pointer elsewhere by now
}

void InputMixer::forget(Viewer viewer) {
  release_keys(viewer);
  release_buttons(viewer);
  held_.erase(viewer);
}

}  // namespace gatehouse::desktop
