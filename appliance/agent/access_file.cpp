#include "appliance/agent/access_file.h"

#include <nlohmann/json.hpp>

#include "appliance/base/files.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using nlohmann::json;

namespace {

constexpr std::size_t kFileCap = 128 * 1024;

std::optional<AccessFile> parsed(const json& whole) {
  if (!whole.is_object() || !whole.contains("on") || !whole["on"].is_boolean() ||
      !whole.contains("entries") || !whole["entries"].is_array() ||
      whole["entries"].size() > policy::AccessList::kMostEntries)
    return std::nullopt;
  AccessFile file;
  file.on = whole["on"].get<bool>();
  for (const json& one : whole["entries"]) {
    if (!one.is_object() || !one.contains("who") || !one["who"].is_string()) return std::nullopt;
    auto entry = policy::parse_access_entry(one["who"].get_ref<const std::string&>());
    if (!entry) return std::nullopt;
    if (const auto until = one.find("until"); until != one.end()) {
      if (!until->is_number_integer()) return std::nullopt;
      entry->until = until->get<std::int64_t>();
    }
    file.entries.push_back(*std::move(entry));
  }
  return file;
}

bool is_same(const policy::AccessEntry& one, const policy::AccessEntry& other) {
  return lower_ascii(policy::to_text(one)) == lower_ascii(policy::to_text(other));
}

Result<policy::AccessEntry> entry_of(std::string_view address) {
  if (auto entry = policy::parse_access_entry(address)) return *std::move(entry);
  return Error{
      "'" + as_shown_line(address, 100) +
      "' is no address. Write a person's ID (nine or ten digits) or alias (name@namespace, with * and ? "
      "in the name), or @namespace for everybody of it"};
}

}  // namespace

Result<AccessFile> AccessFile::read(const std::string& directory) {
  const std::string path = directory + "/" + kName;
  if (is_missing(path)) return AccessFile{};
  const auto text = read_file(path, kFileCap);
  if (!text) return text.error();
  auto file = parsed(json::parse(*text, nullptr, false));
  if (!file) {
    return Error{
        path +
        " is not what 'gatehouse access' writes. Remove it, then list with 'gatehouse access allow' who may "
        "come in"};
  }
  return *std::move(file);
}

Result<void> AccessFile::write(const std::string& directory) const {
  json all = json::array();
  for (const policy::AccessEntry& entry : entries) {
    json one = {{"who", policy::to_text(entry)}};
    if (entry.until) one["until"] = *entry.until;
    all.push_back(std::move(one));
  }
  const json whole = {{"on", on}, {"entries", std::move(all)}};
  return write_file_atomically(directory + "/" + kName, whole.dump(1) + "\n", 0600);
}

Result<void> AccessFile::allow(std::string_view address, std::optional<std::int64_t> until,
                               std::int64_t now) {
  auto entry = entry_of(address);
  if (!entry) return entry.error();
  std::erase_if(entries, [&](const auto& one) { return is_same(one, *entry); });
  std::erase_if(entries, [&](const auto& one) { return one.until && *one.until <= now; });
  if (entries.size() == policy::AccessList::kMostEntries)
    return Error{"the list is full: " + std::to_string(policy::AccessList::kMostEntries) +
                 " entries. Whole namespaces are entries, too: @namespace"};
  entry->until = until;
  entries.push_back(*std::move(entry));
  return {};
}

Result<void> AccessFile::remove(std::string_view address) {
  const auto entry = entry_of(address);
  if (!entry) return entry.error();
  if (std::erase_if(entries, [&](const auto& one) { return is_same(one, *entry); }) > 0) return {};
  return Error{policy::to_text(*entry) + " is not on the list"};
}

Result<AccessFile> AccessFile::change(const std::string& directory,
                                      const std::function<Result<void>(AccessFile&)>& edit) {
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  auto file = read(directory);
  if (!file) return file;
  if (const auto ok = edit(*file); !ok) return ok.error();
  if (const auto ok = file->write(directory); !ok) return ok.error();
  return file;
}

policy::AccessList access_list(const AccessSettings& settings, const AccessFile& file) {
  using Switch = AccessSettings::Switch;
  if (settings.list == Switch::off || (settings.list == Switch::local && !file.on)) return {};
  std::vector<policy::AccessEntry> entries = settings.entries;
  entries.insert(entries.end(), file.entries.begin(), file.entries.end());
  return policy::AccessList(std::move(entries));
}

std::string called(const policy::AccessEntry& entry) {
  const std::string text = policy::to_text(entry);
  return std::holds_alternative<std::int64_t>(entry.who) ? grouped(text) : text;
}

}  // namespace gatehouse::agent
