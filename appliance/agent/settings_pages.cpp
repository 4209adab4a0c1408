#include "appliance/agent/settings_pages.h"

#include <unistd.h>

#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using namespace settings_html;
using local_http::Form;
using Kind = Field::Kind;

namespace {

constexpr std::string_view kDisplay = "/settings/display", kConnection = "/settings/connection";

const std::vector<Field>& display_fields() {
  static const std::vector<Field> fields = {
      {"desktop.capture",
       "Which screen is shown",
       "A virtual desktop is for machines without a monitor.",
       Kind::choice,
       {{"auto", "What fits: a running X server, else what the graphics card shows, else a virtual desktop"},
        {"x11", "A running X server"},
        {"kms", "What the graphics card shows: Wayland, the login screen, the text console"},
        {"virtual", "A virtual desktop"},
        {"test_card", "A test card"}}},
      {"desktop.display", "X server", "Such as :0. Empty: the one in front of this machine."},
      {"desktop.size", "Size of a virtual desktop", "Width x height, such as 1280x800, when it starts."},
      {"desktop.keep_seconds", "Ready after the last viewer left, in seconds",
       "For so long the next picture comes at once.", Kind::number},
  };
  return fields;
}

const std::vector<Field>& connection_fields() {
  static const std::vector<Field> fields = {
      {"agent.server", "Appliance",
       "Host or host:port. Empty: the one this machine enrolled with. Another one lets nobody in before this "
       "machine is enrolled there."},
      {"agent.disable_tcp_listen", "Every session goes through the appliance",
       "On: this machine listens on no port for viewers who could reach it directly.", Kind::on_off},
      {"agent.listen_port", "Port for viewers who reach it directly", "0, or 1024 to 65535. 0: any free one.",
       Kind::number},
  };
  return fields;
}

Outcome change_nothing(const SettingsAsk&, const Form&) {
  return Error{kNotTheForm};
}

}  // namespace

std::span<const SettingsCategory> settings_categories() {
  static const SettingsCategory categories[] = {
      {{"address", "/settings", "Address"}, false, show_address, change_nothing},
      {{"access", "/settings/access", "Access"}, false, show_access, change_access},
      {{"profiles", "/settings/profiles", "Profiles"}, false, show_profiles, change_profile},
      {{"password", "/settings/password", "Unattended access"}, false, show_passwords, change_password},
      {{"second_factor", "/settings/second-factor", "Second factor"},
       true,
       show_second_factor,
       change_second_factor},
      {{"display", kDisplay, "Display"}, false, show_display, change_display},
      {{"connection", kConnection, "Connection"}, false, show_connection, change_connection},
  };
  return categories;
}

Outcome change_by(const std::vector<Field>& fields, const SettingsAsk& ask, const Form& form) {
  const SettingsDesk::NewValues wanted = changes(fields, ask.desk, form);
  if (wanted.empty()) return std::string("Nothing was changed.");
  if (auto done = ask.world.desk.change(wanted); !done) return done.error();
  for (const auto& [name, value] : wanted) {
    log::info("agent", "settings: " + ask.visit.account + " set " + name +
                           (value ? " to " + (value->empty() ? "nothing" : *value) : " back to its default"));
  }
  return std::string("Saved.");
}

std::string show_address(const SettingsAsk& ask) {
  const Agent::Status now = ask.world.agent.status();
  std::string html = "<dl>";
  html += fact("ID", now.id == 0 ? "Not known yet" : grouped(std::to_string(now.id)));
  html += fact("Alias", now.alias.empty() ? "None" : now.alias, "Given in the portal");
  html += fact("Appliance", ask.world.appliance,
               ask.desk.about("agent.server").value.empty() ? "The one this machine enrolled with"
                                                            : source_words(ask.desk.about("agent.server")));
  html += fact("Connection", now.online ? "Connected" : "Not connected. It is tried again by itself.");
  if (!now.key.empty()) {
    html += fact("Key of this machine", now.key,
                 "Whoever connects can compare it with what the portal or their viewer shows.");
  }
  return section("How this machine is reached", html + "</dl>");
}

std::string show_display(const SettingsAsk& ask) {
  return section("What viewers see", settings(display_fields(), ask.desk, kDisplay, ask.visit.token));
}
Outcome change_display(const SettingsAsk& ask, const Form& form) {
  return change_by(display_fields(), ask, form);
}

std::string show_connection(const SettingsAsk& ask) {
  return section("How viewers reach this machine",
                 settings(connection_fields(), ask.desk, kConnection, ask.visit.token));
}
Outcome change_connection(const SettingsAsk& ask, const Form& form) {
  return change_by(connection_fields(), ask, form);
}

}  // namespace gatehouse::agent
