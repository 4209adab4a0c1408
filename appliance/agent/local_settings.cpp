#include "appliance/agent/local_settings.h"

#include <algorithm>

#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using namespace local_http;
namespace html = settings_html;

namespace {

constexpr std::string_view kType = "text/html; charset=utf-8";

std::string cookie_name(const std::string& host) {
  return "gatehouse-settings-" + host.substr(host.rfind(':') + 1);
}

std::string set_cookie(const std::string& host, const std::string& value) {
  return "Set-Cookie: " + cookie_name(host) + "=" + value + "; Path=/settings; HttpOnly; SameSite=Strict" +
         (value.empty() ? "; Max-Age=0" : "") + "\r\n";
}

const SettingsCategory* find(std::string_view path, const DeskNow& desk) {
  const auto all = settings_categories();
  const auto found = std::ranges::find_if(all, [&](const auto& one) { return one.tab.path == path; });
  return found == all.end() || desk.hides(found->tab.word) ? nullptr : &*found;
}

std::vector<html::Tab> tabs(const DeskNow& desk) {
  std::vector<html::Tab> shown;
  for (const SettingsCategory& one : settings_categories()) {
    if (!desk.hides(one.tab.word)) shown.push_back(one.tab);
  }
  return shown;
}

std::string not_there() {
  return plain(404, "There is no such page.");
}

std::string banner(const DeskNow& desk, const Visit& visit) {
  std::string out;
  if (desk.locked)
    out += "<p class=\"notice locked\">" + escaped("Nothing can be changed here: " + *desk.locked) + "</p>";
  if (!desk.waits()) return out;
  std::string names;
  for (const DeskValue& value : desk.values) {
    if (value.waits) names += (names.empty() ? "" : ", ") + value.name;
  }
  return out +
         "<section class=\"asked\"><h2>Changed, and not in use yet</h2><p>The agent still runs with what was "
         "set "
         "before: " +
         escaped(names) + ".</p>" +
         html::form("/settings/restart", visit.token, "restart", html::button("Restart the agent now")) +
         "<p class=\"hint\">Whoever is connected is told so and cut off. You sign in here "
         "again.</p></section>";
}

void put(Visit& visit, const Said& said) {
  visit.notice = said ? *said : said.error().message;
  visit.notice_is_bad = !said;
  if (!visit.notice.empty() && visit.notice[0] >= 'a' && visit.notice[0] <= 'z')
    visit.notice[0] = static_cast<char>(visit.notice[0] - 'a' + 'A');
}

}  // namespace

LocalSettings::LocalSettings(SettingsWorld world, AdministratorCheck& check, Needs& needs,
                             std::string account)
    : world_(std::move(world)),
      check_(check),
      needs_(needs),
      account_(std::move(account)),
      visits_(world_.clock) {}

bool LocalSettings::are_shown() const {
  const auto desk = world_.desk.now();
  return !desk || !tabs(*desk).empty();
}

std::string LocalSettings::broken(const std::string& words) const {
  html::Frame frame;
  frame.title = "Settings";
  return response(500, kType,
                  html::page(frame, html::section("They can't be read", "<p>" + escaped(words) + "</p>")));
}

std::string LocalSettings::sign_in_page(const std::string& name, const std::string& problem) const {
  html::Frame frame;
  frame.title = "Settings of this machine";
  frame.notice = problem;
  frame.notice_is_bad = true;
  const std::string who =
      account_.empty()
          ? "They are for an administrator of this machine: root, or somebody who may become root "
            "(a member of sudo, wheel or admin)."
          : "They are for " + account_ + ", whose agent this is, and for administrators of this machine.";
  const std::string body =
      "<p>" + escaped(who) +
      "</p><form method=\"post\" action=\"/settings/sign-in\">"
      "<label for=\"name\">User name on this machine</label><input id=\"name\" name=\"name\" "
      "maxlength=\"64\" "
      "required autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" value=\"" +
      escaped(name) +
      "\"><label for=\"password\">Password</label><input id=\"password\" name=\"password\" type=\"password\" "
      "maxlength=\"512\" required autocomplete=\"current-password\"><div class=\"buttons\">" +
      html::button("Sign in") + "<a class=\"button plain\" href=\"/\">Cancel</a></div></form>";
  return response(problem.empty() ? 200 : 403, kType, html::page(frame, html::section("Sign in", body)));
}

void LocalSettings::sign_in(const Asked& asked, const Form& form, Say say) {
  const std::string name(trimmed(value(form, "name")));
  const Secret password(value(form, "password"));
  if (name.empty() || name.size() > kAdministratorNameCap || !is_plain_text(name) || password.empty() ||
      password.view().size() > kAdministratorPasswordCap)
    return say(sign_in_page("", "Give the name of an account of this machine, and its password."));
  const auto answer = [this, alive = std::weak_ptr(alive_), asked, name, say](AdministratorVerdict verdict) {
    if (alive.expired()) return;
    if (verdict == AdministratorVerdict::yes) {
      log::info("agent", "settings: " + name + " signed in on this machine's page");
      Visit& visit = visits_.begin(name, asked.browser);
      visit.opened = world_.agent.status().opened;
      return say(see_other("/settings", set_cookie(asked.host, visit.cookie)));
    }
    log::warning("agent", "settings: somebody at this machine could not sign in");
    say(sign_in_page(name,
                     verdict == AdministratorVerdict::wrong ? "That name or password is not right."
                     : verdict == AdministratorVerdict::no_administrator
                         ? "This account may not administer this machine."
                         : "This machine can't check passwords here (PAM). At its console, as root, the same "
                           "is done by: gatehouse settings, access, profile and second-factor."));
  };
  const std::string who = asked.browser ? "account " + std::to_string(*asked.browser) : "nobody known";
  if (const std::int64_t wait = check_.ask(who, name, password, answer); wait > 0)
    say(sign_in_page(name,
                     "There were too many wrong ones. Try again in " + std::to_string(wait) + " seconds."));
}

std::string LocalSettings::show(const SettingsCategory& category, const DeskNow& desk, Visit& visit) {
  html::Frame frame;
  frame.title = category.tab.title;
  frame.tabs = tabs(desk);
  frame.here = category.tab.word;
  frame.account = visit.account;
  frame.token = visit.token;
  frame.notice = std::exchange(visit.notice, "");
  frame.notice_is_bad = visit.notice_is_bad;
  frame.banner_html = banner(desk, visit);
  return response(200, kType, html::page(frame, category.show({world_, desk, visit})));
}

std::string LocalSettings::restart(const Visit& visit) {
  log::info("agent", "settings: " + visit.account + " has the agent start anew");
  html::Frame frame;
  frame.title = "The agent restarts";
  const std::string page =
      html::page(frame, html::section("One moment",
                                      "<p>It takes a few seconds. Then sign in again.</p>"
                                      "<a class=\"button\" href=\"/settings\">Go on</a>"));
  needs_.restart();
  return response(200, kType, page, "Refresh: 4; url=/settings\r\n");
}

void LocalSettings::post(const Asked& asked, const Form& form, Visit& visit, const DeskNow& desk, Say say) {
  if (!equal_in_constant_time(value(form, "token"), visit.token))
    return say(plain(403, "This form is of an earlier visit. Load the page again."));
  if (asked.target == "/settings/sign-out") {
    log::info("agent", "settings: " + visit.account + " signed out");
    visits_.end(visit);
    return say(see_other("/settings", set_cookie(asked.host, "")));
  }
  if (asked.target == "/settings/restart") return say(restart(visit));
  const SettingsCategory* const category = find(asked.target, desk);
  if (category == nullptr) return say(not_there());
  if (desk.locked && !category->although_locked) {
    put(visit, Error{*desk.locked});
    return say(see_other(asked.target));
  }
  Outcome outcome = category->change({world_, desk, visit}, form);
  if (!outcome.later) {
    put(visit, outcome.said);
    return say(see_other(asked.target));
  }
  const auto done = [this, alive = std::weak_ptr(alive_), asked, say](const Said& said) {
    if (alive.expired()) return;
    // It may have ended meanwhile.
    if (Visit* const still = visits_.find(cookie(asked.head_text, cookie_name(asked.host)), asked.browser))
      put(*still, said);
    say(see_other(asked.target));
  };
  if (!needs_.later(std::move(outcome.later), done)) {
    put(visit, Error{"Another password is being set at this moment. Try again."});
    say(see_other(asked.target));
  }
}

// A viewer who comes finds no page that an administrator has left open.
Visit* LocalSettings::find_visit(const std::string& cookie, std::optional<uid_t> browser) {
  Visit* const visit = visits_.find(cookie, browser);
  if (visit == nullptr || visit->opened == world_.agent.status().opened) return visit;
  visits_.end(*visit);
  return nullptr;
}

void LocalSettings::answer(std::string_view request, const net::RequestHead& head, const std::string& host,
                           std::optional<uid_t> browser, Say say) {
  if (!local_http::is_for(head, host)) return say(misdirected(host));
  const std::string_view head_text = request.substr(0, request.size() - head.body_bytes);
  const Asked asked{std::string(target(request)), host, std::string(head_text), browser};
  const auto desk = world_.desk.now();
  if (!desk) return say(broken(desk.error().message));
  if (tabs(*desk).empty()) return say(not_there());
  Visit* const visit = find_visit(cookie(head_text, cookie_name(host)), browser);
  if (head.method == "POST") {
    if (!comes_from_here(head_text, head)) return say(plain(403, "This does not come from this page."));
    auto read = is_a_form(head_text) ? form(request.substr(head_text.size())) : std::nullopt;
    if (!read) return say(plain(400, kNotTheForm));
    if (asked.target == "/settings/sign-in") {
      sign_in(asked, *read, std::move(say));
    } else if (visit == nullptr) {
      say(see_other("/settings"));
    } else {
      post(asked, *read, *visit, *desk, std::move(say));
    }
    for (auto& [name, given] : *read) wipe(given.data(), given.size());  // a password, perhaps
    return;
  }
  if (head.method != "GET") return say(plain(405, "This can't be asked for in this way."));
  if (visit == nullptr) {
    return say(asked.target == "/settings" ? sign_in_page("", "") : see_other("/settings"));
  }
  if (asked.target == "/settings" && desk->hides("address")) return say(see_other(tabs(*desk).front().path));
  const SettingsCategory* const category = find(asked.target, *desk);
  say(category == nullptr ? not_there() : show(*category, *desk, *visit));
}

}  // namespace gatehouse::agent
