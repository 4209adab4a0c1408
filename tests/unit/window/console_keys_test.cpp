#include "appliance/window/console_keys.h"

#include "tests/support/catch.h"

namespace gatehouse::console_keys_test {

using namespace window;

// "a", or a word for what is no character.
std::string pressed(std::string_view bytes) {
  KeyReader reader;
  std::string out;
  for (const char byte : bytes) {
    const auto key = reader.take(static_cast<std::uint8_t>(byte));
    if (!key) continue;
    switch (key->kind) {
      case Key::Kind::character:
        out += key->text;
        break;
      case Key::Kind::enter:
        out += "<enter>";
        break;
      case Key::Kind::erase:
        out += "<erase>";
        break;
      case Key::Kind::clear:
        out += "<clear>";
        break;
      case Key::Kind::next:
        out += "<next>";
        break;
      case Key::Kind::cancel:
        out += "<cancel>";
        break;
    }
  }
  return out;
}

TEST_CASE("keys are letters and a few others, and nothing of a longer sequence", "[window][console]") {
  const struct {
    std::string bytes, keys;
  } cases[] = {
      {"aD1", "aD1"},
      {"\r\n\x7f\b\t\x03\x04\x15", "<enter><enter><erase><erase><next><cancel><cancel><clear>"},
      {"\033[A", ""},                    // up
      {"\033[Ax", "x"},                  //
      {"\033[[Ax", "x"},                 // F1
      {"\033[[Ex", "x"},                 // F5
      {"\033[17~x", "x"},                // F6
      {"\033[1;5Dx", "x"},               // Ctrl+Left
      {"\033OAx", "x"},                  // up, in application mode
      {"\033ax", "x"},                   // Alt+a
      {"\033\033[Ax", "x"},              // Alt+up
      {"\033[\033[Ax", "x"},             // one was cut off
      {"\xc3\xb6", "\xc3\xb6"},          // ö
      {"\xe2\x82\xac", "\xe2\x82\xac"},  // €
      {"\033\xc3\xb6x", "x"},            // Alt+ö
      {"\xb6x", "x"},                    // a rest
      {"\xc3x", "x"},                    // a beginning
      {"\xc2\x9b"
       "A",
       "A"},                       // a control character that begins sequences on some terminals
      {"\xff\xfe\xc0\x80x", "x"},  // no UTF-8
      {std::string("\0\x01\x1a", 3), ""},
  };
  for (const auto& [bytes, keys] : cases) {
    INFO(keys);
    CHECK(pressed(bytes) == keys);
  }
}

TEST_CASE("a letter is the same in either case, and nothing else is it", "[window][console]") {
  CHECK(Key{Key::Kind::character, "a"}.is('a'));
  CHECK(Key{Key::Kind::character, "A"}.is('a'));
  CHECK_FALSE(Key{Key::Kind::character, "\xc3\xa4"}.is('a'));
  CHECK_FALSE(Key{Key::Kind::character, "aa"}.is('a'));
  CHECK_FALSE(Key{Key::Kind::enter, ""}.is('a'));
}

}  // namespace gatehouse::console_keys_test
