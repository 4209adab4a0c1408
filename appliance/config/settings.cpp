#include "appliance/config/settings.h"

#include <algorithm>
#include <ranges>
#include <variant>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/config/ini.h"
#include "appliance/policy/address.h"

namespace gatehouse::config {
namespace {

using Text = std::string Settings::*;
using Switch = bool Settings::*;
using Names = std::vector<std::string> Settings::*;
struct Number {
  std::int64_t Settings::*member;
  std::int64_t low, high;
};
// One that the appliance tells to others (wire/direct_address.h), or 0.
struct ListenPort {
  std::int64_t Settings::*member;
};
struct Choice {
  std::string Settings::*member;
  std::vector<std::string> words;
};

struct Namespace {
  std::string Settings::*member;
};

// An address and port of this machine alone, or off.
struct LocalAddress {
  std::string Settings::*member;
};

using Size = ScreenSize Settings::*;
using Rights = policy::Permissions Settings::*;

struct Row {
  SettingRow row;
  std::variant<Text, Switch, Names, Number, ListenPort, Choice, Namespace, LocalAddress, Size, Rights> kind;
};

const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {{"server.listen", "0.0.0.0:8443", "address:port, [::]:port for IPv6",
        "Where browsers and agents connect. One port carries everything."},
       &Settings::server_listen},
      {{"server.data", "data", "a directory",
        "Where the appliance keeps its database and keys. Made at first start."},
       &Settings::server_data},
      {{"server.names", "", "names and addresses, separated by commas",
        "More names and addresses by which people reach this appliance. They go into its own certificate, "
        "beside those of the machine. Requests for any other name are refused; an address always works."},
       &Settings::server_names},
      {{"server.certificate", "", "a PEM file",
        "Your own certificate (with its chain) for browsers. Empty: the appliance issues one from its own "
        "authority. Read again on SIGHUP and every hour, without cutting a connection."},
       &Settings::server_certificate},
      {{"server.key", "", "a PEM file", "The private key of server.certificate."}, &Settings::server_key},
      {{"server.connections", "4096", "16 to 100000",
        "Connections of browsers at the same time. Machines that have enrolled do not count."},
       Number{&Settings::server_connections, 16, 100000}},
      {{"server.connections_per_address", "256", "4 to 100000",
        "Connections from one address at the same time. Raise it when many people share one proxy."},
       Number{&Settings::server_connections_per_address, 4, 100000}},
      {{"server.threads", "320", "8 to 4096",
        "Threads that answer browsers. Each open viewer and each open portal page keeps one; an eighth is "
        "always left for requests."},
       Number{&Settings::server_threads, 8, 4096}},
      {{"server.sessions", "128", "1 to 10000",
        "Remote sessions at the same time. They can take at most half of the threads that requests leave: "
        "140 of 320."},
       Number{&Settings::server_sessions, 1, 10000}},
      {{"server.namespace", policy::kDefaultNamespace, "1 to 32 letters, digits and '-'",
        "The namespace of aliases (name@namespace) that every organisation on this appliance may use, beside "
        "its own."},
       Namespace{&Settings::server_namespace}},
      {{"server.log_level", "info", "debug, info, warning, error", "How much is written to the log."},
       Choice{&Settings::server_log_level, {"debug", "info", "warning", "error"}}},

      {{"desktop.enabled", "on", "on or off", "Whether the appliance serves its own screen."},
       &Settings::desktop_enabled},
      {{"desktop.capture", "auto", "auto, x11, virtual, test_card",
        "Which screen is served. x11: a running X server. virtual: a desktop of its own, for machines "
        "without a monitor. test_card: a still test picture. auto: x11 if there is one that lets the "
        "appliance "
        "in, else virtual, else test_card."},
       Choice{&Settings::desktop_capture, {"auto", "x11", "virtual", "test_card"}}},
      {{"desktop.display", "", "an X display such as :0",
        "The X server for x11. Empty: $DISPLAY; without it, an agent that is root takes the screen in front "
        "of the machine, an X server on a terminal or a seat and no other; then :0."},
       &Settings::desktop_display},
      {{"desktop.xauthority", "", "a file",
        "The X server's authority file. Empty: for an agent that is root, the one that the X server was "
        "started "
        "with; then $XAUTHORITY, then ~/.Xauthority."},
       &Settings::desktop_xauthority},
      {{"desktop.size", "1280x800", "width x height, from 200x200 to 7680x4320",
        "Size of a virtual desktop when it starts."},
       &Settings::desktop_size},
      {{"desktop.user", "", "a user name",
        "The account of a virtual desktop's programs when the agent is root. Empty: gatehouse-desktop if "
        "there is such an account, else nobody. When the agent is not root they share its account, caged by "
        "bubblewrap."},
       &Settings::desktop_user},
      {{"desktop.keep_seconds", "60", "0 to 86400",
        "How long the desktop worker stays ready after the last viewer left, so that the next picture comes "
        "at once."},
       Number{&Settings::desktop_keep_seconds, 0, 86400}},

      {{"agent.server", "", "host or host:port",
        "The appliance this machine belongs to. Empty: the one it enrolled with."},
       &Settings::agent_server},
      {{"agent.data", "agent", "a directory",
        "Where the agent keeps its key and certificate. Made at first start."},
       &Settings::agent_data},
      {{"agent.ca", "", "a PEM file",
        "The appliance's certificate authority, the only one the agent trusts. Empty: the one of the "
        "enrolment token."},
       &Settings::agent_ca},
      {{"agent.token_file", "", "a file", "Holds the enrolment token. Needed once; removed after use."},
       &Settings::agent_token_file},
      {{"agent.listen_port", "7070", "0, or 1024 to 65535",
        "The TCP port on which viewers (gatehouse connect) reach this machine without a way through the "
        "appliance, where the network lets them. 0: any free one."},
       ListenPort{&Settings::agent_listen_port}},
      {{"agent.disable_tcp_listen", "off", "on or off",
        "On: this machine listens on no TCP port for viewers, and every session goes through the appliance. "
        "So "
        "it is always for the appliance's own screen. agent.page is another port, for this machine alone."},
       &Settings::agent_disable_tcp_listen},
      {{"agent.page", "127.0.0.1:7071", "127.0.0.1:port, [::1]:port, or off",
        "A page for the people at this machine: its address, and a button that asks for help. Every user of "
        "this machine can open it, nobody else. The appliance's own screen has none."},
       LocalAddress{&Settings::agent_page}},
      {{"agent.help_button", "Start remote session", "some words",
        "What that button says, whatever language the page's reader has."},
       &Settings::agent_help_button},
      {{"agent.socket", "", "a path",
        "The socket by which 'gatehouse address' and 'gatehouse request-help' reach the agent. Empty: "
        "\"socket\" in agent.data."},
       &Settings::agent_socket},
      {{"agent.permissions",
        "view_screen,keyboard,pointer,clipboard_to_device,clipboard_from_device,resize_screen",
        "some of view_screen, keyboard, pointer, clipboard_to_device, clipboard_from_device and "
        "resize_screen, separated by commas",
        "The most that any viewer may do on this machine, whatever the portal says."},
       &Settings::agent_permissions},

      {{"relay.server", "", "host or host:port",
        "The appliance for which `gatehouse relay` carries sessions. Empty: the one it joined."},
       &Settings::relay_server},
      {{"relay.listen", "0.0.0.0:443", "address:port, [::]:port for IPv6",
        "Where machines and viewers connect to a relay of its own. The address in the portal must lead "
        "here."},
       &Settings::relay_listen},
      {{"relay.data", "relay", "a directory",
        "Where a relay keeps its key and certificate. Made when it joins."},
       &Settings::relay_data},
      {{"relay.sessions", "256", "1 to 10000",
        "Sessions that a relay carries at the same time; more are refused."},
       Number{&Settings::relay_sessions, 1, 10000}},

      {{"connect.server", "", "host or host:port",
        "The appliance that `gatehouse connect` signs in to when it is not told by --server."},
       &Settings::connect_server},
      {{"connect.organization", "", "an organisation ID", "The same for --organization."},
       &Settings::connect_organization},
      {{"connect.email", "", "an e-mail address", "The same for --email."}, &Settings::connect_email},
  };
  return rows;
}

const Row* find(std::string_view name) {
  for (const Row& row : table()) {
    if (row.row.name == name) return &row;
  }
  return nullptr;
}

Error unknown(const std::string& source, const std::string& name) {
  if (name.starts_with('.'))
    return Error{source + ": '" + name.substr(1) +
                 "' needs a line above it that says its section, like [server]"};
  std::vector<std::string> known;
  for (const Row& row : table()) known.emplace_back(row.row.name);
  std::string message = source + ": there is no setting '" + name + "'";
  if (const auto near = nearest_word(name, known)) message += "; did you mean '" + *near + "'?";
  return Error{message + " ('gatehouse help settings' lists them all)"};
}

// What names and addresses of hosts are made of.
bool in_a_host(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':';
}

struct Setter {
  Settings& settings;
  std::string_view value;

  bool operator()(Text member) const {
    settings.*member = value;
    return true;
  }
  bool operator()(Switch member) const {
    const std::string word = lower_ascii(value);
    const bool on = word == "on" || word == "yes" || word == "true" || word == "1";
    const bool off = word == "off" || word == "no" || word == "false" || word == "0";
    settings.*member = on;
    return on || off;
  }
  bool operator()(Names member) const {
    (settings.*member).clear();
    for (const std::string& part : split(value, ',')) {
      const std::string word = lower_ascii(trimmed(part));
      if (word.empty()) continue;
      const bool with_port = std::ranges::count(word, ':') == 1;
      if (with_port || !std::ranges::all_of(word, in_a_host)) return false;
      (settings.*member).push_back(word);
    }
    return true;
  }
  bool operator()(const Number& number) const {
    const auto parsed = parse_integer(value, number.low, number.high);
    if (parsed) settings.*number.member = *parsed;
    return parsed.has_value();
  }
  bool operator()(const ListenPort& port) const {
    const auto parsed = parse_integer(value, 0, 65535);
    if (parsed) settings.*port.member = *parsed;
    return parsed && (*parsed == 0 || *parsed >= 1024);
  }
  bool operator()(const Choice& choice) const {
    for (const std::string& word : choice.words) {
      if (word == value) {
        settings.*choice.member = value;
        return true;
      }
    }
    return false;
  }
  bool operator()(const Namespace& space) const {
    settings.*space.member = value;
    return policy::is_namespace(value);
  }
  bool operator()(const LocalAddress& address) const {
    if (value == "off" || value == "0") {
      (settings.*address.member).clear();
      return true;
    }
    settings.*address.member = value;
    const auto colon = value.rfind(':');
    const std::string_view host = value.substr(0, colon);
    return colon != value.npos && (host == "127.0.0.1" || host == "[::1]") &&
           parse_integer(value.substr(colon + 1), 0, 65535).has_value();
  }
  bool operator()(Size member) const {
    const auto sides = split(value, 'x');
    const auto width = parse_integer(sides.front(), 200, 7680),
               height = parse_integer(sides.back(), 200, 4320);
    if (sides.size() != 2 || !width || !height) return false;
    settings.*member = {static_cast<int>(*width), static_cast<int>(*height)};
    return true;
  }
  bool operator()(Rights member) const {
    std::uint32_t bits = 0;
    for (const std::string& part : split(value, ',')) {
      const auto word = trimmed(part);
      const auto named =
          std::ranges::find(policy::kPermissionNames, word, [](const auto& row) { return row.second; });
      if (!word.empty() && named == std::end(policy::kPermissionNames)) return false;
      if (!word.empty()) bits |= static_cast<std::uint32_t>(named->first);
    }
    settings.*member = policy::Permissions::from_bits(bits);
    return true;
  }
};

struct Getter {
  const Settings& settings;

  std::string operator()(Text member) const { return settings.*member; }
  std::string operator()(Switch member) const { return settings.*member ? "on" : "off"; }
  std::string operator()(Names member) const {
    std::string out;
    for (const std::string& word : settings.*member) out += (out.empty() ? "" : ",") + word;
    return out;
  }
  std::string operator()(const Number& number) const { return std::to_string(settings.*number.member); }
  std::string operator()(const ListenPort& port) const { return std::to_string(settings.*port.member); }
  std::string operator()(const Choice& choice) const { return settings.*choice.member; }
  std::string operator()(const Namespace& space) const { return settings.*space.member; }
  std::string operator()(const LocalAddress& address) const {
    const std::string& text = settings.*address.member;
    return text.empty() ? "off" : text;
  }
  std::string operator()(Size member) const {
    return std::to_string((settings.*member).width) + "x" + std::to_string((settings.*member).height);
  }
  std::string operator()(Rights member) const {
    std::string out;
    for (const auto& [permission, name] : policy::kPermissionNames) {
      if ((settings.*member).has(permission)) out += (out.empty() ? "" : ",") + std::string(name);
    }
    return out;
  }
};

Result<void> set(Settings& settings, const std::string& source, const std::string& name,
                 std::string_view value) {
  const Row* row = find(name);
  if (row == nullptr) return unknown(source, name);
  if (std::visit(Setter{settings, trimmed(value)}, row->kind)) return {};
  return Error{source + ": '" + std::string(value) + "' is not a value for " + name + "; it takes " +
               std::string(row->row.values)};
}

// "server.log_level" -> "GATEHOUSE_SERVER_LOG_LEVEL"
std::string environment_name(std::string_view name) {
  std::string out = "GATEHOUSE_";
  for (const char c : name)
    out += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

}  // namespace

const std::vector<SettingRow>& setting_rows() {
  static const std::vector<SettingRow> rows = [] {
    std::vector<SettingRow> out;
    for (const Row& row : table()) out.push_back(row.row);
    return out;
  }();
  return rows;
}

Result<Settings> load(const Sources& sources) {
  Settings settings;
  for (const Row& row : table()) {
    if (auto ok = set(settings, "default", std::string(row.row.name), row.row.default_value); !ok)
      return ok.error();
  }
  if (!sources.ini_path.empty()) {
    const auto entries = read_ini(sources.ini_path);
    if (!entries) return entries.error();
    for (const IniEntry& entry : *entries) {
      const std::string source = sources.ini_path + ", line " + std::to_string(entry.line);
      if (auto ok = set(settings, source, entry.name, entry.value); !ok) return ok.error();
    }
  }
  for (const auto& [name, value] : sources.environment) {
    const Row* match = nullptr;
    for (const Row& row : table()) {
      if (environment_name(row.row.name) == name) match = &row;
    }
    if (match == nullptr) return unknown("environment", name);
    if (auto ok = set(settings, "environment " + name, std::string(match->row.name), value); !ok)
      return ok.error();
  }
  for (const auto& [name, value] : sources.options) {
    if (auto ok = set(settings, "command line", name, value); !ok) return ok.error();
  }
  if (settings.server_certificate.empty() != settings.server_key.empty()) {
    return Error{"server.certificate and server.key belong together: set both or neither"};
  }
  return settings;
}

std::vector<std::string> hidden_from_desktop(const Settings& settings, const std::string& ini_path) {
  std::vector<std::string> hidden = {settings.agent_data, settings.server_data};
  if (!ini_path.empty()) hidden.push_back(ini_path);
  return hidden;
}

std::vector<std::string> as_options(const Settings& settings, std::string_view section) {
  std::vector<std::string> out;
  for (const Row& row : table()) {
    if (row.row.name.substr(0, row.row.name.find('.')) != section) continue;
    out.push_back("--" + std::string(row.row.name) + "=" + std::visit(Getter{settings}, row.kind));
  }
  return out;
}

std::string sample_ini() {
  std::string out =
      "; Gatehouse settings. Every line is optional; what is commented out is the default.\n"
      "; The same names work on the command line (--server.listen=...) and in the environment "
      "(GATEHOUSE_SERVER_LISTEN),\n"
      "; which win over this file.\n";
  std::string section;
  for (const SettingRow& row : setting_rows()) {
    const auto dot = row.name.find('.');
    if (row.name.substr(0, dot) != section) {
      section = row.name.substr(0, dot);
      out += "\n[" + section + "]\n";
    } else {
      out += "\n";
    }
    std::string line = ";";
    for (const std::string& word : split(row.help, ' ')) {
      if (line.size() + word.size() + 1 > 110) {
        out += line + "\n";
        line = ";";
      }
      line += " " + word;
    }
    out += line + "\n; Takes: " + std::string(row.values) + "\n";
    out += ";" + std::string(row.name.substr(dot + 1)) + "=" + std::string(row.default_value) + "\n";
  }
  return out;
}

}  // namespace gatehouse::config
