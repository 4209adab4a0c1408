#include "appliance/agent/local_page.h"

#include <ctime>
#include <map>
#include <optional>

#include "appliance/base/embedded.h"
#include "appliance/base/http_status.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {
namespace {

using State = HelpRequest::State;

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

// As the clock on this machine's wall.
std::string time_of_day(std::int64_t unix_seconds) {
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  ::localtime_r(&time, &parts);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M", &parts)};
}

// Referrer-Policy is not no-referrer, with which a browser would name no Origin.
constexpr std::string_view kHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Frame-Options: DENY\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n"
    "Cache-Control: no-store\r\nConnection: close\r\n";

std::string response(int status, std::string_view type, std::string_view body, std::string_view more = "") {
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

// Of a head that was found good: its first field of this name, in lower case; empty: it has none.
std::string_view field(std::string_view head, std::string_view name) {
  for (auto at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon != line.npos && lower_ascii(line.substr(0, colon)) == name)
      return trimmed(line.substr(colon + 1));
  }
  return {};
}

// application/x-www-form-urlencoded; nothing: it is none.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto byte = i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (!byte) return std::nullopt;
    out += *byte;
    i += 2;
  }
  return is_utf8(out) ? std::optional(out) : std::nullopt;
}

std::optional<std::map<std::string, std::string>> form(std::string_view body) {
  std::map<std::string, std::string> fields;
  for (const std::string& pair : split(body, '&')) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) return std::nullopt;
    auto value = decoded(std::string_view(pair).substr(equals + 1));
    if (!value || !fields.emplace(pair.substr(0, equals), *std::move(value)).second) return std::nullopt;
  }
  return fields;
}

}  // namespace

LocalPage::LocalPage(Agent& agent, std::string appliance, std::string button)
    : agent_(agent), appliance_(std::move(appliance)), button_(std::move(button)), token_(random_token(16)) {}

std::string LocalPage::help_form(std::string_view button, std::string_view action, bool with_words) const {
  std::string html = "<form method=\"post\" action=\"/help\"><input type=\"hidden\" name=\"token\" value=\"" +
                     token_ + "\"><input type=\"hidden\" name=\"action\" value=\"" + std::string(action) +
                     "\">";
  if (with_words) {
    html +=
        "<label for=\"words\">What is it about? (may stay empty)</label>"
        "<input id=\"words\" name=\"words\" maxlength=\"200\" autocomplete=\"off\">";
  }
  return html + "<button id=\"" + std::string(action) + "\"" + (with_words ? "" : " class=\"plain\"") + ">" +
         escaped(button) + "</button></form>";
}

std::string LocalPage::state() const {
  const Agent::Status now = agent_.status();
  const std::string appliance = escaped(appliance_);
  std::string html = "<section><h2>This machine’s address</h2>";
  html += now.id == 0 ? "<p class=\"quiet\">Not known yet.</p>"
                      : "<p class=\"address\">" + grouped(std::to_string(now.id)) + "</p>";
  if (!now.alias.empty()) html += "<p class=\"alias\">" + escaped(now.alias) + "</p>";
  html += now.online ? "<p class=\"link up\" data-say>Connected to " + appliance + "</p>"
                     : "<p class=\"link down\" data-say>Not connected to " + appliance +
                           ". It is tried again by itself.</p>";
  html += "</section>";
  if (now.sessions > 0) {
    html +=
        "<section class=\"asked\"><h2>Someone is here</h2><p data-say>Someone is connecting to this machine, "
        "or sees it already.</p></section>";
  }
  const std::string at = time_of_day(now.help.since);
  const bool asked = now.help.state == State::waiting || now.help.state == State::noted;
  html +=
      asked ? "<section class=\"asked\"><h2>Help is requested</h2>" : "<section><h2>Do you need help?</h2>";
  if (asked) {
    html += "<p data-say>Asked at " + at + ". ";
    html += now.help.state == State::noted ? "The support staff can see it."
            : now.online                   ? "The support staff are being told."
                         : "This machine is not connected right now; it is told as soon as it is.";
    html += "</p>";
    if (!now.help.words.empty()) html += "<p class=\"quiet\">“" + escaped(now.help.words) + "”</p>";
    html += help_form("Withdraw", "withdraw", false);
  } else {
    if (now.help.state == State::over)
      html += "<p data-say>Your request was answered or closed at " + at + ".</p>";
    html +=
        "<p>Press the button, and the support staff see it at once, with this machine’s address. The button "
        "alone lets nobody in.</p>" +
        help_form(button_, "ask", true);
  }
  return html + "</section>";
}

std::string LocalPage::post(std::string_view request, std::string_view head) {
  if (field(head, "content-type") != "application/x-www-form-urlencoded")
    return plain(400, "This is not the form of the page.");
  const auto fields = form(request.substr(head.size()));
  if (!fields) return plain(400, "This form can't be read.");
  const auto value = [&](const char* name) {
    const auto found = fields->find(name);
    return found == fields->end() ? std::string() : found->second;
  };
  if (!equal_in_constant_time(value("token"), token_))
    return plain(403, "The agent was started anew meanwhile. Load the page again.");
  if (value("action") == "ask") {
    agent_.ask_for_help(std::string(trimmed(value("words"))));
  } else if (value("action") == "withdraw") {
    agent_.withdraw_help();
  } else {
    return plain(400, "This form can't be read.");
  }
  return response(303, "text/plain", "", "Location: /\r\n");
}

std::string LocalPage::answer(std::string_view request, const net::RequestHead& head,
                              const std::string& host) {
  const std::string_view head_text = request.substr(0, request.size() - head.body_bytes);
  const std::string asked_for = lower_ascii(head.host), port = host.substr(host.rfind(':'));
  if (asked_for != host && asked_for != "localhost" + port)
    return plain(421, "This page is for the person at this machine: open http://" + host + "/");
  const auto begin = request.find(' ') + 1;
  const std::string_view target = request.substr(begin, request.find(' ', begin) - begin);
  const bool gets = head.method == "GET" || head.method == "HEAD";
  std::string said;
  if (target == "/help") {
    if (head.method != "POST") return plain(405, "This can't be asked for in this way.");
    if (field(head_text, "origin") != "http://" + asked_for)
      return plain(403, "This does not come from this page.");
    return post(request, head_text);
  }
  if (target == "/") {
    std::string html(file("page.html"));
    html.replace(html.find("{{state}}"), 9, state());
    said = response(200, "text/html; charset=utf-8", html);
  } else if (target == "/state") {
    said = response(200, "text/html; charset=utf-8", state());
  } else if (target == "/style.css") {
    said = response(200, "text/css; charset=utf-8", file("style.css"));
  } else if (target == "/page.js") {
    said = response(200, "text/javascript; charset=utf-8", file("page.js"));
  } else if (target == "/logo.svg") {
    said = response(200, "image/svg+xml", file("logo.svg"));
  } else {
    return plain(404, "There is no such page.");
  }
  if (!gets) return plain(405, "This can't be asked for in this way.");
  if (head.method == "HEAD") said.resize(said.find("\r\n\r\n") + 4);
  return said;
}

std::string LocalPage::refusal(int status) {
  return plain(status, "This request can't be read.");
}

}  // namespace gatehouse::agent
