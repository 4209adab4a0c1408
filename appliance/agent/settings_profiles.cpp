// What viewers may do: the permission profiles.
#include <algorithm>

#include "appliance/agent/profile_file.h"
#include "appliance/agent/profile_password.h"
#include "appliance/agent/settings_pages.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using namespace settings_html;
using local_http::escaped;
using local_http::Form;
using local_http::value;
using policy::Permissions;

namespace {

constexpr std::string_view kPath = "/settings/profiles";

std::string use_of(const Profile& profile, const Profile* attended) {
  if (!profile.enabled) return "Off";
  if (!profile.attended)
    return profile.password.empty() ? "On, but it has no password" : "On, by its password only";
  return std::string(&profile == attended ? "On; who is let in without a password gets this one"
                                          : "On, behind another") +
         (profile.password.empty() ? "" : ", and by its password");
}

std::string switches(const std::string& id, const Profile& profile, bool locked) {
  const std::string off = locked ? " disabled" : "";
  const auto box = [&](const std::string& name, bool on, const std::string& words_html) {
    return "<label class=\"check\"><input type=\"checkbox\" name=\"" + name + "\"" + (on ? " checked" : "") +
           off + "> <span>" + words_html + "</span></label>";
  };
  std::string html = box("enabled", profile.enabled, "This profile can be used") +
                     box("by-password", !profile.attended,
                         "By its password only, never for who is let in by the person here") +
                     "<fieldset><legend id=\"" + id + "-may\">Viewers may</legend>";
  for (const policy::PermissionRow& row : policy::kPermissions) {
    html += box("may-" + std::string(row.name), profile.permissions.has(row.permission),
                escaped(row.meaning) + (row.available ? "" : " <small>not in this version</small>"));
  }
  return html + "</fieldset>";
}

std::string card(const SettingsAsk& ask, const Profile& profile, const Profile* attended,
                 std::size_t number) {
  const std::string id = "profile-" + std::to_string(number);
  const bool locked = ask.desk.locked.has_value();
  const std::string named = hidden("name", profile.name);
  std::string html = "<details class=\"card\"><summary><span class=\"name\">" + escaped(profile.name) +
                     "</span><span class=\"quiet\">" + escaped(use_of(profile, attended)) +
                     "</span></summary>";
  html += form(kPath, ask.visit.token, "save",
               named + switches(id, profile, locked) + (locked ? "" : button("Save")));
  if (!locked) {
    html += "<div class=\"buttons\">";
    if (number > 0) html += form(kPath, ask.visit.token, "first", named + button("Put it first", "plain"));
    html += asked("Delete …", "<p>Who is connected by this profile loses at once what it allows.</p>" +
                                  form(kPath, ask.visit.token, "remove",
                                       named + button("Delete " + profile.name, "danger"))) +
            "</div>";
  }
  return html + "</details>";
}

// What the form says the profile is to be.
void apply(Profile& profile, const Form& form) {
  std::uint32_t bits = 0;
  for (const policy::PermissionRow& row : policy::kPermissions) {
    if (form.contains("may-" + std::string(row.name))) bits |= static_cast<std::uint32_t>(row.permission);
  }
  profile.permissions = Permissions::from_bits(bits);
  profile.enabled = form.contains("enabled");
  profile.attended = !form.contains("by-password");
}

Result<void> save(Profile& profile, const Form& form) {
  Profile wanted = profile;
  apply(wanted, form);
  if (wanted.enabled && !wanted.attended && wanted.password.empty())
    return Error{
        "This profile would be good by its password only, and has none. Set it first, under Unattended "
        "access."};
  profile = std::move(wanted);
  return {};
}

}  // namespace

std::string show_profiles(const SettingsAsk& ask) {
  const auto profiles = load_profiles(ask.world.directory);
  const bool locked = ask.desk.locked.has_value();
  std::string list;
  if (!profiles) {
    list = "<p class=\"down\">" + escaped(profiles.error().message) + "</p>";
  } else {
    const Profile* const attended = profiles->attended();
    list =
        "<p>Who is let in without a password gets the first profile that is on, and never more than the "
        "portal allows.</p>";
    if (attended == nullptr && !profiles->is_unattended())
      list += "<p class=\"down\">No profile can be used: every session is refused.</p>";
    for (std::size_t at = 0; at < profiles->all().size(); ++at)
      list += card(ask, profiles->all()[at], attended, at);
  }
  const DeskValue& most = ask.desk.about("agent.permissions");
  std::string html = section("Permission profiles", list);
  if (!locked) {
    html += section(
        "A further profile",
        form(kPath, ask.visit.token, "add",
             "<label for=\"name\">Name</label><input id=\"name\" name=\"name\" maxlength=\"64\" required "
             "autocomplete=\"off\"><p class=\"hint\">It begins with seeing the screen alone.</p>" +
                 button("Add")) +
            asked("Begin anew with the presets …",
                  "<p>Default, Screen Sharing, Full Access, and Unattended Access, which is off. All others "
                  "and all passwords are gone.</p>" +
                      form(kPath, ask.visit.token, "presets", button("Begin anew", "danger"))));
  }
  return html +
         section("The most that any profile gives",
                 "<p>" + escaped(most.value == "all" ? "Everything" : most.value) +
                     "</p><p class=\"source\">" + escaped(source_words(most)) + " (agent.permissions)</p>");
}

Outcome change_profile(const SettingsAsk& ask, const Form& form) {
  const std::string action = value(form, "action"), name = value(form, "name");
  const std::string shown = as_shown_line(name, 64);
  const auto tell = [&](const std::string& did) {
    log::info("agent", "settings: " + ask.visit.account + " " + did);
  };
  if (action == "presets") {
    if (auto done = restore_presets(ask.world.directory); !done) return done.error();
    tell("began anew with the preset profiles");
    return std::string("The profiles are the presets again. All passwords are gone.");
  }
  std::string did, said;
  const auto done = change_profiles(ask.world.directory, [&](Profiles& all) -> Result<void> {
    if (action == "add") {
      Profile profile;
      profile.name = trimmed(name);
      profile.permissions = Permissions::view_only();
      did = "added the profile " + shown;
      said = "Added " + shown + ", behind the others.";
      return all.add(std::move(profile));
    }
    Profile* const profile = all.find(name);
    if (profile == nullptr) return no_such_profile(all, shown);
    if (action == "save") {
      did = "changed the profile " + shown;
      said = "Saved " + shown + ".";
      return save(*profile, form);
    }
    if (action == "first") {
      all.put_first(name);
      did = "put the profile " + shown + " first";
      said = shown + " is the first one.";
      return {};
    }
    if (action != "remove") return Error{kNotTheForm};
    all.remove(name);
    did = "deleted the profile " + shown;
    said = "Deleted " + shown + ".";
    return {};
  });
  if (!done) return done.error();
  tell(did);
  return said;
}

}  // namespace gatehouse::agent
