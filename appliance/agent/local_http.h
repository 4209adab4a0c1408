// The little of HTTP that the page at a machine (local_page.h, local_settings.h) needs: reading what net::read_request_head has found
// good, and writing answers that no other page can use. Pure.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/net/request_head.h"

namespace gatehouse::agent::local_http {

// As text within HTML, also in an attribute.
std::string escaped(std::string_view text);
// As the clock on this machine's wall.
std::string time_of_day(std::int64_t unix_seconds);
// Of those that are part of the program (page/).
std::string_view file(std::string_view name);

// With the headers that keep other pages away; the connection ends after it. `more`: header lines, each with its end.
std::string response(int status, std::string_view type, std::string_view body, std::string_view more = "");
std::string plain(int status, std::string_view words);
std::string see_other(std::string_view where, std::string_view more = "");

// Its first field of this name, in lower case; empty: it has none.
std::string_view field(std::string_view head_text, std::string_view name);
std::string cookie(std::string_view head_text, std::string_view name);
std::string_view target(std::string_view request);

// A request must be for this machine by name: a foreign name that points here is DNS rebinding. `host`: with the port, of the address
// it came to.
bool is_for(const net::RequestHead& head, const std::string& host);
std::string misdirected(const std::string& host);
// And what changes something must come from this very page.
bool comes_from_here(std::string_view head_text, const net::RequestHead& head);

using Form = std::map<std::string, std::string, std::less<>>;
bool is_a_form(std::string_view head_text);
// Nothing: it can't be read, or names something twice.
std::optional<Form> form(std::string_view body);
// Empty: it is not there.
std::string value(const Form& form, std::string_view name);

}  // namespace gatehouse::agent::local_http
