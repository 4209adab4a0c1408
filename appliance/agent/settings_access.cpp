// Who may ask to come in, and how they are let in.
#include "appliance/agent/access_file.h"
#include "appliance/agent/settings_pages.h"
#include "appliance/base/local_time.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {

using namespace settings_html;
using local_http::escaped;
using local_http::Form;
using local_http::value;

namespace {

constexpr std::string_view kPath = "/settings/access";

const std::vector<Field>& fields() {
  static const std::vector<Field> all = {
      {"access.interactive",
       "The person at this machine",
       "Who comes with a password for unattended access is not asked about.",
       Field::Kind::choice,
       {{"auto", "Is asked where somebody sits; elsewhere the appliance decides"},
        {"ask", "Is always asked; where nobody can be, nobody comes in"},
        {"allow", "Is never asked: who may connect comes in"},
        {"refuse", "Is never asked: nobody comes in this way"}}},
      {"access.ask_seconds", "Seconds to answer", "10 to 600. No answer is a no.", Field::Kind::number},
      {"access.locked_screen",
       "While the screen is locked",
       "Who comes with a password for unattended access comes in, and sessions that run go on.",
       Field::Kind::choice,
       {{"wait", "A question waits until it is unlocked, as long as there is time to answer"},
        {"ask", "A question is shown all the same, where the lock lets it"},
        {"refuse", "Nobody is asked, and nobody comes in this way"}}},
      {"access.list",
       "Who decides whether the list counts",
       "This page and 'gatehouse access', or the setting itself.",
       Field::Kind::choice,
       {{"local", "This page, above"}, {"on", "It always counts"}, {"off", "It never counts"}}},
  };
  return all;
}

std::string row(const SettingsAsk& ask, const policy::AccessEntry& entry) {
  const std::int64_t now = ask.world.clock.unix_seconds();
  const std::string name = called(entry);
  std::string html = "<li><span class=\"name\">" + escaped(name) + "</span><span class=\"quiet\">";
  html += !entry.until          ? "until it is removed"
          : *entry.until <= now ? "ended at " + local_time(*entry.until)
                                : "until " + local_time(*entry.until);
  html += "</span>";
  if (!ask.desk.locked) {
    html += form(kPath, ask.visit.token, "remove",
                 hidden("address", policy::to_text(entry)) + "<button class=\"plain\" aria-label=\"Remove " +
                     escaped(name) + "\">Remove</button>");
  }
  return html + "</li>";
}

std::string add_form(const SettingsAsk& ask) {
  return form(
      kPath, ask.visit.token, "",
      "<label for=\"address\">ID or alias</label>"
      "<input id=\"address\" name=\"address\" maxlength=\"200\" autocomplete=\"off\" spellcheck=\"false\" "
      "required aria-describedby=\"address-about\">"
      "<p class=\"hint\" id=\"address-about\">A person’s ID, their alias (tom@acme, with * and ? before the "
      "@), or @acme for everybody of acme.</p>"
      "<div class=\"buttons\"><button name=\"action\" value=\"allow\">Add</button>"
      "<button class=\"plain\" name=\"action\" value=\"allow-2h\">Allow for two hours</button></div>");
}

std::string list(const SettingsAsk& ask, const AccessFile& file) {
  const DeskValue& decides = ask.desk.about("access.list");
  const bool local = decides.value == "local";
  const bool on = local ? file.on : decides.value == "on";
  std::string html =
      on ? "<p><strong class=\"up\">On.</strong> Only those on the list may ask to come in.</p>"
         : "<p><strong>Off.</strong> Everybody whom the appliance lets connect may ask to "
           "come in.</p>";
  if (!local) {
    html += "<p class=\"source\">" + escaped(source_words(decides)) + "</p>";
  } else if (!ask.desk.locked) {
    html += form(kPath, ask.visit.token, on ? "off" : "on",
                 button(on ? "Switch the list off" : "Switch the list on", "plain"));
  }
  const DeskValue& fixed = ask.desk.about("access.entries");
  html += "<ul class=\"entries\" aria-label=\"On the list\">";
  for (const std::string& one : split(fixed.value, ',')) {
    if (one.empty()) continue;
    html += "<li><span class=\"name\">" + escaped(one) + "</span><span class=\"source\">" +
            escaped(source_words(fixed)) + "</span></li>";
  }
  for (const policy::AccessEntry& entry : file.entries) html += row(ask, entry);
  html += "</ul>";
  if (fixed.value.empty() && file.entries.empty())
    html += on ? "<p class=\"down\">Nobody is on the list: nobody may come in.</p>"
               : "<p class=\"quiet\">Nobody is on the list.</p>";
  return html + (ask.desk.locked ? "" : add_form(ask));
}

}  // namespace

std::string show_access(const SettingsAsk& ask) {
  const auto file = AccessFile::read(ask.world.directory);
  return section("Access list",
                 file ? list(ask, *file) : "<p class=\"down\">" + escaped(file.error().message) + "</p>") +
         section("How they are let in", settings(fields(), ask.desk, kPath, ask.visit.token));
}

Outcome change_access(const SettingsAsk& ask, const Form& form) {
  constexpr std::int64_t kTwoHours = 2 * 3600;
  const std::string action = value(form, "action"), address(trimmed(value(form, "address")));
  if (action == "settings") return change_by(fields(), ask, form);
  const std::int64_t now = ask.world.clock.unix_seconds();
  std::string did, said;
  const auto done = AccessFile::change(ask.world.directory, [&](AccessFile& file) -> Result<void> {
    if (action == "on" || action == "off") {
      file.on = action == "on";
      did = "switched the access list " + action;
      said = "The access list is " + action + ".";
      return {};
    }
    const auto entry = policy::parse_access_entry(address);
    const std::string shown = entry ? called(*entry) : as_shown_line(address, 100);
    if (action == "remove") {
      did = "took " + shown + " off the access list";
      said = shown + " is not on the list any more.";
      return file.remove(address);
    }
    if (action != "allow" && action != "allow-2h") return Error{kNotTheForm};
    const bool short_time = action == "allow-2h";
    did = "put " + shown + " on the access list" + (short_time ? " for two hours" : "");
    said = shown + (short_time ? " is on the list for two hours." : " is on the list.");
    return file.allow(address, short_time ? std::optional(now + kTwoHours) : std::nullopt, now);
  });
  if (!done) return done.error();
  log::info("agent", "settings: " + ask.visit.account + " " + did);
  return said;
}

}  // namespace gatehouse::agent
