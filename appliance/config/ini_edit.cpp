#include "appliance/config/ini_edit.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "appliance/base/text.h"
#include "appliance/config/ini.h"

namespace gatehouse::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// With their ends.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

bool is_comment(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.starts_with(';') || text.starts_with('#');
}

// "[Server]" -> "server"
std::optional<std::string> section_of(std::string_view line) {
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  const std::string_view text = trimmed(line);
  const auto end = text.find(']');
  if (!text.starts_with('[') || end == text.npos) return std::nullopt;
  return lower_ascii(text.substr(1, end - 1));
}

// Is it ";key=..."?
bool comments_out(std::string_view line, std::string_view key) {
  if (!is_comment(line)) return false;
  const std::string_view text = trimmed(line).substr(1);
  const auto separator = text.find_first_of("=:");
  return separator != text.npos && lower_ascii(trimmed(text.substr(0, separator))) == key;
}

// "key = old ; why" -> "key = new ; why"
std::string with_value(const std::string& line, const std::string& value) {
  const std::size_t separator = line.find_first_of("=:");
  std::size_t begin = line.find_first_not_of(" \t", separator + 1);
  if (begin == line.npos || line[begin] == '\r' || line[begin] == '\n' || line[begin] == ';')
    begin = separator + 1;
  std::size_t end = line.find_first_of("\r\n", begin);
  if (end == line.npos) end = line.size();
  for (std::size_t at = begin; at < end; ++at) {
    if (line[at] != ';' || at == 0 || (line[at - 1] != ' ' && line[at - 1] != '\t')) continue;
    end = at;
    while (end > begin && (line[end - 1] == ' ' || line[end - 1] == '\t')) --end;
    break;
  }
  return line.substr(0, begin) + value + line.substr(end);
}

class Edit {
 public:
  Edit(std::string_view text, std::string path, std::string name)
      : lines_(lines_of(text)), path_(std::move(path)), name_(std::move(name)) {
    const auto dot = name_.find('.');
    section_ = name_.substr(0, dot);
    key_ = name_.substr(dot + 1);
    if (!lines_.empty() && lines_.front().ends_with("\r\n")) line_end_ = "\r\n";
  }

  Result<std::string> to(const std::string& text, const std::optional<std::string>& value) {
    const auto before = parse_ini(text, path_);
    if (!before) return before.error();
    others_ = without_ours(*before);
    std::set<std::size_t> ours;
    for (const IniEntry& entry : *before) {
      if (entry.name == name_) ours.insert(static_cast<std::size_t>(entry.line) - 1);
    }
    std::vector<std::vector<std::string>> tries;
    if (!value || !ours.empty()) {
      tries.push_back(in_place(ours, value));
    } else {
      for (const std::size_t place : places()) tries.push_back(inserted(place, *value));
      if (tries.empty()) tries.push_back(appended(*value));
    }
    for (const auto& lines : tries) {
      std::string edited;
      for (const std::string& line : lines) edited += line;
      if (means_that(edited, value)) return edited;
    }
    return Error{path_ + " can't be changed without changing more than " + name_ +
                 ", or the value can't stand in such a file; edit it by hand"};
  }

 private:
  using Pair = std::pair<std::string, std::string>;

  std::vector<Pair> without_ours(const std::vector<IniEntry>& entries) const {
    std::vector<Pair> others;
    for (const IniEntry& entry : entries) {
      if (entry.name != name_) others.emplace_back(entry.name, entry.value);
    }
    return others;
  }

  // The reader of the file, not this one, decides what a line means.
  bool means_that(const std::string& edited, const std::optional<std::string>& value) const {
    const auto after = parse_ini(edited, path_);
    if (!after || without_ours(*after) != others_) return false;
    std::vector<std::string> ours;
    for (const IniEntry& entry : *after) {
      if (entry.name == name_) ours.push_back(entry.value);
    }
    return value ? ours == std::vector{*value} : ours.empty();
  }

  // The first of ours is the one that keeps its place: it is no continuation of another line.
  std::vector<std::string> in_place(const std::set<std::size_t>& ours,
                                    const std::optional<std::string>& value) const {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      if (!ours.contains(at)) {
        lines.push_back(lines_[at]);
      } else if (value && at == *ours.begin()) {
        lines.push_back(with_value(lines_[at], *value));
      }
    }
    return lines;
  }

  // Behind which lines it could stand, the best first.
  std::vector<std::size_t> places() const {
    std::optional<std::size_t> commented, last;
    bool inside = false;
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      if (const auto section = section_of(lines_[at])) inside = *section == section_;
      if (!inside || trimmed(lines_[at]).empty()) continue;
      if (comments_out(lines_[at], key_)) commented = at;
      if (!is_comment(lines_[at])) last = at;
    }
    std::vector<std::size_t> all;
    if (commented) all.push_back(*commented);
    if (last) all.push_back(*last);
    return all;
  }

  std::vector<std::string> inserted(std::size_t behind, const std::string& value) const {
    std::vector<std::string> lines = lines_;
    if (!lines[behind].ends_with('\n')) lines[behind] += line_end_;
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(behind) + 1, key_ + "=" + value + line_end_);
    return lines;
  }

  std::vector<std::string> appended(const std::string& value) const {
    std::vector<std::string> lines = lines_;
    if (!lines.empty()) {
      if (!lines.back().ends_with('\n')) lines.back() += line_end_;
      if (!trimmed(lines.back()).empty()) lines.push_back(line_end_);
    }
    lines.push_back("[" + section_ + "]" + line_end_);
    lines.push_back(key_ + "=" + value + line_end_);
    return lines;
  }

  const std::vector<std::string> lines_;
  const std::string path_, name_;
  std::string section_, key_, line_end_ = "\n";
  std::vector<Pair> others_;
};

}  // namespace

Result<std::string> with_setting(std::string_view text, const std::string& path, const std::string& name,
                                 const std::optional<std::string>& value) {
  if (!value) return Edit(text, path, name).to(std::string(text), value);
  const std::string written(trimmed(*value));
  if (!is_plain_text(written))
    return Error{"the value of " + name + " is one line of text without hidden characters"};
  return Edit(text, path, name).to(std::string(text), written);
}

}  // namespace gatehouse::config
