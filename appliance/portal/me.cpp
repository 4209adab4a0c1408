#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"
#include "appliance/portal/step_up.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

http::Response get_me(Context& context) {
  return json_response(200, me_view(context.services, *context.caller));
}

http::Response change_password(Context& context) {
  JsonBody body(context.request);
  const Secret current(body.password("current_password", 1, auth::kLongestPassword));
  const Secret wanted(body.password("new_password", auth::kShortestPassword, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;

  Services& services = context.services;
  const Caller& caller = *context.caller;
  const db::User& user = caller.user;
  const auth::PasswordOwner owner{user.email, user.first_name, user.last_name, caller.organization.name};
  if (const auto problem = auth::password_problem(wanted.view(), owner))
    return invalid_fields({{"new_password", *problem}});
  if (auto refusal = refuse_password(context, current.view())) return *refusal;
  const auto hash = services.hasher.hash(wanted.view());
  if (!hash) return busy();

  std::vector<db::LoginId> ended;
  http::Response answer = in_transaction(services, [&] {
    const auto others = found(services.logins.set_password(caller, *hash), not_signed_in());
    if (!others) return others.refusal();
    ended = *others;
    return note(context, {"user.password_changed", user.id, user.email}, no_content());
  });
  if (answer.status < 400) cut_off(context, ended);
  return answer;
}

http::Response list_logins(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  return list_response(context.services.logins.list(*context.caller, cursor, static_cast<int>(limit)),
                       [&](const db::Login& login) { return login_view(login, context.caller->login.id); });
}

http::Response end_other_logins(Context& context) {
  const db::User& user = context.caller->user;
  std::vector<db::LoginId> ended;
  http::Response answer = in_transaction(context.services, [&] {
    auto others = context.services.logins.end_others(*context.caller);
    if (!others) return store_failed(others.error());
    ended = std::move(*others);
    if (ended.empty()) return no_content();
    return note(context, {"login.others_ended", user.id, user.email, nullptr, {{"logins", ended.size()}}},
                no_content());
  });
  if (answer.status < 400) cut_off(context, ended);
  return answer;
}

http::Response end_login(Context& context) {
  const auto id = context.id_in_path("login_id");
  const db::User& user = context.caller->user;
  const auto no_such_login = to_response({404, "no_such_login", "This login is not there, or it has ended."});
  http::Response answer = in_transaction(context.services, [&] {
    const auto ended = context.services.logins.end_login(*context.caller, id);
    if (auto refusal = refused(ended, no_such_login)) return *refusal;
    return note(context, {"login.ended", user.id, user.email}, no_content());
  });
  if (answer.status < 400) cut_off(context, {id});
  return answer;
}

}  // namespace gatehouse::portal::handlers
