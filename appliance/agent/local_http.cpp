#include "appliance/agent/local_http.h"

#include <algorithm>
#include <ctime>

#include "appliance/base/embedded.h"
#include "appliance/base/http_status.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::agent::local_http {
namespace {

// Referrer-Policy is not no-referrer, with which a browser would name no Origin.
constexpr std::string_view kHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Frame-Options: DENY\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n"
    "Cache-Control: no-store\r\nConnection: close\r\n";

// application/x-www-form-urlencoded; nothing: it is none.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());  // what a password grows out of stays in memory
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto byte = i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (!byte) return wipe(out.data(), out.size()), std::nullopt;
    out += *byte;
    i += 2;
  }
  if (!is_utf8(out)) return wipe(out.data(), out.size()), std::nullopt;
  return out;
}

void wipe_values(Form& form) {
  for (auto& [name, given] : form) wipe(given.data(), given.size());
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string time_of_day(std::int64_t unix_seconds) {
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  ::localtime_r(&time, &parts);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M", &parts)};
}

std::string response(int status, std::string_view type, std::string_view body, std::string_view more) {
  return "HTTP/1.1 " + std::to_string(status) + " " + std::string(http_status_words(status)) +
         "\r\nContent-Type: " + std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(kHeaders) + std::string(more) + "\r\n" + std::string(body);
}

std::string plain(int status, std::string_view words) {
  return response(status, "text/plain; charset=utf-8", std::string(words) + "\n");
}

std::string_view file(std::string_view name) {
  for (const embedded::File& one : embedded::local_page()) {
    if (one.name == name) return as_text(one.content);
  }
  return {};
}

std::string_view field(std::string_view head, std::string_view name) {
  for (auto at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon != line.npos && lower_ascii(line.substr(0, colon)) == name)
      return trimmed(line.substr(colon + 1));
  }
  return {};
}

std::optional<Form> form(std::string_view body) {
  Form fields;
  for (std::size_t at = 0; at <= body.size();) {
    const std::size_t end = std::min(body.find('&', at), body.size());
    const std::string_view pair = body.substr(at, end - at);
    const auto equals = pair.find('=');
    auto value = equals == pair.npos ? std::nullopt : decoded(pair.substr(equals + 1));
    const bool is_new = value && fields.emplace(pair.substr(0, equals), *value).second;
    if (value) wipe(value->data(), value->size());
    if (!is_new) return wipe_values(fields), std::nullopt;
    at = end + 1;
  }
  return fields;
}

std::string value(const Form& form, std::string_view name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

std::string see_other(std::string_view where, std::string_view more) {
  return response(303, "text/plain", "", "Location: " + std::string(where) + "\r\n" + std::string(more));
}

std::string cookie(std::string_view head, std::string_view name) {
  for (const std::string& one : split(field(head, "cookie"), ';')) {
    const std::string_view pair = trimmed(one);
    const auto equals = pair.find('=');
    if (equals != pair.npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
  }
  return {};
}

std::string_view target(std::string_view request) {
  const auto begin = request.find(' ') + 1;
  return request.substr(begin, request.find(' ', begin) - begin);
}

bool is_for(const net::RequestHead& head, const std::string& host) {
  const std::string asked_for = lower_ascii(head.host);
  return asked_for == host || asked_for == "localhost" + host.substr(host.rfind(':'));
}

std::string misdirected(const std::string& host) {
  return plain(421, "This page is for the person at this machine: open http://" + host + "/");
}

bool comes_from_here(std::string_view head_text, const net::RequestHead& head) {
  return field(head_text, "origin") == "http://" + lower_ascii(head.host);
}

bool is_a_form(std::string_view head_text) {
  return field(head_text, "content-type") == "application/x-www-form-urlencoded";
}

}  // namespace gatehouse::agent::local_http
