#include "appliance/agent/settings_html.h"

#include <algorithm>

namespace gatehouse::agent::settings_html {

using namespace local_http;

namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string navigation(const Frame& frame) {
  std::string html = "<nav class=\"tabs\" aria-label=\"Settings\"><ul>";
  for (const Tab& tab : frame.tabs) {
    html += "<li><a" + attribute("href", tab.path) +
            (tab.word == frame.here ? " aria-current=\"page\"" : "") + ">" + escaped(tab.title) + "</a></li>";
  }
  return html + "</ul></nav>";
}

std::string control(const Field& field, const DeskValue& value, std::string_view described, bool fixed) {
  const std::string name = attribute("id", field.name) + attribute("name", field.name) +
                           attribute("aria-describedby", described) + (fixed ? " disabled" : "");
  std::vector<std::pair<std::string_view, std::string_view>> choices = field.choices;
  if (field.kind == Field::Kind::on_off) choices = {{"on", "On"}, {"off", "Off"}};
  if (choices.empty()) {
    return "<input" + name + attribute("value", value.value) +
           (field.kind == Field::Kind::number ? " inputmode=\"numeric\"" : "") +
           " maxlength=\"300\" autocomplete=\"off\" spellcheck=\"false\">";
  }
  if (std::ranges::find(choices, std::string_view(value.value), [](const auto& one) { return one.first; }) ==
      choices.end())
    choices.emplace_back(value.value, value.value);
  std::string html = "<select" + name + ">";
  for (const auto& [word, words] : choices) {
    html += "<option" + attribute("value", word) + (word == value.value ? " selected" : "") + ">" +
            escaped(words) + "</option>";
  }
  return html + "</select>";
}

}  // namespace

std::string page(const Frame& frame, std::string_view body_html) {
  std::string html(file("settings.html"));
  const auto put = [&](std::string_view what, const std::string& with) {
    const auto at = html.find(what);
    if (at != html.npos) html.replace(at, what.size(), with);
  };
  std::string main;
  if (!frame.notice.empty()) {
    main += frame.notice_is_bad ? "<p class=\"notice bad\" role=\"alert\">"
                                : "<p class=\"notice\" role=\"status\">";
    main += escaped(frame.notice) + "</p>";
  }
  main += frame.banner_html + std::string(body_html);
  std::string who = "<a href=\"/\">Remote help</a>";
  if (!frame.account.empty()) {
    who += "<span class=\"who\">Signed in as " + escaped(frame.account) + "</span>" +
           form("/settings/sign-out", frame.token, "sign-out", button("Sign out", "bare"));
  }
  put("{{title}}", escaped(frame.title));
  put("{{who}}", who);
  put("{{tabs}}", frame.tabs.empty() ? "" : navigation(frame));
  put("{{heading}}", escaped(frame.title));
  put("{{main}}", main);
  return html;
}

std::string form(std::string_view path, std::string_view token, std::string_view action,
                 std::string_view inside_html) {
  return "<form method=\"post\"" + attribute("action", path) + ">" + hidden("token", token) +
         (action.empty() ? "" : hidden("action", action)) + std::string(inside_html) + "</form>";
}

std::string button(std::string_view words, std::string_view kind) {
  return "<button" + (kind.empty() ? "" : attribute("class", kind)) + ">" + escaped(words) + "</button>";
}

std::string asked(std::string_view words, std::string_view inside_html) {
  return "<details class=\"asks\"><summary>" + escaped(words) + "</summary>" + std::string(inside_html) +
         "</details>";
}

std::string hidden(std::string_view name, std::string_view value) {
  return "<input type=\"hidden\"" + attribute("name", name) + attribute("value", value) + ">";
}

std::string section(std::string_view title, std::string_view inside_html) {
  return "<section><h2>" + escaped(title) + "</h2>" + std::string(inside_html) + "</section>";
}

std::string fact(std::string_view name, std::string_view value, std::string_view note) {
  return "<div class=\"fact\"><dt>" + escaped(name) + "</dt><dd>" + escaped(value) +
         (note.empty() ? "" : "<span class=\"source\">" + escaped(note) + "</span>") + "</dd></div>";
}

std::string source_words(const DeskValue& value) {
  if (value.source.empty()) return "Default";
  const bool decided = !value.in_file;
  return (decided ? "Decided by " : "By ") + value.source + (decided ? ": it can't be changed here" : "");
}

static bool is_fixed(const DeskValue& value, const DeskNow& desk) {
  return desk.locked || (!value.source.empty() && !value.in_file);
}

static std::string setting(const Field& field, const DeskNow& desk) {
  const DeskValue& value = desk.about(field.name);
  const bool fixed = is_fixed(value, desk);
  const std::string id(field.name), about = id + "-about";
  std::string html = "<div class=\"setting\"><label" + attribute("for", id) + ">" + escaped(field.label) +
                     "</label>" + control(field, value, about, fixed) + "<p class=\"hint\"" +
                     attribute("id", about) + ">" + escaped(field.hint) + "<span class=\"source\">" +
                     escaped(source_words(value)) + (value.waits ? " · counts after a restart" : "") +
                     "</span></p>";
  if (!fixed && value.in_file) {
    html += "<button class=\"bare\" form=\"back\" name=\"default\"" + attribute("value", id) +
            attribute("aria-label", "Back to the default: " + std::string(field.label)) +
            ">Back to the default</button>";
  }
  return html + "</div>";
}

std::string settings(const std::vector<Field>& fields, const DeskNow& desk, std::string_view path,
                     std::string_view token) {
  std::string inside, back;
  bool any = false;
  for (const Field& field : fields) {
    inside += setting(field, desk);
    any = any || !is_fixed(desk.about(field.name), desk);
  }
  // A form of its own, so that Enter in a field saves.
  if (any)
    back = "<form id=\"back\" method=\"post\"" + attribute("action", path) + ">" + hidden("token", token) +
           hidden("action", "settings") + "</form>";
  return back + form(path, token, "settings", inside + (any ? button("Save") : ""));
}

SettingsDesk::NewValues changes(const std::vector<Field>& fields, const DeskNow& desk, const Form& form) {
  SettingsDesk::NewValues wanted;
  const std::string back = value(form, "default");
  for (const Field& field : fields) {
    const auto given = form.find(field.name);
    if (!back.empty()) {
      if (back == field.name) wanted.emplace_back(back, std::nullopt);
    } else if (given != form.end() && given->second != desk.about(field.name).value) {
      wanted.emplace_back(std::string(field.name), given->second);
    }
  }
  return wanted;
}

}  // namespace gatehouse::agent::settings_html
