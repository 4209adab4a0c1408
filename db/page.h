// Lists are read in pages, the newest first unless somebody asks for another order. A page ends at a row, not at
// a count, so that rows added or removed meanwhile make nobody see a row twice or miss one.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::db {

// The last row seen: its time and number, and in lists by name its name in lower case.
struct Cursor {
  std::int64_t time = std::numeric_limits<std::int64_t>::max();
  std::int64_t id = std::numeric_limits<std::int64_t>::max();
  std::string name = {};

  bool is_start() const { return id == std::numeric_limits<std::int64_t>::max(); }
  std::string text() const;
  // Nothing: not a cursor that text() made.
  static std::optional<Cursor> parse(std::string_view text);
};

// At most as many rows as the `limit` that was asked for.
template <class Row>
struct Page {
  std::vector<Row> rows;
  std::optional<Cursor> next;  // none: this was the last page
};

}  // namespace gatehouse::db
