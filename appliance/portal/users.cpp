#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_views.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal {

namespace {

using State = db::UserFilter::State;

constexpr std::pair<std::string_view, State> kStates[] = {{"any", State::any},
                                                          {"active", State::active},
                                                          {"unverified", State::unverified},
                                                          {"disabled", State::disabled},
                                                          {"ended", State::ended}};

db::UserFilter read_filter(Query& query) {
  db::UserFilter filter;
  filter.search = query.text("search", 100);
  std::vector<std::string> words;
  for (const auto& [word, state] : kStates) words.emplace_back(word);
  const std::string wanted = query.word("state", words);
  for (const auto& [word, state] : kStates) {
    if (word == wanted) filter.state = state;
  }
  if (query.word("sort", {"name", "newest"}) == "newest") filter.order = db::UserOrder::newest;
  if (query.has("role")) filter.role = query.integer("role", 1, INT64_MAX, 0);
  if (query.has("group")) filter.group = query.integer("group", 1, INT64_MAX, 0);
  return filter;
}

Result<nlohmann::json> view_of(Context& context, const db::User& user) {
  Services& services = context.services;
  const std::int64_t now = services.clock.unix_seconds();
  const auto held = services.roles.held(user.organization, user.id, now);
  if (!held) return held.error();
  const auto groups = services.groups.memberships(user.organization, user.id, now);
  if (!groups) return groups.error();
  return user_view(context, user, *held, *groups, now);
}

}  // namespace

http::Response shown_user(Context& context, int status, db::UserId id) {
  const auto user = find_user(context, id);
  if (!user) return user.refusal();
  const auto view = view_of(context, *user);
  if (!view) return store_failed(view.error());
  return with_version(json_response(status, *view), user->version);
}

namespace handlers {

http::Response list_users(Context& context) {
  Services& services = context.services;
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  const auto filter = read_filter(query);
  if (auto refusal = query.refusal()) return *refusal;
  const auto page = services.users.list(context.caller->organization.id, filter,
                                        services.clock.unix_seconds(), cursor, static_cast<int>(limit));
  if (!page) return store_failed(page.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::User& user : page->rows) {
    auto view = view_of(context, user);
    if (!view) return store_failed(view.error());
    items.push_back(*std::move(view));
  }
  return json_response(200, page_view(std::move(items), page->next));
}

http::Response get_user(Context& context) {
  return shown_user(context, 200, context.id_in_path("user_id"));
}

http::Response get_user_access(Context& context) {
  Services& services = context.services;
  const auto user = find_user(context, context.id_in_path("user_id"));
  if (!user) return user.refusal();
  const auto held = services.roles.held(user->organization, user->id, services.clock.unix_seconds());
  if (!held) return store_failed(held.error());
  return json_response(200, user_access_view(*held));
}

}  // namespace handlers

}  // namespace gatehouse::portal
