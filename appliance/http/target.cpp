#include "appliance/http/target.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::http {
namespace {

std::optional<std::string> unescape(std::string_view raw, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (raw[i] != '%') {
      out += raw[i];
    } else {
      const auto byte = from_hex(raw.substr(i + 1, 2));
      if (!byte || byte->size() != 1) return std::nullopt;
      out += *byte;
      i += 2;
    }
  }
  const bool control = std::any_of(out.begin(), out.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
  if (control || !is_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string> decode_path(std::string_view raw) {
  auto path = unescape(raw, false);
  if (!path || !path->starts_with('/') || path->find('\\') != path->npos) return std::nullopt;
  if (std::count(path->begin(), path->end(), '/') != std::count(raw.begin(), raw.end(), '/'))
    return std::nullopt;
  for (const std::string& segment : split(*path, '/')) {
    if (segment == "." || segment == "..") return std::nullopt;
  }
  return path;
}

std::optional<Fields> decode_query(std::string_view raw) {
  Fields fields;
  if (raw.empty()) return fields;
  for (const std::string& pair : split(raw, '&')) {
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = unescape(std::string_view(pair).substr(0, equals), true);
    auto value = unescape(std::string_view(pair).substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return std::nullopt;
    if (!pair.empty()) fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

}  // namespace gatehouse::http
