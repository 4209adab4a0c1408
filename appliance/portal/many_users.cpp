#include <nlohmann/json.hpp>
#include <utility>

#include "appliance/base/text.h"
#include "appliance/portal/account_links.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;

constexpr std::size_t kMostAtOnce = 500;
constexpr std::size_t kMostBytes = 640 * 1024;  // 500 of the longest names
constexpr std::size_t kLongestName = 100;

// What all of them get.
struct Common {
  bool by_mail = false;
  std::optional<db::Role> role;
  std::optional<db::Group> group;
};

json outcome(const char* status, std::string reason) {
  return {{"status", status}, {"reason", std::move(reason)}, {"user_id", nullptr}, {"link", nullptr}};
}

std::string capitalised(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

// At most as long as names may be, in whole characters.
std::string as_name(std::string_view text) {
  std::string name;
  for (std::size_t at = 0, characters = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && ++characters > kLongestName) break;
    name += text[at];
  }
  return name;
}

// Names for who came without: "tom.tester@example.org" is Tom Tester, "info@example.org" is Info example.org, until
// somebody who knows better says so.
void fill_names(db::User& user) {
  const std::size_t at = user.email.find('@');
  std::string first, last;
  for (const std::string& part : split(user.email.substr(0, at), '.')) {
    if (part.empty()) continue;
    std::string& name = first.empty() ? first : last;
    name += (name.empty() ? "" : " ") + capitalised(part);
  }
  if (first.empty()) first = user.email.substr(0, at);
  if (last.empty()) last = user.email.substr(at + 1);
  if (user.first_name.empty()) user.first_name = as_name(first);
  if (user.last_name.empty()) user.last_name = as_name(last);
}

std::int64_t optional_id(JsonBody& body, const std::string& field) {
  if (!body.has(field)) return 0;
  const auto text = body.optional_text(field, 20);
  if (!text) return 0;
  const auto id = parse_integer(*text, 1, INT64_MAX);
  if (!id) body.fail(field, "This is no ID.");
  return id.value_or(0);
}

Found<Common> find_common(Context& context, db::RoleId role_id, db::GroupId group_id, bool by_mail) {
  Services& services = context.services;
  Common common{by_mail, {}, {}};
  const policy::Role* everybodys = policy::find_role(policy::kDefaultRole);
  if (auto refusal = refuse_beyond(context, auth::Rights{everybodys->access})) return *std::move(refusal);
  if (role_id != 0) {
    const auto role = find_role(context, role_id);
    if (!role) return role.refusal();
    if (auto refusal = refuse_beyond(context, auth::rights_of(services.roles, *role)))
      return *std::move(refusal);
    common.role = *role;
  }
  if (group_id != 0) {
    const auto group =
        found(services.groups.find(context.caller->organization.id, group_id, services.clock.unix_seconds()),
              to_response({404, "no_such_group", "There is no such group."}));
    if (!group) return group.refusal();
    for (const db::RoleId id : group->roles) {
      const auto role = find_role(context, id);
      if (!role) return role.refusal();
      if (auto refusal = refuse_beyond(context, auth::rights_of(services.roles, *role)))
        return *std::move(refusal);
    }
    common.group = *group;
  }
  return common;
}

// What stands in one line, or why it is refused.
Found<db::User> read_line(const json& line, std::string& mistake) {
  JsonBody fields(line);
  db::User user;
  user.email = fields.email("email");
  if (fields.has("first_name")) user.first_name = fields.text("first_name", 0, kLongestName);
  if (fields.has("last_name")) user.last_name = fields.text("last_name", 0, kLongestName);
  if (auto refusal = fields.refusal()) {
    mistake = fields.first_mistake();
    return *refusal;
  }
  fill_names(user);
  return user;
}

Found<json> create_one(Context& context, const json& line, const Common& common) {
  Services& services = context.services;
  std::string mistake;
  const auto read = read_line(line, mistake);
  if (!read) return outcome("refused", mistake);
  db::User wanted = *read;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  const auto added = services.users.add(wanted, {std::string(policy::kDefaultRole)});
  if (!added) return store_failed(added.error());
  if (!*added) return outcome("exists", "A user has this e-mail address already.");
  const db::User& user = **added;
  json after = {{"email", user.email}, {"first_name", user.first_name}, {"last_name", user.last_name}};
  if (common.role && common.role->key != policy::kDefaultRole) {
    if (auto refusal = refused(services.roles.give(user.organization, user.id, common.role->id, {})))
      return *refusal;
    after["role"] = common.role->name;
  }
  if (common.group) {
    const db::Membership membership{common.group->id, user.id};
    if (auto refusal = refused(services.groups.set_member(user.organization, membership))) return *refusal;
    after["group"] = common.group->name;
  }
  const auto link = give_link(context, user, common.by_mail);
  if (!link) return link.refusal();
  if (common.by_mail) after["mailed"] = true;
  const http::Response noted =
      note(context, {"user.created", user.id, user.email, nullptr, std::move(after)}, no_content());
  if (noted.status >= 400) return noted;
  return json{{"status", "created"},
              {"reason", nullptr},
              {"user_id", std::to_string(user.id)},
              {"link", (*link)["link"]}};
}

}  // namespace

// A line that is refused, or is there already, stops none of the others.
http::Response create_many_users(Context& context) {
  JsonBody body(context.request, kMostBytes);
  const json lines = body.objects("users", kMostAtOnce);
  const db::RoleId role = optional_id(body, "role_id");
  const db::GroupId group = optional_id(body, "group_id");
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  return change_rights(context, [&]() -> http::Response {
    if (auto refusal = refuse_by_hand(context.caller->organization)) return *refusal;
    const auto common = find_common(context, role, group, *by_mail);
    if (!common) return common.refusal();
    // Kept with the last step, not with the first line's.
    db::DoneRequest* const doing = std::exchange(context.doing, nullptr);
    json results = json::array();
    for (const json& line : lines) {
      const auto result = create_one(context, line, *common);
      if (!result) return result.refusal();
      results.push_back(*result);
    }
    const std::int64_t until = context.services.clock.unix_seconds() + kLinkGoodFor;
    context.doing = doing;
    http::Response done = json_response(
        200, {{"results", std::move(results)}, {"link_expires_at", time_view(until)}, {"mailed", *by_mail}});
    if (auto refusal = context.services.idempotency.keep(context, done)) return *refusal;
    return done;
  });
}

}  // namespace gatehouse::portal::handlers
