#include "appliance/auth/api_tokens.h"

#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"
#include "appliance/portal/step_up.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestName = 64;

http::Response no_such_token() {
  return to_response({404, "no_such_token", "There is no such token, or it is revoked already."});
}

http::Response too_many_tokens() {
  return to_response({409, "too_many",
                      "You have " + std::to_string(auth::ApiTokens::kMostPerUser) +
                          " tokens, which is the most. Revoke one that is not needed first."});
}

nlohmann::json token_view(const db::ApiToken& token, std::int64_t now) {
  return {
      {"id", std::to_string(token.id)},
      {"name", token.name},
      {"scope", access_view(auth::access_of(token.scope))},
      {"created_at", rfc3339(token.created_at)},
      {"expires_at", rfc3339(token.expires_at)},
      {"expired", token.expires_at <= now},
      {"last_used_at", time_view(token.last_used_at)},
      {"last_used_address", token.last_used_at ? nlohmann::json(token.last_used_address) : nlohmann::json()}};
}

nlohmann::json noted(const db::ApiToken& token) {
  nlohmann::json scope = nlohmann::json::object();
  for (const auto& [section, level] : token.scope) scope[section] = level == 2 ? "edit" : "view";
  return {{"token", token.name}, {"access", scope}, {"expires_at", rfc3339(token.expires_at)}};
}

http::Response list_tokens_of(Context& context, const db::User& user) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  Services& services = context.services;
  return list_response(
      services.api_tokens.list(user, cursor, static_cast<int>(limit)),
      [&](const db::ApiToken& token) { return token_view(token, services.clock.unix_seconds()); });
}

// Inside the transaction.
http::Response revoke_token_of(Context& context, const db::User& user) {
  const auto id = context.id_in_path("token_id");
  const auto token = found(context.services.api_tokens.revoke(user, id), no_such_token());
  if (!token) return token.refusal();
  return note(context, {"api_token.revoked", user.id, user.email, noted(*token)}, no_content());
}

}  // namespace

http::Response list_own_tokens(Context& context) {
  return list_tokens_of(context, context.caller->user);
}

http::Response create_own_token(Context& context) {
  using auth::ApiTokens;
  JsonBody body(context.request);
  ApiTokens::Order order;
  order.name = body.text("name", 1, kLongestName);
  order.scope = body.access("scope");
  order.good_for = std::chrono::hours(24 * body.integer("days", 1, ApiTokens::kMostDays));
  // The route has asked who is there; programs written before it did say the password here, which then counts as well.
  std::optional<Secret> password;
  if (body.has("current_password"))
    password.emplace(body.password("current_password", 1, auth::kLongestPassword));
  if (order.scope.level(policy::Section::personal_profile) != policy::Level::none)
    body.fail("scope", "No token reaches a person's own profile: its password, sign-ins and tokens.");
  if (auto refusal = body.refusal()) return *refusal;
  if (password) {
    if (auto refusal = refuse_password(context, password->view())) return *refusal;
  }

  Services& services = context.services;
  order.organization = context.caller->organization.id;
  order.user = context.caller->user.id;
  http::Response answer = change_rights(context, [&]() -> http::Response {
    const db::User& user = context.caller->user;
    if (auto refusal = refuse_beyond(context, auth::Rights{order.scope})) return *refusal;
    const auto count = services.api_tokens.count(user);
    if (!count) return store_failed(count.error());
    if (*count >= ApiTokens::kMostPerUser) return too_many_tokens();
    auto created = services.api_tokens.create(order);
    if (!created) return store_failed(created.error());
    if (!*created) return name_taken("of your tokens");
    const db::ApiToken& token = (*created)->token;
    return note(context, {"api_token.created", user.id, user.email, nullptr, noted(token)},
                json_response(201, {{"token", (*created)->text.view()},
                                    {"details", token_view(token, services.clock.unix_seconds())}}));
  });
  if (answer.status < 400) services.events.publish_logins(order.organization, order.user);
  return answer;
}

http::Response revoke_own_token(Context& context) {
  http::Response answer =
      in_transaction(context.services, [&] { return revoke_token_of(context, context.caller->user); });
  if (answer.status < 400) {
    context.services.recheck_live();
    context.services.events.publish_logins(context.caller->organization.id, context.caller->user.id);
  }
  return answer;
}

http::Response list_user_tokens(Context& context) {
  const auto user = find_user(context, context.id_in_path("user_id"));
  return user ? list_tokens_of(context, *user) : user.refusal();
}

http::Response revoke_user_token(Context& context) {
  return change_user_in_path(context, [&](const db::User& user) { return revoke_token_of(context, user); });
}

}  // namespace gatehouse::portal::handlers
