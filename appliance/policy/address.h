// How a machine is called, and a person on a machine's access list: by an ID or by an alias.
//
//   ID     nine or ten digits, the first not 0. People may type it in groups: "123 456 789", "123-456-789".
//   alias  local@namespace. local: 1 to 64 of a-z A-Z 0-9 . _ - ; namespace: 1 to 32 of a-z A-Z 0-9 - .
//          Both begin and end with a letter or digit. Kept as it was given, compared without regard to case:
//          Shop@AD is shop@ad.
//
// ASCII only, so that no two aliases look the same.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace gatehouse::policy {

inline constexpr std::int64_t kLowestId = 100'000'000;
inline constexpr std::int64_t kHighestId = 9'999'999'999;

// Of those whose organization has none of its own; it can be changed (server.namespace).
inline constexpr std::string_view kDefaultNamespace = "ad";

bool is_namespace(std::string_view text);
bool is_alias(std::string_view text);
// "Shop@AD" is in the namespace "ad".
bool is_in_namespace(std::string_view alias, std::string_view name_space);
// An alias for a machine that calls itself `name`: what a local part may not hold becomes '-', and the `number`th
// that has this name gets "-number" (from 2). "Front Desk" -> "Front-Desk@ad", "Front-Desk-2@ad". A name of which
// nothing is left becomes "machine".
std::string alias_for(std::string_view name, std::string_view name_space, int number);

// The local part of a person's alias, made of the one of their e-mail address in the same way: "jo.smith+it@example.org"
// -> "jo.smith-it", "jo.smith-it-2".
std::string handle_for(std::string_view email, int number);

// Spaces around it are forgiven.
using Address = std::variant<std::int64_t, std::string>;
std::optional<Address> parse_address(std::string_view typed);

}  // namespace gatehouse::policy
