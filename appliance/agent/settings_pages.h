// The pages of the settings of a machine, by category: what each shows, and what its forms do (local_settings.h decides who may, and
// that a form is the page's own). A page never waits; what takes time is done later.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "appliance/agent/agent.h"
#include "appliance/agent/local_http.h"
#include "appliance/agent/settings_desk.h"
#include "appliance/agent/settings_html.h"
#include "appliance/agent/settings_visits.h"
#include "appliance/base/clock.h"

namespace gatehouse::agent {

struct SettingsWorld {
  Agent& agent;
  SettingsDesk& desk;
  const Clock& clock;
  std::string directory;  // of the agent
  std::string appliance;  // as people know it
};

// What is asked of a page: by whom, and how the settings are now.
struct SettingsAsk {
  SettingsWorld& world;
  const DeskNow& desk;
  Visit& visit;
};

// What was done, for people, or why not. Empty: nothing has changed.
using Said = Result<std::string>;
struct Outcome {
  Outcome(Said what) : said(std::move(what)) {}
  Outcome(Error error) : said(std::move(error)) {}
  Outcome(std::string words) : said(std::move(words)) {}

  Said said;
  std::function<Said()> later;  // on another thread, and its answer is what is said
};

struct SettingsCategory {
  settings_html::Tab tab;
  bool although_locked = false;
  std::string (*show)(const SettingsAsk& ask);
  Outcome (*change)(const SettingsAsk& ask, const local_http::Form& form);
};
// In the order of the tabs.
std::span<const SettingsCategory> settings_categories();

std::string show_address(const SettingsAsk& ask);
std::string show_access(const SettingsAsk& ask);
Outcome change_access(const SettingsAsk& ask, const local_http::Form& form);
std::string show_profiles(const SettingsAsk& ask);
Outcome change_profile(const SettingsAsk& ask, const local_http::Form& form);
std::string show_passwords(const SettingsAsk& ask);
Outcome change_password(const SettingsAsk& ask, const local_http::Form& form);
std::string show_second_factor(const SettingsAsk& ask);
Outcome change_second_factor(const SettingsAsk& ask, const local_http::Form& form);
std::string show_display(const SettingsAsk& ask);
Outcome change_display(const SettingsAsk& ask, const local_http::Form& form);
std::string show_connection(const SettingsAsk& ask);
Outcome change_connection(const SettingsAsk& ask, const local_http::Form& form);

// What a form of settings (settings_html::settings) wants.
Outcome change_by(const std::vector<settings_html::Field>& fields, const SettingsAsk& ask,
                  const local_http::Form& form);

inline constexpr const char* kNotTheForm = "This form can't be read. Load the page again.";

}  // namespace gatehouse::agent
