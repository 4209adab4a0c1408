#include "appliance/window/console_keys.h"

#include <utility>

#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::window {
namespace {

constexpr std::uint8_t kEscape = 0x1b;

std::optional<Key> control_key(std::uint8_t byte) {
  switch (byte) {
    case '\r':
    case '\n':
      return Key{Key::Kind::enter, ""};
    case '\b':
    case 0x7f:
      return Key{Key::Kind::erase, ""};
    case 0x15:  // Ctrl+U
      return Key{Key::Kind::clear, ""};
    case '\t':
      return Key{Key::Kind::next, ""};
    case 0x03:  // Ctrl+C
    case 0x04:  // Ctrl+D
      return Key{Key::Kind::cancel, ""};
    default:
      return std::nullopt;
  }
}

}  // namespace

bool Key::is(char letter) const {
  return kind == Kind::character && text.size() == 1 && lower_ascii(text)[0] == letter;
}

KeyReader::~KeyReader() {
  wipe(character_.data(), character_.size());
}

// Sequences as console_codes(4) and the kernel's default key map have them: ESC [ ... letter, ESC [ [ A for F1, ESC O P.
std::optional<Key> KeyReader::take(std::uint8_t byte) {
  switch (state_) {
    case State::text:
      return take_text(byte);
    case State::escape:
      if (byte == kEscape) return std::nullopt;
      first_ = true;
      state_ = byte == '[' ? State::sequence : byte == 'O' ? State::one_more : State::text;
      // Alt with a character of several bytes: the rest of it is none without its first.
      return std::nullopt;
    case State::sequence:
      if (std::exchange(first_, false) && byte == '[') {
        state_ = State::one_more;
      } else if (byte < 0x20 || byte >= 0x40) {
        state_ = byte == kEscape ? State::escape : State::text;
      }
      return std::nullopt;
    case State::one_more:
      state_ = byte == kEscape ? State::escape : State::text;
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Key> KeyReader::take_text(std::uint8_t byte) {
  if (byte < 0x80) {
    character_.clear();
    if (byte == kEscape) state_ = State::escape;
    if (byte < 0x20 || byte == 0x7f) return control_key(byte);
    return Key{Key::Kind::character, std::string(1, static_cast<char>(byte))};
  }
  if (byte >= 0xc0) {
    character_.clear();
    length_ = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  } else if (character_.empty()) {
    return std::nullopt;
  }
  character_ += static_cast<char>(byte);
  if (character_.size() < length_) return std::nullopt;
  Key key{Key::Kind::character, character_};
  wipe(character_.data(), character_.size());
  character_.clear();
  return is_plain_text(key.text) ? std::optional(std::move(key)) : std::nullopt;
}

}  // namespace gatehouse::window
