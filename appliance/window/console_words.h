// What only the text console says, beside the window's words.
#pragma once
#include <string_view>

#include "appliance/window/words.h"

namespace gatehouse::window {

struct ConsoleWords {
  std::string_view toggle, nothing_else, too_small;
  std::string_view denies_alone, back, choose, nobody;
};
const ConsoleWords& console_words_in(Language language);

// What turns permissions over, in their order. Neither those of the answers, nor what yes and no begin with.
inline constexpr std::string_view kPermissionKeys = "bcfghijklmopqrstuvwz";

// "[A] Accept"
std::string key_words(char key, std::string_view words);

// A permission that can be turned over, and by which key.
struct KeyedPermission {
  char key = 0;
  policy::Permission permission = policy::Permission::view_screen;
  std::string words;
};
// Of those, in the order of switches_in(). Seeing the screen is what a session is: it has no key.
std::vector<KeyedPermission> keyed(policy::Permissions permissions, Language language);

}  // namespace gatehouse::window
