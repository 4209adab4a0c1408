#include "appliance/window/console_words.h"

namespace gatehouse::window {
namespace {

constexpr ConsoleWords kEnglish = {
    .toggle = "What you allow (a letter turns it on and off):",
    .nothing_else = "To see the screen, and nothing else.",
    .too_small = "This terminal is too small to show what is asked; it can only be denied.",
    .denies_alone = "Enter alone denies. The password is not shown while you type it.",
    .back = "Another key with Alt, like Alt+F1, leads back to where you were.",
    .choose = "Choose a session",
    .nobody = "Nobody is connected.",
};

constexpr ConsoleWords kGerman = {
    .toggle = "Was Sie erlauben (ein Buchstabe schaltet es an und aus):",
    .nothing_else = "Den Bildschirm zu sehen und sonst nichts.",
    .too_small = "Dieses Terminal ist zu klein für die Frage; man kann nur ablehnen.",
    .denies_alone = "Enter allein lehnt ab. Das Kennwort wird beim Tippen nicht gezeigt.",
    .back = "Eine andere Taste mit Alt, etwa Alt+F1, führt dorthin zurück, wo Sie waren.",
    .choose = "Eine Sitzung wählen",
    .nobody = "Niemand ist verbunden.",
};

}  // namespace

const ConsoleWords& console_words_in(Language language) {
  return language == Language::german ? kGerman : kEnglish;
}

std::string key_words(char key, std::string_view words) {
  const char upper = key >= 'a' && key <= 'z' ? static_cast<char>(key - 'a' + 'A') : key;
  return std::string("[") + upper + "] " + std::string(words);
}

std::vector<KeyedPermission> keyed(policy::Permissions permissions, Language language) {
  std::vector<KeyedPermission> out;
  for (auto& [permission, words] : switches_in(language)) {
    if (permission == policy::Permission::view_screen || !permissions.has(permission)) continue;
    if (out.size() < kPermissionKeys.size())
      out.push_back({kPermissionKeys[out.size()], permission, std::move(words)});
  }
  return out;
}

}  // namespace gatehouse::window
