// What the consent window says, in the languages it knows: the one place of its texts.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/policy/permissions.h"

namespace gatehouse::window {

struct Words {
  std::string_view title, wants, from, reason, first_contact, allow;
  std::string_view accept, deny, wait, denied_in, seconds;
  std::string_view elevation_title, wants_elevation, elevation_means, administrator_named, name_administrator;
  std::string_view administrator_wrong, administrator, password, allow_elevation, is_elevated;
  std::string_view connected, permissions, end, end_all, again, no_more;
  std::string_view has_controls, give_controls, chat, you, send, write_here;
};

// Of the tray's menu.
struct TrayWords {
  std::string_view copy, online, offline, someone, no_agent, start, settings;
};

enum class Language : std::uint8_t { english, german };
// Of $LANG: "de_DE.UTF-8". English where it is none that we know.
Language language_of(std::string_view locale);
const Words& words_in(Language language);
const TrayWords& tray_words_in(Language language);
// As the environment has it: "de_DE.UTF-8". Empty: nothing is said there.
std::string locale_here();
// "See the screen". A permission without words of its own is called by its name.
std::string permission_words(std::string_view name, Language language);

struct SwitchWords {
  policy::Permission permission;
  std::string words;
};
// What a person is asked about, in the order in which it matters to them: what this version can do, and of the rest what
// they would look for.
std::vector<SwitchWords> switches_in(Language language);

}  // namespace gatehouse::window
