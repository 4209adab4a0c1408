// The one reader of query strings, in the manner of JsonBody (portal/input.h).
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "appliance/http/server.h"
#include "db/page.h"

namespace gatehouse::portal {

// A query string; a parameter that is unknown, comes twice or is out of range is refused by name.
class Query {
 public:
  static constexpr std::int64_t kMaxLimit = 200;
  static constexpr std::int64_t kDefaultLimit = 50;

  explicit Query(const http::Request& request) : request_(request) {}

  bool has(const std::string& name) const;
  // `otherwise` when it is not said, or refused.
  std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high, std::int64_t otherwise);
  // One line of plain text, at most `max` characters; empty when it is not said.
  std::string text(const std::string& name, std::size_t max);
  std::optional<bool> boolean(const std::string& name);
  std::optional<std::int64_t> time(const std::string& name);  // RFC 3339, UTC
  // One of `words`; the first when it is not said.
  std::string word(const std::string& name, const std::vector<std::string>& words);

  std::int64_t limit() { return integer("limit", 1, kMaxLimit, kDefaultLimit); }
  // Where the last page ended, as cursor_text made it; without one, the start of the list.
  db::Cursor cursor();

  void fail(const std::string& name, std::string words) { errors_.emplace(name, std::move(words)); }
  std::optional<http::Response> refusal();

 private:
  std::optional<std::string> value(const std::string& name);

  const http::Request& request_;
  std::set<std::string> known_;
  std::map<std::string, std::string> errors_;
};

// Opaque to clients, so that the order may change later.
std::string cursor_text(const db::Cursor& cursor);

}  // namespace gatehouse::portal
