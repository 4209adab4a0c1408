// Tags: short words that people give to things, to find them again. Several are named in a query with commas between them, and
// stand in a table's cell with semicolons between them: a tag has neither.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse::portal {

class JsonBody;
class Query;

inline constexpr std::size_t kMostTags = 20;    // of one thing, and of one query
inline constexpr std::size_t kLongestTag = 32;  // in characters

// The list in `field`, each once, whatever its (ASCII) case.
std::vector<std::string> read_tags(JsonBody& body, const std::string& field);
// In the order of their names (in ASCII without regard to case): who takes one away and gives it back changes nothing.
std::vector<std::string> by_name(std::vector<std::string> tags);
// Of ?tags=one,two: each once; empty when none is named.
std::vector<std::string> wanted_tags(Query& query);
// "one; two"
std::string joined_tags(const std::vector<std::string>& tags);

}  // namespace gatehouse::portal
