// Asks the routes of the table about the things of two_organizations.h.
#pragma once
#include "appliance/portal/routes.h"
#include "tests/unit/portal/two_organizations.h"

namespace gatehouse::portal_test {

using portal::Route;

// Whose thing stands in each place of a path.
using Owners = std::vector<const Side*>;

inline std::vector<std::string> parameters_in(std::string_view pattern) {
  std::vector<std::string> names;
  for (const std::string& segment : split(pattern, '/')) {
    if (segment.starts_with('{')) names.push_back(segment.substr(1, segment.size() - 2));
  }
  return names;
}

inline std::string id_of(const Side& side, std::string_view pattern, const std::string& parameter) {
  std::string key = parameter;
  if (parameter == "token_id")
    key = pattern.find("/enrolment-tokens") != std::string_view::npos ? "/enrolment-tokens" : "/me/tokens";
  if (parameter == "entry_id" && pattern.find("{book_id}") == std::string_view::npos)
    key = "/me/address-book";
  // A token is found with whose it is.
  if (parameter == "user_id" && pattern.find("{token_id}") != std::string_view::npos) key = "owner_id";
  const auto found = side.ids.find(key);
  INFO("there is no {" << parameter << "} to ask for: two_organizations.h makes one of everything");
  REQUIRE(found != side.ids.end());
  return found->second;
}

inline std::string target_of(std::string_view pattern, const Owners& owners) {
  std::string target(pattern);
  for (const Side* side : owners) {
    const std::size_t open = target.find('{'), close = target.find('}');
    const std::string parameter = target.substr(open + 1, close - open - 1);
    target.replace(open, close - open + 1, id_of(*side, pattern, parameter));
  }
  return target;
}

// What is wanted besides, so that a request gets as far as to look for the thing.
inline json body_for(const Route& route, const Side& own) {
  const std::string key = std::string(route.method) + " " + std::string(route.pattern.substr(7));
  const json person = {{"first_name", "A"}, {"last_name", "B"}, {"email", "new@" + own.lower() + ".example"}};
  const json entry = {{"nickname", "x"}, {"address", "123456789"}};
  const std::map<std::string, json> bodies = {
      {"POST /me/password", {{"current_password", kPassword}, {"new_password", "other horse battery"}}},
      {"POST /me/confirm", {{"password", kPassword}}},
      {"POST /me/second-factor/devices", {{"name", "Phone"}, {"code", "123456"}}},
      {"POST /me/tokens",
       {{"name", "x"}, {"scope", {{"clients", "view"}}}, {"days", 1}, {"current_password", kPassword}}},
      {"PATCH /organization", {{"automatic_alias", true}}},
      {"DELETE /organization", {{"name", own.organization.name}}},
      {"POST /organizations",
       {{"name", "Third"},
        {"owner_first_name", "A"},
        {"owner_last_name", "B"},
        {"owner_email", "a@b.example"}}},
      {"PATCH /organizations/{organization_id}", {{"license", "standard"}}},
      {"PUT /user-providers/active", {{"provider", "admin"}}},
      {"PATCH /team", {{"description", "x"}}},
      {"PATCH /billing", {{"company", "x"}}},
      {"POST /relays", {{"name", "x"}, {"address", "relay.third.example"}}},
      {"POST /webhooks", {{"url", "https://third.example/"}, {"events", {"session.ended"}}}},
      {"PATCH /webhooks/{webhook_id}", {{"enabled", false}}},
      {"PATCH /clients/{client_id}",
       {{"comment", "x"},
        {"alias", nullptr},
        {"tags", {"x"}},
        {"help", "dismissed"},
        {"approval_required", false},
        {"opening_hours", {{"monday", json::array({"00:00-24:00"})}}}}},
      {"POST /clients/tags", {{"clients", {own.ids.at("client_id")}}, {"add", {"y"}}}},
      {"POST /clients/{client_id}/approvals", {{"reason", "x"}, {"minutes", 60}}},
      {"POST /clients/{client_id}/device-key", {{"fingerprint", "x"}}},
      {"POST /enrolment-tokens", {{"label", "x"}, {"uses", 1}, {"days", 1}}},
      {"POST /connections", {{"address", own.alias}, {"viewer_key", kViewerKey}, {"transport", "link"}}},
      {"PATCH /sessions/{session_id}", {{"comment", "x"}}},
      {"POST /users", person},
      {"POST /invitations", person},
      {"POST /invitation-links/join", {{"token", "of nobody"}}},
      {"POST /users/many", {{"users", json::array({{{"email", "many@third.example"}}})}}},
      {"PATCH /users/{user_id}", {{"first_name", "x"}}},
      {"POST /roles", {{"name", "x"}}},
      {"PATCH /roles/{role_id}", {{"name", "y"}}},
      {"POST /permission-sets", {{"name", "x"}, {"access", {{"clients", "view"}}}}},
      {"PATCH /permission-sets/{permission_set_id}", {{"name", "y"}}},
      {"POST /groups", {{"name", "x"}}},
      {"PATCH /groups/{group_id}", {{"name", "y"}}},
      {"POST /address-books", {{"name", "x"}}},
      {"PATCH /address-books/{book_id}", {{"name", "y"}}},
      {"POST /address-books/{book_id}/entries", entry},
      {"PATCH /address-books/{book_id}/entries/{entry_id}", {{"comment", "y"}}},
      {"POST /address-books/{book_id}/import", {{"entries", json::array({entry})}}},
      {"POST /me/address-book/entries", entry},
      {"PATCH /me/address-book/entries/{entry_id}", {{"comment", "y"}}},
      {"POST /me/address-book/import", {{"entries", json::array({entry})}}},
  };
  const auto found = bodies.find(key);
  if (found != bodies.end()) return found->second;
  return route.method == "GET" || route.method == "DELETE" ? json() : json::object();
}

}  // namespace gatehouse::portal_test
