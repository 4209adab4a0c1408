#include "appliance/config/change.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <filesystem>

#include "appliance/base/files.h"
#include "appliance/config/ini.h"
#include "appliance/config/ini_edit.h"

namespace gatehouse::config {
namespace {

// The file itself where the settings name a link to it, which then stays one.
std::string real_path(const std::string& path) {
  char* const found = ::realpath(path.c_str(), nullptr);
  if (found == nullptr) return path;
  std::string real = found;
  std::free(found);
  return real;
}

Result<void> check(const Settings& now, const NewValue& wanted) {
  if (wanted.value) {
    if (auto ok = check_value(wanted.name, *wanted.value); !ok) return ok;
  }
  const auto from = now.from.find(wanted.name);
  if (from == now.from.end()) return {};
  if (from->second.policy)
    return Error{wanted.name + " can't be changed here: " + from->second.words + ", decides it"};
  if (!from->second.in_file)
    return Error{wanted.name + " is set by the " + from->second.words +
                 ", which wins over the settings file; change it there"};
  return {};
}

bool is_a_setting(const std::string& name) {
  for (const SettingRow& row : setting_rows()) {
    if (row.name == name) return true;
  }
  return false;
}

Error not_written(const std::string& path, Error error, int problem) {
  if (problem == EACCES || problem == EPERM) {
    return Error{"you may not change " + path + ": run it as root, or as the account that it belongs to"};
  }
  if (problem == EROFS) {
    return Error{path +
                 " is read-only for this program. A unit of systemd allows it with "
                 "ReadWritePaths=/etc/gatehouse"};
  }
  return error;
}

}  // namespace

std::optional<Error> locked(const Settings& settings) {
  if (!settings.settings_locked) return std::nullopt;
  const auto from = settings.from.find(std::string_view("settings.locked"));
  return Error{"the settings of this machine are locked (settings.locked, " +
               (from == settings.from.end() ? "by default" : from->second.words) +
               "): who manages it changes them there"};
}

Result<void> change_settings(const Sources& sources, const std::vector<NewValue>& values) {
  if (sources.ini_path.empty()) return Error{"there is no settings file; name it: --config=FILE"};
  const std::string path = real_path(sources.ini_path);
  Sources meant = sources;
  if (is_missing(path)) {
    meant.ini_text = "";
  } else {
    auto text = read_file(path, kIniCap, FileKind::foreign);
    if (!text) return text.error();
    meant.ini_text = *std::move(text);
  }
  const std::string before = *meant.ini_text;
  const auto now = load(meant);
  if (!now) return now.error();
  for (const NewValue& wanted : values) {
    if (!is_a_setting(wanted.name)) return check_value(wanted.name, "");
    if (auto ok = check(*now, wanted); !ok) return ok;
  }
  if (const auto why = locked(*now)) return *why;
  for (const NewValue& wanted : values) {
    auto edited = with_setting(*meant.ini_text, path, wanted.name, wanted.value);
    if (!edited) return edited.error();
    meant.ini_text = *std::move(edited);
  }
  if (const auto then = load(meant); !then) return then.error();
  if (*meant.ini_text == before) return {};
  errno = 0;
  const auto written = is_missing(path) ? write_file_atomically(path, *meant.ini_text, 0600)
                                        : replace_file(path, before, *meant.ini_text);
  if (!written) return not_written(path, written.error(), errno);
  return {};
}

}  // namespace gatehouse::config
