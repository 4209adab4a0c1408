#include "appliance/agent/local_page.h"

#include "appliance/agent/local_http.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using namespace local_http;
using State = HelpRequest::State;

namespace {
constexpr std::string_view kLinkToSettings = "<a href=\"/settings\">Settings</a>";
}

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
  if (!is_a_form(head)) return plain(400, "This is not the form of the page.");
  const auto fields = form(request.substr(head.size()));
  if (!fields) return plain(400, "This form can't be read.");
  if (!equal_in_constant_time(value(*fields, "token"), token_))
    return plain(403, "The agent was started anew meanwhile. Load the page again.");
  if (value(*fields, "action") == "ask") {
    agent_.ask_for_help(std::string(trimmed(value(*fields, "words"))));
  } else if (value(*fields, "action") == "withdraw") {
    agent_.withdraw_help();
  } else {
    return plain(400, "This form can't be read.");
  }
  return see_other("/");
}

std::string LocalPage::answer(std::string_view request, const net::RequestHead& head,
                              const std::string& host) {
  const std::string_view head_text = request.substr(0, request.size() - head.body_bytes);
  if (!is_for(head, host)) return misdirected(host);
  const std::string_view target = local_http::target(request);
  const bool gets = head.method == "GET" || head.method == "HEAD";
  std::string said;
  if (target == "/help") {
    if (head.method != "POST") return plain(405, "This can't be asked for in this way.");
    if (!comes_from_here(head_text, head)) return plain(403, "This does not come from this page.");
    return post(request, head_text);
  }
  if (target == "/") {
    std::string html(file("page.html"));
    html.replace(html.find("{{state}}"), 9, state());
    html.replace(html.find("{{settings}}"), 12, settings_ ? kLinkToSettings : "");
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
