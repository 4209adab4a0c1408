#include "appliance/window/words.h"

#include <set>

#include "appliance/policy/permissions.h"
#include "tests/support/catch.h"

namespace gatehouse::window_words_test {

using window::Language;

TEST_CASE("the window speaks the language of the locale, and English else", "[window]") {
  for (const char* german : {"de", "de_DE.UTF-8", "de_AT", "de.utf8"})
    CHECK(window::language_of(german) == Language::german);
  for (const char* other : {"", "C", "C.UTF-8", "en_US.UTF-8", "den_DK", "fr_FR"})
    CHECK(window::language_of(other) == Language::english);
}

TEST_CASE("every permission has words of its own in both languages", "[window]") {
  for (const Language language : {Language::english, Language::german}) {
    std::set<std::string> seen;
    for (const policy::PermissionRow& row : policy::kPermissions) {
      const std::string words = window::permission_words(row.name, language);
      if (language == Language::german) CHECK(words != window::permission_words(row.name, Language::english));
      CHECK_FALSE(words.empty());
      CHECK(words.find('_') == std::string::npos);
      CHECK(seen.insert(words).second);
    }
  }
  CHECK(window::permission_words("send_telegrams", Language::german) == "Send telegrams");
}

TEST_CASE("the switches are those that somebody can turn, the screen and its sound first", "[window]") {
  const auto switches = window::switches_in(Language::english);
  REQUIRE(switches.size() >= 4);
  CHECK(switches[0].permission == policy::Permission::view_screen);
  CHECK(switches[1].permission == policy::Permission::hear_sound);
  CHECK(switches[2].permission == policy::Permission::keyboard);
  CHECK(switches[3].permission == policy::Permission::pointer);
  std::uint32_t bits = 0;
  for (const auto& one : switches) bits |= static_cast<std::uint32_t>(one.permission);
  const auto asked = policy::Permissions::from_bits(bits);
  CHECK((asked & policy::Permissions::available()) == policy::Permissions::available());
}

}  // namespace gatehouse::window_words_test
