#include "appliance/config/settings.h"

#include <algorithm>
#include <ranges>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/config/ini.h"
#include "appliance/config/policy_directory.h"
#include "appliance/config/settings_table.h"
#include "appliance/policy/address.h"
#include "appliance/policy/syslog_target.h"

namespace gatehouse::config {
namespace {

constexpr std::string_view kAllPermissions = "all";

const Row* find(std::string_view name) {
  for (const Row& row : table()) {
    if (row.row.name == name) return &row;
  }
  return nullptr;
}

// "gatehouse.ini, line 3: "
std::string before_words(const std::string& source) {
  return source.empty() ? "" : source + ": ";
}

Error unknown(const std::string& source, const std::string& name) {
  if (name.starts_with('.'))
    return Error{before_words(source) + "'" + name.substr(1) +
                 "' needs a line above it that says its section, like [server]"};
  std::vector<std::string> known;
  for (const Row& row : table()) known.emplace_back(row.row.name);
  std::string message = before_words(source) + "there is no setting '" + name + "'";
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
  bool operator()(const Words& words) const {
    auto& chosen = settings.*words.member;
    chosen.clear();
    for (const std::string& part : split(value, ',')) {
      const std::string word(trimmed(part));
      if (word.empty() || std::ranges::count(chosen, word) > 0) continue;
      if (std::ranges::count(words.words, word) == 0) return false;
      chosen.push_back(word);
    }
    return true;
  }
  bool operator()(const Syslog& target) const {
    settings.*target.member = value;
    return value.empty() || policy::parse_syslog_target(value);
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
  bool operator()(Entries member) const {
    (settings.*member).clear();
    for (const std::string& part : split(value, ',')) {
      if (trimmed(part).empty()) continue;
      const auto entry = policy::parse_access_entry(part);
      if (!entry || (settings.*member).size() == policy::AccessList::kMostEntries) return false;
      (settings.*member).push_back(*entry);
    }
    return true;
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
      if (word.empty()) continue;
      const auto named = policy::find_permission(word);
      if (!named && word != kAllPermissions) return false;
      bits |= named ? static_cast<std::uint32_t>(*named) : policy::Permissions::all().bits();
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
  std::string operator()(const Words& words) const { return (*this)(words.member); }
  std::string operator()(const Number& number) const { return std::to_string(settings.*number.member); }
  std::string operator()(const ListenPort& port) const { return std::to_string(settings.*port.member); }
  std::string operator()(const Choice& choice) const { return settings.*choice.member; }
  std::string operator()(const Syslog& target) const { return settings.*target.member; }
  std::string operator()(const Namespace& space) const { return settings.*space.member; }
  std::string operator()(const LocalAddress& address) const {
    const std::string& text = settings.*address.member;
    return text.empty() ? "off" : text;
  }
  std::string operator()(Entries member) const {
    std::string out;
    for (const auto& entry : settings.*member) out += (out.empty() ? "" : ",") + policy::to_text(entry);
    return out;
  }
  std::string operator()(Size member) const {
    return std::to_string((settings.*member).width) + "x" + std::to_string((settings.*member).height);
  }
  std::string operator()(Rights member) const {
    const policy::Permissions permissions = settings.*member;
    if (permissions == policy::Permissions::all()) return std::string(kAllPermissions);
    return policy::permission_names(permissions);
  }
};

Result<void> set(Settings& settings, const std::string& source, const std::string& name,
                 std::string_view value, bool policy = false, bool in_file = false) {
  const Row* row = find(name);
  if (row == nullptr) return unknown(source, name);
  if (std::visit(Setter{settings, trimmed(value)}, row->kind)) {
    settings.from[std::string(row->row.name)] = {source, policy, in_file};
    return {};
  }
  return Error{before_words(source) + "'" + std::string(value) + "' is not a value for " + name +
               "; it takes " + std::string(row->row.values)};
}

// What is missing of the settings of mail.
std::optional<Error> mail_problem(const Settings& settings) {
  if (settings.mail_server.empty()) return {};
  if (!std::ranges::all_of(lower_ascii(settings.mail_server), in_a_host))
    return Error{"mail.server is no name or address of a server: " + settings.mail_server};
  if (settings.mail_from.find('@') == std::string::npos)
    return Error{"mail.server needs mail.from, the e-mail address that mail comes from"};
  if (settings.mail_user.empty() != settings.mail_password_file.empty())
    return Error{"mail.user and mail.password_file belong together: set both or neither"};
  if (!settings.mail_user.empty() && settings.mail_security == "none")
    return Error{
        "mail.user needs mail.security=starttls or tls: else everybody on the way reads the password"};
  return {};
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

Result<void> check_value(const std::string& name, std::string_view value) {
  Settings scratch;
  return set(scratch, "", name, value);
}

Result<Settings> load(const Sources& sources) {
  Settings settings;
  for (const Row& row : table()) {
    if (auto ok = set(settings, "default", std::string(row.row.name), row.row.default_value); !ok)
      return ok.error();
  }
  settings.from.clear();
  if (!sources.ini_path.empty()) {
    const auto entries =
        sources.ini_text ? parse_ini(*sources.ini_text, sources.ini_path) : read_ini(sources.ini_path);
    if (!entries) return entries.error();
    for (const IniEntry& entry : *entries) {
      const std::string source = sources.ini_path + ", line " + std::to_string(entry.line);
      if (auto ok = set(settings, source, entry.name, entry.value, false, true); !ok) return ok.error();
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
  if (!sources.policy_directory.empty()) {
    const auto policy = read_policy(sources.policy_directory);
    if (!policy) return policy.error();
    for (const PolicyFile& file : *policy) {
      for (const IniEntry& entry : file.entries) {
        const std::string source = file.path + ", line " + std::to_string(entry.line);
        if (auto ok = set(settings, source, entry.name, entry.value, true); !ok) return ok.error();
      }
    }
  }
  if (settings.server_certificate.empty() != settings.server_key.empty()) {
    return Error{"server.certificate and server.key belong together: set both or neither"};
  }
  if (const auto problem = mail_problem(settings)) return *problem;
  return settings;
}

std::vector<SettingNow> now(const Settings& settings) {
  std::vector<SettingNow> all;
  for (const SettingRow& row : setting_rows()) {
    SettingNow one{&row, std::visit(Getter{settings}, find(std::string(row.name))->kind), {}};
    if (const auto from = settings.from.find(row.name); from != settings.from.end()) {
      one.source = from->second.words;
      one.in_file = from->second.in_file;
    }
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<std::string> hidden_from_desktop(const Settings& settings, const std::string& ini_path) {
  std::vector<std::string> hidden = {settings.agent_data, settings.server_data};
  if (!ini_path.empty()) hidden.push_back(ini_path);
  if (!settings.mail_password_file.empty()) hidden.push_back(settings.mail_password_file);
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

// A line of an ini file may not be too long, not even a comment.
static void add_comment(std::string& out, std::string_view words) {
  std::string line = ";";
  for (const std::string& word : split(words, ' ')) {
    if (line.size() + word.size() + 1 > 110) {
      out += line + "\n";
      line = ";";
    }
    line += " " + word;
  }
  out += line + "\n";
}

std::string sample_ini() {
  std::string out =
      "; Gatehouse settings. Every line is optional; what is commented out is the default.\n"
      "; The same names work on the command line (--server.listen=...) and in the environment "
      "(GATEHOUSE_SERVER_LISTEN),\n"
      "; which win over this file; the ini files of /etc/gatehouse/policy.d win over everything.\n";
  std::string section;
  for (const SettingRow& row : setting_rows()) {
    const auto dot = row.name.find('.');
    if (row.name.substr(0, dot) != section) {
      section = row.name.substr(0, dot);
      out += "\n[" + section + "]\n";
    } else {
      out += "\n";
    }
    add_comment(out, row.help);
    add_comment(out, "Takes: " + std::string(row.values));
    out += ";" + std::string(row.name.substr(dot + 1)) + "=" + std::string(row.default_value) + "\n";
  }
  return out;
}

}  // namespace gatehouse::config
