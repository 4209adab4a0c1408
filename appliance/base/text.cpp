#include "appliance/base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <numeric>

#include "appliance/base/calendar.h"

namespace gatehouse {
namespace {

// Decodes one code point at `at` and advances; false on anything RFC 3629 forbids.
bool next_code_point(std::string_view text, std::size_t& at, char32_t& point) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) {
    point = lead;
    ++at;
    return true;
  }
  const int extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4 || at + extra >= text.size()) return false;
  point = lead & (0x3f >> extra);
  for (int i = 1; i <= extra; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return false;
    point = point << 6 | (byte(at + i) & 0x3f);
  }
  static constexpr char32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  if (point < kSmallest[extra] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
  at += extra + 1;
  return true;
}

struct Range {
  char32_t first, last;
};

constexpr Range kNotShown[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},      // control characters
    {0xad, 0xad},     {0x61c, 0x61c},    // soft hyphen; direction mark
    {0x115f, 0x1160}, {0x180e, 0x180e},  // fillers, separators without width
    {0x200b, 0x200b}, {0x200e, 0x200f},  // zero width space; direction marks
    {0x2028, 0x202e}, {0x2060, 0x206f},  // line separators, directions, invisible operators
    {0x3164, 0x3164}, {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff9, 0xfffc}, {0xe0000, 0xe0fff},  // annotations, tags
};

bool is_shown(char32_t point) {
  return std::none_of(std::begin(kNotShown), std::end(kNotShown),
                      [point](Range range) { return point >= range.first && point <= range.last; });
}

// Persian and emoji need these between two characters; beside Latin they only make two names look like one.
bool is_joiner(char32_t point) {
  return point == 0x200c || point == 0x200d;
}

constexpr char32_t kFirstJoinable = 0x300;

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

bool is_utf8(std::string_view text) {
  char32_t point = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!next_code_point(text, at, point)) return false;
  }
  return true;
}

bool is_plain_text(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t point = 0;
    if (!next_code_point(text, at, point) || !is_shown(point)) return false;
    const bool beside_joiner = is_joiner(point) || is_joiner(before);
    if (beside_joiner && (before < kFirstJoinable || point < kFirstJoinable)) return false;
    if (is_joiner(point) && is_joiner(before)) return false;
    before = point;
  }
  return !is_joiner(before);
}

std::size_t length_in_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string as_shown_line(std::string_view text, std::size_t characters) {
  constexpr std::string_view kUnreadable = "\xef\xbf\xbd", kMore = "\xe2\x80\xa6";
  std::vector<std::string_view> line;
  for (std::size_t at = 0; at < text.size() && line.size() <= characters;) {
    const std::size_t begin = at;
    char32_t point = 0;
    if (!next_code_point(text, at, point)) {
      at = begin + 1;
      line.push_back(kUnreadable);
    } else if (point == ' ' || (point >= '\t' && point <= '\r')) {
      if (!line.empty() && line.back() != " ") line.push_back(" ");
    } else {
      line.push_back(is_shown(point) && !is_joiner(point) ? text.substr(begin, at - begin) : kUnreadable);
    }
  }
  if (line.size() > characters) {
    line.resize(characters);
    if (!line.empty()) line.back() = kMore;
  }
  while (!line.empty() && line.back() == " ") line.pop_back();
  std::string shown;
  for (const std::string_view part : line) shown += part;
  return shown;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(separator, at);
    parts.emplace_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

bool list_names(std::string_view list, std::string_view member) {
  const auto members = split(list, ',');
  return std::any_of(members.begin(), members.end(),
                     [&](const std::string& one) { return lower_ascii(trimmed(one)) == member; });
}

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc{} || stop != end || value < low || value > high) return std::nullopt;
  return value;
}

std::string grouped(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ' ';
    out += digits[i];
  }
  return out;
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto [stop, failure] = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (failure != std::errc{} || stop != text.data() + i + 2) return std::nullopt;
    out += static_cast<char>(value);
  }
  return out;
}

std::string base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t pool = 0;
  int bits = 0;
  for (const char c : bytes) {
    pool = pool << 8 | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += kBase64Url[pool >> bits & 63];
    }
  }
  if (bits > 0) out += kBase64Url[pool << (6 - bits) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  std::uint32_t pool = 0;
  int bits = 0;
  for (const char c : text) {
    const auto digit = kBase64Url.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    pool = pool << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(pool >> bits & 255);
    }
  }
  const bool leftover = bits >= 6 || (pool & ((1u << bits) - 1)) != 0;
  if (leftover) return std::nullopt;
  return out;
}

std::optional<std::string> nearest_word(std::string_view typed, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(2, typed.size() / 3) + 1;
  for (const std::string& word : known) {
    const std::size_t distance = edit_distance(typed, word);
    if (distance < best_distance) {
      best = &word;
      best_distance = distance;
    }
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::string rfc3339(std::int64_t unix_seconds) {
  const CalendarTime time = calendar_time(unix_seconds);
  char out[64];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", time.year, time.month, time.day, time.hour,
                time.minute, time.second);
  return out;
}

std::optional<std::int64_t> from_rfc3339(std::string_view text) {
  static constexpr std::string_view kForm = "0000-00-00T00:00:00";
  std::string whole(text.substr(0, kForm.size()));
  std::string_view rest = text.substr(whole.size());
  if (rest.starts_with('.'))
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  if (rest != "Z") return {};
  const auto part = [&](std::size_t at, std::size_t length) {
    return static_cast<int>(parse_integer(std::string_view(whole).substr(at, length), 0, 9999).value_or(-1));
  };
  const CalendarTime time{part(0, 4),
                          static_cast<unsigned>(part(5, 2)),
                          static_cast<unsigned>(part(8, 2)),
                          part(11, 2),
                          part(14, 2),
                          part(17, 2)};
  if (time.month < 1 || time.month > 12) return {};
  const std::int64_t seconds = unix_seconds(time);
  return rfc3339(seconds) == whole + "Z" ? std::optional(seconds) : std::nullopt;
}

}  // namespace gatehouse
