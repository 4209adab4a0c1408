// How a list is answered: {"items": [...]}, with "next_cursor" when it comes in pages. `view` makes JSON of a row.
#pragma once
#include <nlohmann/json.hpp>
#include <vector>

#include "appliance/portal/problem.h"
#include "appliance/portal/views.h"
#include "db/page.h"

namespace gatehouse::portal {

template <class Row, class View>
nlohmann::json items_view(const std::vector<Row>& rows, View view) {
  nlohmann::json items = nlohmann::json::array();
  for (const Row& row : rows) items.push_back(view(row));
  return items;
}

template <class Row, class View>
http::Response list_response(const Result<std::vector<Row>>& rows, View view) {
  if (!rows) return store_failed(rows.error());
  return json_response(200, {{"items", items_view(*rows, view)}});
}

template <class Row, class View>
http::Response list_response(const Result<db::Page<Row>>& page, View view) {
  if (!page) return store_failed(page.error());
  return json_response(200, page_view(items_view(page->rows, view), page->next));
}

}  // namespace gatehouse::portal
