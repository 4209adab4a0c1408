// The one reader of what a request says: JSON bodies and query strings. Like ByteReader, it goes on after a
// mistake and notes it; look at refusal() once, after the last field. Then every field is either right or
// named with what is wrong.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/http/server.h"
#include "appliance/policy/license.h"
#include "appliance/policy/roles.h"
#include "db/page.h"

namespace gatehouse::portal {

// A JSON object, at most 64 KiB where nothing else is said. Refused as a whole: another Content-Type (415), too large (413), no
// JSON, nested too deep, a field twice. Refused by name: a field missing, unknown, of another type, too long
// or too short.
class JsonBody {
 public:
  static constexpr std::size_t kMaxBytes = 64 * 1024;
  static constexpr int kMaxDepth = 8;

  explicit JsonBody(const http::Request& request, std::size_t most_bytes = kMaxBytes);
  // An object inside (object(), objects()), with mistakes of its own.
  explicit JsonBody(const nlohmann::json& object);
  ~JsonBody();
  JsonBody(const JsonBody&) = delete;
  JsonBody& operator=(const JsonBody&) = delete;

  // One line of plain text, trimmed; lengths in characters.
  std::string text(const std::string& field, std::size_t min, std::size_t max);
  // Lines of plain text, without those at the end that are empty; the length in characters of all together.
  std::string lines(const std::string& field, std::size_t max);
  // For changes, where what is not named stays: is the field there?
  bool has(const std::string& field) const;
  // Is it there as null, or as nothing but blanks? Then it is read.
  bool is_empty(const std::string& field);
  // As text(), or nothing for null and for an empty line.
  std::optional<std::string> optional_text(const std::string& field, std::size_t max);
  bool boolean(const std::string& field);
  // One of `words`; the first of them when the field is not there.
  std::string choice(const std::string& field, const std::vector<std::string>& words);
  // A tier by its key; the largest when the field is not there.
  policy::Tier license(const std::string& field);
  // A whole number; `low` when it is refused.
  std::int64_t integer(const std::string& field, std::int64_t low, std::int64_t high);
  // The same, or nothing for null.
  std::optional<std::int64_t> optional_integer(const std::string& field, std::int64_t low, std::int64_t high);
  // A list of `known` words, each once, at least one.
  std::vector<std::string> words(const std::string& field, const std::vector<std::string>& known);
  // A list of numbers as the API writes them ("12"), at most `most`, each once.
  std::vector<std::int64_t> ids(const std::string& field, std::size_t most);
  // A list of lines of plain text, trimmed, of 1 to `longest` characters, at most `most`, each once, whatever its (ASCII) case.
  std::vector<std::string> texts(const std::string& field, std::size_t most, std::size_t longest);
  // A list of 1 to `most` objects, each to be read as a JsonBody of its own.
  nlohmann::json objects(const std::string& field, std::size_t most);
  // An object, to be read as a JsonBody of its own.
  nlohmann::json object(const std::string& field);
  // An object with the level of every section that is meant ({"users": "view"}); of the others: none.
  policy::Access access(const std::string& field);
  // A time (RFC 3339, UTC) after `now`, or nothing for null and when the field is not there.
  std::optional<std::int64_t> later_time(const std::string& field, std::int64_t now);
  // UTF-8 exactly as sent.
  std::string password(const std::string& field, std::size_t min, std::size_t max);
  // name@host, trimmed, in lower case, 3 to 254 characters.
  std::string email(const std::string& field);

  void fail(const std::string& field, std::string words) { errors_.emplace(field, std::move(words)); }
  std::optional<http::Response> refusal();
  // After a refusal: what is wrong with the first field that is.
  std::string first_mistake() const { return errors_.empty() ? std::string() : errors_.begin()->second; }

 private:
  const nlohmann::json* find_field(const std::string& field);
  const std::string* string_field(const std::string& field);
  void check_length(const std::string& field, std::size_t length, std::size_t min, std::size_t max);

  std::unique_ptr<nlohmann::json> object_;
  std::optional<http::Response> broken_;
  std::set<std::string> known_;
  std::map<std::string, std::string> errors_;
};

}  // namespace gatehouse::portal
