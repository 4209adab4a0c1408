// Every setting, in one table. The ini file, the environment, the command line, `gatehouse help settings`,
// the sample ini and the manual all read the same rows (settings_table.cpp). Later sources win: defaults, ini,
// environment, command line, and the policies of who manages the machine (policy_directory.h).
//
//   [server] listen=0.0.0.0:8443        in the ini file
//   GATEHOUSE_SERVER_LISTEN=...         in the environment
//   --server.listen=...                 on the command line
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/policy/access_list.h"
#include "appliance/policy/permissions.h"

namespace gatehouse::config {

struct ScreenSize {
  int width = 0, height = 0;  // pixels
};

struct Settings {
  // Where a value comes from that is no default, by the setting's name.
  struct Source {
    std::string words;  // "gatehouse.ini, line 3"
    bool policy = false;
    bool in_file = false;  // the ini file, which this machine may change
  };
  std::map<std::string, Source, std::less<>> from;

  std::string server_listen, server_data, server_certificate, server_key, server_log_level, server_namespace,
      server_bind_logins;
  std::vector<std::string> server_names;
  std::int64_t server_connections = 0, server_connections_per_address = 0, server_threads = 0,
               server_sessions = 0;

  bool desktop_enabled = false;
  std::string desktop_capture, desktop_display, desktop_xauthority, desktop_user;
  ScreenSize desktop_size;
  std::int64_t desktop_keep_seconds = 0;

  std::string agent_server, agent_data, agent_ca, agent_token_file, agent_socket, agent_help_button;
  std::string agent_tray_text, agent_tray_text_de;
  std::string agent_page;  // "127.0.0.1:7071"; empty: off
  std::int64_t agent_listen_port = 0;
  bool agent_disable_tcp_listen = false;
  policy::Permissions agent_permissions;

  std::string access_list;  // "local", "on" or "off"
  std::vector<policy::AccessEntry> access_entries;
  std::string access_interactive;  // "auto", "ask", "allow" or "refuse"
  std::int64_t access_ask_seconds = 0;
  std::string access_locked_screen;  // "wait", "ask" or "refuse"

  std::vector<std::string> settings_hidden;  // categories of the local settings page
  bool settings_locked = false;

  bool webhooks_allow_private = false;
  std::string webhooks_authority_file;

  std::string relay_server, relay_listen, relay_data;
  std::int64_t relay_sessions = 0;

  std::string connect_server, connect_organization, connect_email;

  std::string mail_server, mail_security, mail_user, mail_password_file, mail_from, mail_authority,
      mail_links;
  std::int64_t mail_port = 0;
  std::string license_tier;
  std::string syslog_target, syslog_authority;
  std::int64_t syslog_facility = 0;
};

// A row of the table, for help and documents.
struct SettingRow {
  std::string_view name;           // "server.listen"
  std::string_view default_value;  // as it would be written
  // What may be written: "address:port", "on or off", "1 to 65535", "auto, x11, virtual".
  std::string_view values;
  std::string_view help;  // sentences
};
const std::vector<SettingRow>& setting_rows();

struct Sources {
  std::string ini_path;                                      // empty: none
  std::optional<std::string> ini_text;                       // instead of what that file has
  std::map<std::string, std::string> environment;            // GATEHOUSE_... only
  std::vector<std::pair<std::string, std::string>> options;  // "server.listen" -> value, in order
  std::string policy_directory;                              // empty: none
};

// What load() would say of it.
Result<void> check_value(const std::string& name, std::string_view value);

// Reads all sources. The error names the source, the key, and for an unknown key the nearest right one.
Result<Settings> load(const Sources& sources);

// A setting as it is.
struct SettingNow {
  const SettingRow* row = nullptr;
  std::string value;     // as it would be written
  std::string source;    // for people; empty: it is the default
  bool in_file = false;  // it comes from the ini file, which this machine may change
};
std::vector<SettingNow> now(const Settings& settings);

// What of ours a virtual desktop's programs must not reach. `ini_path` may be empty.
std::vector<std::string> hidden_from_desktop(const Settings& settings, const std::string& ini_path);

// The settings of one section as command line options ("--desktop.capture=auto"), to hand them to a child
// process.
std::vector<std::string> as_options(const Settings& settings, std::string_view section);

// The text of a sample ini file: every setting with its help, commented out at its default.
std::string sample_ini();

}  // namespace gatehouse::config
