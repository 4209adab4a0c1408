// For db/ only: things with tags. Their table has the columns organization_id, a number of the thing, place and tag; a tag is
// one line, so that a line feed may stand between two.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "db/records.h"

namespace gatehouse::db {

// An expression with the tags of a row of `thing`, in their order; tags_of() reads it.
std::string tags_column(std::string_view table, std::string_view number, std::string_view thing);
std::vector<std::string> tags_of(Query& row);

// These instead of those that `thing` has; inside a transaction.
void set_tags_of(Connection& connection, std::string_view table, std::string_view number,
                 OrganizationId organization, std::int64_t thing, const std::vector<std::string>& tags);
// What `rows` of a tag and how often it is there say.
std::vector<TagCount> tag_counts(Query& rows);

// A condition: a row of `thing` has all the tags in the parameter `wanted` (wanted_tags()), whose number is `count`.
std::string has_all_tags(std::string_view table, std::string_view number, std::string_view thing,
                         std::string_view wanted, std::string_view count);
std::string wanted_tags(const std::vector<std::string>& tags);

}  // namespace gatehouse::db
