// What every request must pass before a handler sees it, and what every response carries: one place each.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appliance/http/server.h"

namespace gatehouse::portal {

inline constexpr std::string_view kCookie = "__Host-gatehouse";
// Of who has shown the password and not yet the second factor; no login.
inline constexpr std::string_view kStepCookie = "__Host-gatehouse-step";
// Of a browser that was asked for a passkey to sign in with alone; no login either.
inline constexpr std::string_view kPasskeyCookie = "__Host-gatehouse-passkey";
inline constexpr std::string_view kCsrfHeader = "x-csrf-token";

// Exactly one Host, and it reads as one. Whether it is ours the front end has checked (net/request_hosts.h).
std::optional<http::Response> refuse_host(const http::Request& request);

// Origin must be "https://" + Host, exactly. A missing one is refused too. No exception for self-made
// certificates.
std::optional<http::Response> refuse_origin(const http::Request& request);

// Anything but GET and HEAD.
bool changes_something(const http::Request& request);

bool is_loopback(std::string_view address);

std::string login_cookie(std::string_view token);
std::string no_login_cookie();
std::string step_cookie(std::string_view token);
std::string no_step_cookie();
std::string passkey_cookie(std::string_view token);
std::string no_passkey_cookie();

// Adds the security headers; leaves a Cache-Control that is already there.
void harden(http::Response& response);
// The same for what the UI is made of. `sources`: what its pages may connect to beside the appliance itself, each with
// a space before it.
void harden_page(http::Response& response, std::string_view sources);

}  // namespace gatehouse::portal
