// Unattended access: the passwords of profiles, and the second factor.
#include <unistd.h>

#include <memory>

#include "appliance/agent/profile_file.h"
#include "appliance/agent/profile_password.h"
#include "appliance/agent/second_factor.h"
#include "appliance/agent/settings_pages.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/credentials/svg_qr.h"
#include "appliance/credentials/totp.h"

namespace gatehouse::agent {

using namespace settings_html;
using local_http::escaped;
using local_http::Form;
using local_http::value;

namespace {

constexpr std::string_view kPasswords = "/settings/password", kFactor = "/settings/second-factor";
constexpr const char* kSeen =
    "Somebody sees this machine’s screen, and would see the key. End the session first.";

void tell(const SettingsAsk& ask, const std::string& did) {
  log::info("agent", "settings: " + ask.visit.account + " " + did);
}

std::string password_form(const SettingsAsk& ask, const Profile& profile, std::size_t number) {
  const std::string id = "password-" + std::to_string(number), named = hidden("name", profile.name);
  const auto field = [&](const std::string& name, const std::string& label) {
    return "<label for=\"" + id + name + "\">" + label + "</label><input type=\"password\" id=\"" + id +
           name + "\" name=\"" + name + "\" maxlength=\"128\" required autocomplete=\"new-password\">";
  };
  std::string html = form(kPasswords, ask.visit.token, "set",
                          named + field("password", "New password") + field("again", "Once more") +
                              "<p class=\"hint\">At least 8 characters. This switches the profile on.</p>" +
                              button("Set the password"));
  if (!profile.password.empty()) {
    html += asked("Take the password away …",
                  "<p>Nobody comes in by it any more.</p>" +
                      form(kPasswords, ask.visit.token, "clear", named + button("Take it away", "danger")));
  }
  return html;
}

// In groups, for who has to type it.
std::string spaced(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 4) out += (at > 0 ? " " : "") + text.substr(at, 4);
  return out;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "machine";
}

std::string set_up(const SettingsAsk& ask) {
  const std::string_view secret = ask.visit.new_factor.view();
  const Secret uri(credentials::totp_uri(secret, "Gatehouse", host_name()));
  const auto code = credentials::svg_qr(std::string(uri.view()), "QR code for an authenticator app");
  return "<ol><li><p>Scan this with an authenticator app, any that is common will do.</p>" +
         code.value_or("") + "<p>Or type this key there: <code>" + spaced(credentials::base32(secret)) +
         "</code></p><p class=\"hint\">Nobody can show it again. Without the app, unattended access is for "
         "nobody until the second factor is taken away here.</p></li><li>" +
         form(kFactor, ask.visit.token, "confirm",
              "<label for=\"code\">The code that the app shows now</label>"
              "<input id=\"code\" name=\"code\" inputmode=\"numeric\" maxlength=\"7\" required "
              "autocomplete=\"one-time-code\">" +
                  button("Switch it on")) +
         form(kFactor, ask.visit.token, "cancel", button("Cancel", "plain")) + "</li></ol>";
}

}  // namespace

std::string show_passwords(const SettingsAsk& ask) {
  const auto profiles = load_profiles(ask.world.directory);
  if (!profiles)
    return section("Unattended access", "<p class=\"down\">" + escaped(profiles.error().message) + "</p>");
  std::string html =
      profiles->is_unattended()
          ? "<p><strong class=\"down\">On.</strong> Who may connect to this machine in the portal "
            "and knows a password below comes in at any time, and nobody here is asked.</p>"
          : "<p><strong>Off.</strong> No profile that is on has a password.</p>";
  html +=
      "<p class=\"quiet\">The password that somebody types says which profile they get. Choose one that is "
      "used nowhere else.</p>";
  for (std::size_t at = 0; at < profiles->all().size(); ++at) {
    const Profile& profile = profiles->all()[at];
    const std::string state = profile.password.empty() ? "No password"
                              : profile.enabled        ? "Has a password"
                                                       : "Has a password; the profile is off";
    html += "<details class=\"card\"><summary><span class=\"name\">" + escaped(profile.name) +
            "</span><span class=\"quiet\">" + state + "</span></summary>" +
            (ask.desk.locked ? "" : password_form(ask, profile, at)) + "</details>";
  }
  return section("Unattended access", html);
}

Outcome change_password(const SettingsAsk& ask, const Form& form) {
  const std::string action = value(form, "action"), name = value(form, "name");
  const std::string shown = as_shown_line(name, 64), directory = ask.world.directory;
  if (action == "clear") {
    if (auto done = clear_profile_password(directory, name); !done) return done.error();
    tell(ask, "took the password of the profile " + shown + " away");
    return std::string(shown + " has no password any more.");
  }
  if (action != "set") return Error{kNotTheForm};
  auto password = std::make_shared<Secret>(value(form, "password"));
  if (value(form, "again") != password->view()) return Error{"The two passwords are not the same."};
  if (auto ok = check_profile_password(password->view()); !ok) return ok.error();
  Outcome outcome{std::string()};
  outcome.later = [directory, name, shown, password, account = ask.visit.account]() -> Said {
    if (auto done = set_profile_password(directory, name, *password); !done) return done.error();
    log::info("agent", "settings: " + account + " set a password of the profile " + shown);
    return std::string("The password of " + shown + " is set. Who knows it comes in with nobody asked.");
  };
  return outcome;
}

std::string show_second_factor(const SettingsAsk& ask) {
  const auto on = has_second_factor(ask.world.directory);
  const std::string take_away =
      asked("Take it away …", "<p>Unattended access then wants a profile’s password alone.</p>" +
                                  form(kFactor, ask.visit.token, "off", button("Take it away", "danger")));
  std::string html;
  if (!on) {
    html = "<p class=\"down\">" + escaped(on.error().message) + "</p>" + take_away;
  } else if (*on) {
    html =
        "<p><strong class=\"up\">On.</strong> Unattended access wants a profile’s password and a code of "
        "the authenticator app.</p>" +
        take_away;
  } else if (!ask.visit.new_factor.empty() && ask.world.agent.status().sessions > 0) {
    html = "<p class=\"down\">" + std::string(kSeen) + "</p>";
  } else if (!ask.visit.new_factor.empty()) {
    html = set_up(ask);
  } else {
    html = "<p><strong>Off.</strong> Unattended access wants a profile’s password alone.</p>" +
           form(kFactor, ask.visit.token, "begin", button("Set it up"));
  }
  return section("A code beside the password", html);
}

Outcome change_second_factor(const SettingsAsk& ask, const Form& form) {
  const std::string action = value(form, "action");
  const std::string& directory = ask.world.directory;
  Secret& fresh = ask.visit.new_factor;
  if (action == "off") {
    if (auto done = end_second_factor(directory); !done) return done.error();
    tell(ask, "took the second factor of unattended access away");
    return std::string("The second factor is off.");
  }
  if (action == "cancel") {
    fresh = Secret();
    return std::string("Nothing was changed.");
  }
  const auto on = has_second_factor(directory);
  if (!on) return on.error();
  if (*on) return Error{"The second factor is on. For another device take it away first."};
  if (action == "begin") {
    if (ask.world.agent.status().sessions > 0) return Error{kSeen};
    fresh = Secret(random_bytes(credentials::kTotpSecretSize));
    return std::string();
  }
  if (action != "confirm" || fresh.empty()) return Error{kNotTheForm};
  const std::int64_t now = ask.world.clock.unix_seconds();
  std::string code = value(form, "code");  // apps show it with a space in the middle
  std::erase(code, ' ');
  const auto right = begin_second_factor(directory, fresh, code, now);
  if (!right) return right.error();
  if (!*right) return Error{"That code is not right. It is " + rfc3339(now) + " here (UTC); is that so?"};
  fresh = Secret();
  tell(ask, "switched the second factor of unattended access on");
  return std::string("The second factor is on. Unattended access wants a code from now on.");
}

}  // namespace gatehouse::agent
