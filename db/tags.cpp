#include "db/tags.h"

#include <utility>

#include "appliance/base/text.h"

namespace gatehouse::db {
namespace {

std::string of_row(std::string_view table, std::string_view number, std::string_view thing) {
  const std::string tags(table), row(thing);
  return " FROM " + tags + " WHERE " + tags + ".organization_id = " + row + ".organization_id AND " +
         std::string(number) + " = " + row + ".id";
}

}  // namespace

std::string tags_column(std::string_view table, std::string_view number, std::string_view thing) {
  return "(SELECT group_concat(tag, char(10)) FROM (SELECT tag" + of_row(table, number, thing) +
         " ORDER BY place))";
}

std::vector<std::string> tags_of(Query& row) {
  const auto joined = row.maybe_text();
  return joined ? split(*joined, '\n') : std::vector<std::string>();
}

void set_tags_of(Connection& connection, std::string_view table, std::string_view number,
                 OrganizationId organization, std::int64_t thing, const std::vector<std::string>& tags) {
  const std::string tagged(table), key(number);
  Query(connection, "DELETE FROM " + tagged + " WHERE organization_id = ? AND " + key + " = ?", organization,
        thing)
      .run();
  const std::string insert =
      "INSERT INTO " + tagged + " (organization_id, " + key + ", place, tag) VALUES (?, ?, ?, ?)";
  int place = 0;
  for (const std::string& tag : tags) Query(connection, insert, organization, thing, place++, tag).run();
}

std::vector<TagCount> tag_counts(Query& rows) {
  std::vector<TagCount> counts;
  while (rows.next()) {
    std::string tag = rows.text();
    counts.push_back({std::move(tag), rows.integer()});
  }
  return counts;
}

std::string has_all_tags(std::string_view table, std::string_view number, std::string_view thing,
                         std::string_view wanted, std::string_view count) {
  return "(SELECT count(*)" + of_row(table, number, thing) + " AND instr(" + std::string(wanted) +
         ", char(10) || lower(tag) || char(10)) > 0) = " + std::string(count);
}

std::string wanted_tags(const std::vector<std::string>& tags) {
  std::string wanted = "\n";
  for (const std::string& tag : tags) wanted += lower_ascii(tag) + "\n";
  return wanted;
}

}  // namespace gatehouse::db
