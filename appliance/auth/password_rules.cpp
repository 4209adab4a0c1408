#include "appliance/auth/password_rules.h"

#include <algorithm>
#include <array>

#include "appliance/auth/common_passwords.h"
#include "appliance/base/text.h"

namespace gatehouse::auth {
namespace {

// Long enough for the length rule and yet among the first that anybody tries; without case, and without what
// is put at the end (see core_of).
constexpr std::array<std::string_view, 40> kCommon = {"abcdefghijkl",
                                                      "administrator",
                                                      "administratorpassword",
                                                      "adminpassword",
                                                      "asdfghjkl",
                                                      "asdfghjklqwertyuiop",
                                                      "changemeplease",
                                                      "changemenow",
                                                      "changeme",
                                                      "correcthorsebatterystaple",
                                                      "defaultpassword",
                                                      "gatehouse",
                                                      "gatehousepassword",
                                                      "hallohallo",
                                                      "helloworld",
                                                      "iloveyou",
                                                      "iloveyousomuch",
                                                      "ichliebedich",
                                                      "letmein",
                                                      "letmeinplease",
                                                      "mypassword",
                                                      "newpassword",
                                                      "passphrase",
                                                      "passw0rd",
                                                      "password",
                                                      "passwordpassword",
                                                      "passwort",
                                                      "passwortpasswort",
                                                      "p@ssword",
                                                      "p@ssw0rd",
                                                      "qazwsxedcrfv",
                                                      "qwertyuiop",
                                                      "qwertyuiopasdfgh",
                                                      "qwertzuiop",
                                                      "qwertzuiopasdfgh",
                                                      "raspberry",
                                                      "raspberrypi",
                                                      "supersecret",
                                                      "trustno",
                                                      "welcome"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// "Password-2026!" → "password": what is left of it in lower case without the digits and signs people put
// around a word.
std::string core_of(std::string_view text) {
  std::string core = lower_ascii(text);
  while (!core.empty() && !is_letter(core.back())) core.pop_back();
  const auto first = std::find_if(core.begin(), core.end(), is_letter);
  core.erase(core.begin(), first);
  return core;
}

// As core_of, and without signs inside: "ines.irgendwer" and "Ines Irgendwer" are the same.
std::string joined(std::string_view text) {
  std::string core = core_of(text);
  std::erase_if(core, [](char c) { return !is_letter(c) && !(c >= '0' && c <= '9'); });
  return core;
}

// "aaaaaaaaaaaa", "abcabcabcabc": the same few characters again and again.
bool is_repetition(std::string_view text) {
  for (std::size_t period = 1; period <= 4; ++period) {
    if (text.substr(period) == text.substr(0, text.size() - period)) return true;
  }
  return false;
}

// "123456789012", "abcdefghijklm", "zyxwvutsrqpo".
bool is_run(std::string_view text) {
  const auto steps_by = [&](int step) {
    for (std::size_t i = 1; i < text.size(); ++i) {
      const bool wraps = (text[i - 1] == '9' && text[i] == '0') || (text[i - 1] == '0' && text[i] == '9');
      if (text[i] - text[i - 1] != step && !wraps) return false;
    }
    return true;
  };
  return steps_by(1) || steps_by(-1);
}

bool is_about(std::string_view password, const PasswordOwner& owner) {
  const std::string core = joined(password);
  const std::string first = joined(owner.first_name);
  const std::string last = joined(owner.last_name);
  const std::string mailbox = owner.email.substr(0, owner.email.find('@'));
  const std::string known[] = {joined(owner.email), joined(mailbox),           first, last, first + last,
                               last + first,        joined(owner.organization)};
  return std::any_of(std::begin(known), std::end(known),
                     [&](const std::string& word) { return !word.empty() && core == word; });
}

}  // namespace

std::optional<std::string> password_problem(std::string_view password, const PasswordOwner& owner) {
  if (!is_utf8(password) || password.find('\0') != std::string_view::npos) {
    return "The password contains something that is not text.";
  }
  if (password.size() > kLongestPassword) return "The password is too long: 1024 bytes are the most.";
  if (length_in_characters(password) < kShortestPassword) {
    return "The password needs at least 12 characters. A few words in a row are easy to remember.";
  }
  if (is_about(password, owner)) {
    return "The password is your name, your e-mail address or the organization's name. Choose one that "
           "others can't guess.";
  }
  const std::string lower = lower_ascii(password);
  const bool common = std::find(kCommon.begin(), kCommon.end(), core_of(password)) != kCommon.end() ||
                      is_common_password(password);
  if (common || is_repetition(lower) || is_run(lower)) {
    return "This password is among the first that others would try. Choose a few words that don't belong "
           "together.";
  }
  return std::nullopt;
}

}  // namespace gatehouse::auth
