#include "db/page.h"

#include "appliance/base/text.h"

namespace gatehouse::db {

std::string Cursor::text() const {
  return std::to_string(time) + "." + std::to_string(id) + "." + hex(name);
}

std::optional<Cursor> Cursor::parse(std::string_view text) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const auto parts = split(text, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto time = parse_integer(parts[0], 0, kMost);
  const auto id = parse_integer(parts[1], 0, kMost);
  auto name = from_hex(parts[2]);
  if (!time || !id || !name || !is_utf8(*name)) return std::nullopt;
  return Cursor{*time, *id, *std::move(name)};
}

}  // namespace gatehouse::db
