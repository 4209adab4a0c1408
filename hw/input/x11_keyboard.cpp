#include "hw/input/x11_keyboard.h"

// A member of a structure in this header has a C++ keyword for a name.
#define explicit explicit_
#include <xcb/xkb.h>
#undef explicit

#include <algorithm>
#include <chrono>

namespace gatehouse::hw {
namespace {

constexpr xcb_xkb_device_spec_t kCoreKeyboard = XCB_XKB_ID_USE_CORE_KBD;
constexpr auto kSettle = std::chrono::milliseconds(300);  // programs have looked a pressed key up by then

}  // namespace

Result<std::unique_ptr<X11Keyboard>> X11Keyboard::open(X11Connection& connection) {
  const xcb_query_extension_reply_t* extension = connection.extension(xcb_xkb_id);
  if (extension == nullptr) return Error{"the X server has no XKEYBOARD extension"};
  xcb_connection_t* xcb = connection.get();
  const auto use = reply(xcb_xkb_use_extension_reply(xcb, xcb_xkb_use_extension(xcb, 1, 0), nullptr));
  if (!use || !use->supported) return Error{"the X server's XKEYBOARD extension is not version 1"};

  std::unique_ptr<X11Keyboard> keyboard(new X11Keyboard(connection));
  const std::uint16_t parts =
      XCB_XKB_MAP_PART_KEY_TYPES | XCB_XKB_MAP_PART_KEY_SYMS | XCB_XKB_MAP_PART_MODIFIER_MAP;
  const std::uint16_t events = XCB_XKB_EVENT_TYPE_NEW_KEYBOARD_NOTIFY | XCB_XKB_EVENT_TYPE_MAP_NOTIFY;
  xcb_xkb_select_events(xcb, kCoreKeyboard, events, 0, events, parts, parts, nullptr);
  const int event_type = extension->first_event;
  connection.on_event([self = keyboard.get(), event_type](const xcb_generic_event_t& event) {
    if ((event.response_type & 0x7F) == event_type) self->stale_ = true;
  });
  return keyboard;
}

X11Keyboard::~X11Keyboard() {
  for (const Spare& spare : spares_)
    if (spare.bound) change(spare.keycode, XCB_NO_SYMBOL);
  connection_.flush();
}

const KeyboardMap& X11Keyboard::map() {
  if (stale_) read_map();
  return map_;
}

void X11Keyboard::read_map() {
  const std::uint16_t parts =
      XCB_XKB_MAP_PART_KEY_TYPES | XCB_XKB_MAP_PART_KEY_SYMS | XCB_XKB_MAP_PART_MODIFIER_MAP;
  xcb_connection_t* xcb = connection_.get();
  const auto answer = reply(xcb_xkb_get_map_reply(
      xcb, xcb_xkb_get_map(xcb, kCoreKeyboard, parts, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      nullptr));
  if (!answer) return;
  xcb_xkb_get_map_map_t lists;
  xcb_xkb_get_map_map_unpack(xcb_xkb_get_map_map(answer.get()), answer->nTypes, answer->nKeySyms,
                             answer->nKeyActions, answer->totalActions, answer->totalKeyBehaviors,
                             answer->virtualMods, answer->totalKeyExplicit, answer->totalModMapKeys,
                             answer->totalVModMapKeys, answer->present, &lists);
  KeyboardMap map;
  map.first = answer->minKeyCode;
  map.last = answer->maxKeyCode;
  for (auto type = xcb_xkb_get_map_map_types_rtrn_iterator(answer.get(), &lists); type.rem > 0;
       xcb_xkb_key_type_next(&type)) {
    KeyType& added = map.types.emplace_back();
    added.mask = type.data->mods_mask;
    for (auto entry = xcb_xkb_key_type_map_iterator(type.data); entry.rem > 0;
         xcb_xkb_kt_map_entry_next(&entry))
      if (entry.data->active) added.entries.push_back({entry.data->mods_mask, entry.data->level});
  }
  std::size_t keycode = answer->firstKeySym;
  for (auto syms = xcb_xkb_get_map_map_syms_rtrn_iterator(answer.get(), &lists);
       syms.rem > 0 && keycode < map.keys.size(); xcb_xkb_key_sym_map_next(&syms), ++keycode) {
    Key& key = map.keys[keycode];
    key.group_info = syms.data->groupInfo;
    std::copy(std::begin(syms.data->kt_index), std::end(syms.data->kt_index), key.types.begin());
    key.width = syms.data->width;
    const xcb_keysym_t* symbols = xcb_xkb_key_sym_map_syms(syms.data);
    key.symbols.assign(symbols, symbols + xcb_xkb_key_sym_map_syms_length(syms.data));
  }
  for (auto mods = xcb_xkb_get_map_map_modmap_rtrn_iterator(answer.get(), &lists); mods.rem > 0;
       xcb_xkb_key_mod_map_next(&mods))
    map.keys[mods.data->keycode].modifiers = mods.data->mods;
  map_ = std::move(map);
  stale_ = false;
}

KeyboardState X11Keyboard::state() const {
  xcb_connection_t* xcb = connection_.get();
  const auto now = reply(xcb_xkb_get_state_reply(xcb, xcb_xkb_get_state(xcb, kCoreKeyboard), nullptr));
  if (!now) return {};
  return {now->mods, static_cast<std::uint8_t>(now->lockedMods | now->latchedMods), now->group};
}

void X11Keyboard::change(std::uint8_t keycode, std::uint32_t keysym) {
  xcb_change_keyboard_mapping(connection_.get(), 1, keycode, 1, &keysym);
}

X11Keyboard::Spare* X11Keyboard::oldest_spare(const std::vector<std::uint8_t>& held) {
  for (const std::uint8_t keycode : map().spare_keys())
    if (std::none_of(spares_.begin(), spares_.end(),
                     [&](const Spare& spare) { return spare.keycode == keycode; }))
      spares_.push_back({keycode});
  Spare* oldest = nullptr;
  for (Spare& spare : spares_) {
    const bool down = std::find(held.begin(), held.end(), spare.keycode) != held.end();
    if (!down && (oldest == nullptr || spare.last_use < oldest->last_use)) oldest = &spare;
  }
  return oldest;
}

std::optional<SteadyTime> X11Keyboard::spare_free_at(const std::vector<std::uint8_t>& held) {
  const Spare* spare = oldest_spare(held);
  if (spare == nullptr) return std::nullopt;
  return spare->bound ? spare->last_use + kSettle : SteadyTime::min();
}

void X11Keyboard::bind(std::uint32_t keysym, const std::vector<std::uint8_t>& held) {
  Spare* spare = oldest_spare(held);
  if (spare == nullptr) return;
  spare->bound = true;
  change(spare->keycode, keysym);
  used(spare->keycode);
  stale_ = true;
}

void X11Keyboard::used(std::uint8_t keycode) {
  for (Spare& spare : spares_)
    if (spare.keycode == keycode) spare.last_use = std::chrono::steady_clock::now();
}

}  // namespace gatehouse::hw
