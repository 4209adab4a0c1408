#include "appliance/portal/query.h"

#include <algorithm>

#include "appliance/base/text.h"
#include "appliance/portal/problem.h"

namespace gatehouse::portal {

namespace {

constexpr std::size_t kMaxCursor = 3000;  // two names of 100 characters, written twice over

}  // namespace

std::optional<std::string> Query::value(const std::string& name) {
  known_.insert(name);
  std::optional<std::string> found;
  for (const auto& [key, text] : request_.query) {
    if (key != name) continue;
    if (found) fail(name, "This is there twice.");
    found = text;
  }
  return found;
}

bool Query::has(const std::string& name) const {
  return std::any_of(request_.query.begin(), request_.query.end(),
                     [&](const auto& one) { return one.first == name; });
}

std::int64_t Query::integer(const std::string& name, std::int64_t low, std::int64_t high,
                            std::int64_t otherwise) {
  const auto text = value(name);
  if (!text) return otherwise;
  const auto number = parse_integer(*text, low, high);
  if (!number)
    fail(name, "This must be a number from " + std::to_string(low) + " to " + std::to_string(high) + ".");
  return number.value_or(otherwise);
}

std::string Query::text(const std::string& name, std::size_t max) {
  const auto text = value(name);
  if (!text) return {};
  if (!is_plain_text(*text)) {
    fail(name, "This must be one line of text without control characters.");
    return {};
  }
  if (length_in_characters(*text) > max) fail(name, "Use at most " + std::to_string(max) + " characters.");
  return std::string(trimmed(*text));
}

std::optional<bool> Query::boolean(const std::string& name) {
  const auto text = value(name);
  if (!text) return {};
  if (*text != "true" && *text != "false") fail(name, "This must be true or false.");
  return *text == "true";
}

std::optional<std::int64_t> Query::time(const std::string& name) {
  const auto text = value(name);
  if (!text) return {};
  const auto time = from_rfc3339(*text);
  if (!time) fail(name, "This must be a time in UTC, such as 2030-12-31T18:00:00Z.");
  return time;
}

std::string Query::word(const std::string& name, const std::vector<std::string>& words) {
  const auto text = value(name);
  if (!text) return words.front();
  if (std::find(words.begin(), words.end(), *text) == words.end()) {
    std::string known;
    for (const std::string& word : words) known += (known.empty() ? "" : " or ") + word;
    fail(name, "This must be " + known + ".");
  }
  return *text;
}

db::Cursor Query::cursor() {
  const auto text = value("cursor");
  if (!text) return {};
  const auto raw = text->size() <= kMaxCursor ? from_base64url(*text) : std::nullopt;
  const auto cursor = raw ? db::Cursor::parse(*raw) : std::nullopt;
  if (!cursor) fail("cursor", "This is no cursor of this list. Start again without one.");
  return cursor.value_or(db::Cursor{});
}

std::optional<http::Response> Query::refusal() {
  for (const auto& [name, text] : request_.query) {
    if (!known_.contains(name)) fail(name, "There is no such parameter.");
  }
  if (errors_.empty()) return {};
  return invalid_fields(errors_);
}

std::string cursor_text(const db::Cursor& cursor) {
  return base64url(cursor.text());
}

}  // namespace gatehouse::portal
