// What a person presses at a text console, out of the bytes that its keyboard sends.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::window {

struct Key {
  enum class Kind : std::uint8_t { character, enter, erase, clear, next, cancel };
  Kind kind = Kind::character;
  std::string text;  // of a character: UTF-8

  bool is(char letter) const;  // in either case
};

// Arrows, function keys and whatever is pressed together with Alt are no keys of ours: nothing of what they send counts as
// a letter, however it is cut into reads.
class KeyReader {
 public:
  ~KeyReader();

  std::optional<Key> take(std::uint8_t byte);

 private:
  enum class State : std::uint8_t { text, escape, sequence, one_more };

  std::optional<Key> take_text(std::uint8_t byte);

  State state_ = State::text;
  bool first_ = false;     // byte of a sequence
  std::string character_;  // what has come of one
  std::size_t length_ = 0;
};

}  // namespace gatehouse::window
