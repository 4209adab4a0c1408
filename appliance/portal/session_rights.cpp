#include "appliance/portal/session_rights.h"

#include <nlohmann/json.hpp>

#include "appliance/portal/json_values.h"

namespace gatehouse::portal {

using nlohmann::json;

namespace {

// Somebody can have any number by groups.
constexpr std::size_t kMostRoles = 20;

// Those by which somebody may reach machines.
json roles_of(const std::vector<db::HeldRole>& held) {
  json roles = json::array();
  for (const db::HeldRole& role : held) {
    if (auth::rights_of(role).access.level(policy::Section::clients) == policy::Level::none) continue;
    if (roles.size() == kMostRoles) break;
    roles.push_back({{"name", role.name}, {"group", role.group ? json(role.group_name) : json()}});
  }
  return roles;
}

// No name is taken for the words around it.
std::string quoted(std::string name) {
  for (const std::string_view mark : {"“", "”"}) {
    for (auto at = name.find(mark); at != name.npos; at = name.find(mark, at))
      name.replace(at, mark.size(), "'");
  }
  return "“" + name + "”";
}

json stored_roles(const db::Session& session) {
  json roles = json::parse(session.roles, nullptr, false);
  return roles.is_array() ? roles : json::array();
}

}  // namespace

void note_authorization(db::Session& session, const auth::Identity& who) {
  session.authorized_by = who.token ? kByApiToken : kByRight;
  session.token_name = who.token ? who.token->name : "";
  session.roles = roles_of(who.roles).dump();
}

json authorization_view(const db::Session& session) {
  if (session.authorized_by.empty()) return {};
  return {{"by", session.authorized_by},
          {"token", session.token_name.empty() ? json() : json(session.token_name)},
          {"roles", stored_roles(session)},
          {"approval_id", id_view(session.approval)},
          {"approved_by", session.approval ? json(session.approved_by) : json()}};
}

std::string authorization_words(const db::Session& session) {
  if (session.authorized_by.empty()) return "";
  std::string words = session.token_name.empty() ? "" : "API token " + quoted(session.token_name);
  for (const json& role : stored_roles(session)) {
    words += (words.empty() ? "role " : "; role ") + quoted(role.at("name").get<std::string>());
    if (!role.at("group").is_null()) words += " by group " + quoted(role.at("group").get<std::string>());
  }
  if (session.approval) words += "; approved by " + quoted(session.approved_by);
  return words;
}

}  // namespace gatehouse::portal
