// The parts of which the settings pages of a machine are made (local_settings.h). Every text is escaped here unless it is called html.
// Pure.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "appliance/agent/local_http.h"
#include "appliance/agent/settings_desk.h"

namespace gatehouse::agent::settings_html {

// A category of settings: a page, a word of the setting settings.hidden, and what can be changed there.
struct Tab {
  std::string_view word, path, title;
};

struct Frame {
  std::string_view title;
  std::vector<Tab> tabs;       // empty: nobody is signed in
  std::string_view here;       // the word of the one that is shown
  std::string account, token;  // of who is signed in
  std::string notice;          // about what was just done
  bool notice_is_bad = false;
  std::string banner_html;  // above the rest
};
// The whole page.
std::string page(const Frame& frame, std::string_view body_html);

// A form that is sent to this path with this action; `token`: of the visit.
std::string form(std::string_view path, std::string_view token, std::string_view action,
                 std::string_view inside_html);
std::string button(std::string_view words, std::string_view kind = "");
// A question that opens; what is inside does it.
std::string asked(std::string_view words, std::string_view inside_html);
std::string hidden(std::string_view name, std::string_view value);
std::string section(std::string_view title, std::string_view inside_html);
// What it is, and the value as text.
std::string fact(std::string_view name, std::string_view value, std::string_view note = "");

// One setting of a form.
struct Field {
  enum class Kind { text, number, choice, on_off };
  std::string_view name, label, hint;
  Kind kind = Kind::text;
  std::vector<std::pair<std::string_view, std::string_view>> choices = {};  // values and their words
};
// A form of these, each with where its value comes from; what can't be changed is shown as such. The names of inputs are those of
// the settings; "default" with a setting's name sets it back.
std::string settings(const std::vector<Field>& fields, const DeskNow& desk, std::string_view path,
                     std::string_view token);
// What the form wants changed.
SettingsDesk::NewValues changes(const std::vector<Field>& fields, const DeskNow& desk,
                                const local_http::Form& form);

// Where a value comes from.
std::string source_words(const DeskValue& value);

}  // namespace gatehouse::agent::settings_html
