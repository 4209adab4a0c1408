// Text from outside: is it text at all, and how is it compared and shown.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

// Valid UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool is_utf8(std::string_view text);
// One line of UTF-8 in which everything is seen and reads in its own order: no control characters, line
// separators, direction marks and overrides, zero-width or tag characters. Joiners (U+200C, U+200D) only between
// two characters of scripts that use them.
bool is_plain_text(std::string_view text);
// Code points, for limits that people see. The text must be UTF-8.
std::size_t length_in_characters(std::string_view text);

// What a stranger wrote, as a line to show: every byte that is no text and every character that is not seen or turns
// the order around becomes U+FFFD, white space one space each; at most so many characters, of which the last then is an
// ellipsis.
std::string as_shown_line(std::string_view text, std::size_t characters);

std::string_view trimmed(std::string_view text);
std::string lower_ascii(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
// Whether a header's list (RFC 9110 section 5.6.1: "keep-alive, Upgrade") has `member`, which is in lower case.
bool list_names(std::string_view list, std::string_view member);
// Decimal, the whole text, within [low, high].
std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t low, std::int64_t high);
// In groups of three from the end, as people read a machine's ID: "1 234 567 890".
std::string grouped(std::string_view digits);

std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// The word of `known` that `typed` most likely meant, or nothing when none is near. For "did you mean".
std::optional<std::string> nearest_word(std::string_view typed, const std::vector<std::string>& known);

// 2026-01-31T12:00:00Z (RFC 3339) from seconds since 1970, UTC.
std::string rfc3339(std::int64_t unix_seconds);
// The other way, of a time in UTC ("Z"); a fraction of a second is cut off.
std::optional<std::int64_t> from_rfc3339(std::string_view text);

}  // namespace gatehouse
