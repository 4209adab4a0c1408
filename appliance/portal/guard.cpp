#include "appliance/portal/guard.h"

#include <algorithm>

#include "appliance/portal/problem.h"

namespace gatehouse::portal {

namespace {

// Nothing inline, not even styles: what the UI sets at run time it sets through the DOM. Images as data: are
// the JPEG tiles of a remote screen; with trusted types no text ever becomes script or markup.
constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; connect-src 'self'";
constexpr std::string_view kApiPolicy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr std::pair<std::string_view, std::string_view> kHeaders[] = {
    {"Strict-Transport-Security", "max-age=31536000"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
     "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
     "clipboard-read=(self), clipboard-write=(self), fullscreen=(self)"},
};

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_' || c == ':' || c == '[' || c == ']';
}

std::string cookie(std::string_view name, std::string_view token) {
  return std::string(name) + "=" + std::string(token) + "; Path=/; Secure; HttpOnly; SameSite=Strict";
}

bool has_header(const http::Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

void add_headers(http::Response& response, std::string policy) {
  for (const auto& [name, value] : kHeaders) response.headers.emplace_back(name, value);
  response.headers.emplace_back("Content-Security-Policy", std::move(policy));
  if (!has_header(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
}

}  // namespace

std::optional<http::Response> refuse_host(const http::Request& request) {
  const auto count = std::count_if(request.headers.begin(), request.headers.end(),
                                   [](const auto& header) { return header.first == "host"; });
  const std::string_view host = request.header("host");
  if (count == 1 && !host.empty() && host.size() <= 255 &&
      std::all_of(host.begin(), host.end(), is_host_character)) {
    return {};
  }
  return to_response({400, "bad_host", "The request must say which host it is for, once."});
}

std::optional<http::Response> refuse_origin(const http::Request& request) {
  if (request.header("origin") == "https://" + std::string(request.header("host"))) return {};
  return to_response({403, "wrong_origin", "This request does not come from a page of this appliance."});
}

bool changes_something(const http::Request& request) {
  return request.method != "GET" && request.method != "HEAD";
}

bool is_loopback(std::string_view address) {
  if (address.starts_with("::ffff:")) address.remove_prefix(7);
  return address.starts_with("127.") || address == "::1";
}

std::string login_cookie(std::string_view token) {
  return cookie(kCookie, token);
}

std::string no_login_cookie() {
  return login_cookie("") + "; Max-Age=0";
}

std::string step_cookie(std::string_view token) {
  return cookie(kStepCookie, token);
}

std::string no_step_cookie() {
  return step_cookie("") + "; Max-Age=0";
}

std::string passkey_cookie(std::string_view token) {
  return cookie(kPasskeyCookie, token);
}

std::string no_passkey_cookie() {
  return passkey_cookie("") + "; Max-Age=0";
}

void harden(http::Response& response) {
  add_headers(response, std::string(kApiPolicy));
}

void harden_page(http::Response& response, std::string_view sources) {
  add_headers(response, std::string(kPagePolicy).append(sources));
}

}  // namespace gatehouse::portal
