// For db/ only: rows of a query, newest first, into a page.
#pragma once
#include "db/connection.h"
#include "db/page.h"

namespace gatehouse::db {

// `read_row` gives nothing for a row that the caller does not want; reading stops when the page is full.
template <class Row, class ReadRow, class CursorOf>
Page<Row> page_of(Query& query, int limit, ReadRow read_row, CursorOf cursor_of) {
  Page<Row> page;
  while (query.next()) {
    std::optional<Row> row = read_row(query);
    if (!row) continue;
    if (static_cast<int>(page.rows.size()) == limit) {
      page.next = cursor_of(page.rows.back());
      break;
    }
    page.rows.push_back(std::move(*row));
  }
  return page;
}

}  // namespace gatehouse::db
