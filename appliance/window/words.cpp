#include "appliance/window/words.h"

#include <algorithm>
#include <cstdlib>

namespace gatehouse::window {
namespace {

constexpr Words kEnglish = {
    .title = "Remote session",
    .wants = "wants to connect to this computer",
    .from = "from",
    .reason = "Reason given:",
    .first_contact = "First contact: nobody here has accepted this account before. Do you know who it is?",
    .allow = "What you allow:",
    .accept = "Accept",
    .deny = "Deny",
    .wait = "One moment",
    .denied_in = "Without an answer denied in",
    .seconds = "s",
    .elevation_title = "Administrator's rights",
    .wants_elevation = "wants to act as this computer's administrator",
    .elevation_means =
        "As administrator they can change everything here: programs, services, files and accounts of "
        "everybody. It ends with the session, or when you switch it off on the bar.",
    .administrator_named =
        "They gave the name and password of an administrator; these are checked when you allow it.",
    .name_administrator = "To allow it, give the name and password of an administrator of this computer.",
    .administrator_wrong = "This name and password are not those of an administrator of this computer.",
    .administrator = "Administrator's user name",
    .password = "Password",
    .allow_elevation = "Allow",
    .is_elevated = "acts as administrator",
    .connected = "is connected",
    .permissions = "Permissions",
    .end = "End",
    .end_all = "End all sessions",
    .again = "Allow again?",
    .no_more = "No",
    .has_controls = "has the controls",
    .give_controls = "Give the controls",
    .chat = "Chat",
    .you = "You",
    .send = "Send",
    .write_here = "Click here to write",
};

constexpr Words kGerman = {
    .title = "Fernsitzung",
    .wants = "möchte sich mit diesem Computer verbinden",
    .from = "von",
    .reason = "Angegebener Grund:",
    .first_contact = "Erster Kontakt: Dieses Konto wurde hier noch nie angenommen. Wissen Sie, wer es ist?",
    .allow = "Was Sie erlauben:",
    .accept = "Annehmen",
    .deny = "Ablehnen",
    .wait = "Einen Moment",
    .denied_in = "Ohne Antwort abgelehnt in",
    .seconds = "s",
    .elevation_title = "Administratorrechte",
    .wants_elevation = "möchte diesen Computer als Administrator verwalten",
    .elevation_means =
        "Als Administrator kann man hier alles ändern: Programme, Dienste, Dateien und Konten von allen. Es "
        "endet mit der Sitzung, oder wenn Sie es in der Leiste ausschalten.",
    .administrator_named =
        "Name und Kennwort eines Administrators wurden mitgegeben; sie werden geprüft, wenn Sie erlauben.",
    .name_administrator =
        "Um es zu erlauben, geben Sie Name und Kennwort eines Administrators dieses Computers ein.",
    .administrator_wrong = "Dieser Name und dieses Kennwort gehören keinem Administrator dieses Computers.",
    .administrator = "Benutzername des Administrators",
    .password = "Kennwort",
    .allow_elevation = "Erlauben",
    .is_elevated = "handelt als Administrator",
    .connected = "ist verbunden",
    .permissions = "Rechte",
    .end = "Beenden",
    .end_all = "Alle Sitzungen beenden",
    .again = "Wieder erlauben?",
    .no_more = "Nein",
    .has_controls = "hat die Steuerung",
    .give_controls = "Steuerung geben",
    .chat = "Chat",
    .you = "Sie",
    .send = "Senden",
    .write_here = "Zum Schreiben hier klicken",
};

constexpr TrayWords kEnglishTray = {
    .copy = "Copy",
    .online = "Connected to",
    .offline = "Not connected. It is tried again by itself.",
    .someone = "Someone is connected",
    .no_agent = "The agent of this computer does not run",
    .start = "Start remote session",
    .settings = "Settings\xe2\x80\xa6",
};
constexpr TrayWords kGermanTray = {
    .copy = "Kopieren",
    .online = "Verbunden mit",
    .offline = "Nicht verbunden. Es wird von selbst weiter versucht.",
    .someone = "Jemand ist verbunden",
    .no_agent = "Der Agent dieses Computers läuft nicht",
    .start = "Fernsitzung starten",
    .settings = "Einstellungen\xe2\x80\xa6",
};

struct PermissionWords {
  std::string_view name, english, german;
};
constexpr PermissionWords kPermissionWords[] = {
    {"view_screen", "See the screen", "Bildschirm sehen"},
    {"hear_sound", "Hear the sound", "Ton hören"},
    {"keyboard", "Use the keyboard", "Tastatur benutzen"},
    {"pointer", "Use the mouse", "Maus benutzen"},
    {"clipboard_to_device", "Paste into this computer", "In diesen Computer einfügen"},
    {"clipboard_from_device", "Copy from this computer", "Aus diesem Computer kopieren"},
    {"clipboard_files", "Copy and paste files", "Dateien kopieren und einfügen"},
    {"file_transfer", "Read and write files", "Dateien lesen und schreiben"},
    {"resize_screen", "Change the screen's size", "Bildschirmgröße ändern"},
    {"lock_desktop", "Lock the screen", "Bildschirm sperren"},
    {"block_input", "Shut off your keyboard and mouse", "Ihre Tastatur und Maus abschalten"},
    {"restart", "Restart this computer", "Diesen Computer neu starten"},
    {"secure_attention", "Press Ctrl+Alt+Del", "Strg+Alt+Entf drücken"},
    {"privacy", "Make your monitor dark", "Ihren Monitor verdunkeln"},
    {"record", "Record the session", "Die Sitzung aufzeichnen"},
    {"tcp_tunnel", "Reach your network", "Ihr Netzwerk erreichen"},
    {"vpn", "Join a private network with you", "Ein privates Netz mit Ihnen bilden"},
    {"whiteboard", "Draw on the screen", "Auf dem Bildschirm zeichnen"},
    {"pointer_shown", "Point at things on the screen", "Auf dem Bildschirm zeigen"},
    {"system_information", "See what is in this computer", "Sehen, was in diesem Computer steckt"},
    {"elevation", "Act as administrator, after asking", "Administratorrechte, nach Rückfrage"},
};

}  // namespace

Language language_of(std::string_view locale) {
  return locale.starts_with("de") && (locale.size() == 2 || locale[2] == '_' || locale[2] == '.')
             ? Language::german
             : Language::english;
}

const Words& words_in(Language language) {
  return language == Language::german ? kGerman : kEnglish;
}

const TrayWords& tray_words_in(Language language) {
  return language == Language::german ? kGermanTray : kEnglishTray;
}

std::string locale_here() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  }
  return "";
}

std::string permission_words(std::string_view name, Language language) {
  const auto* found = std::ranges::find(kPermissionWords, name, &PermissionWords::name);
  if (found != std::end(kPermissionWords))
    return std::string(language == Language::german ? found->german : found->english);
  std::string words(name);
  std::ranges::replace(words, '_', ' ');
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::vector<SwitchWords> switches_in(Language language) {
  std::vector<policy::PermissionRow> rows;
  for (const policy::PermissionRow& row : policy::kPermissions)
    if (row.available) rows.push_back(row);
  std::ranges::stable_sort(rows, {}, [](const policy::PermissionRow& row) {
    return std::ranges::find(kPermissionWords, row.name, &PermissionWords::name) -
           std::begin(kPermissionWords);
  });
  std::vector<SwitchWords> switches;
  for (const policy::PermissionRow& row : rows)
    switches.push_back({row.permission, permission_words(row.name, language)});
  return switches;
}

}  // namespace gatehouse::window
