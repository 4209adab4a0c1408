#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

void end_all(Context& context, const std::vector<db::LoginId>& logins) {
  Services& services = context.services;
  for (const db::LoginId login : logins) services.end_live(login);
  services.events.publish_logins(context.caller->organization.id, context.caller->user.id);
}

}  // namespace

http::Response get_me(Context& context) {
  return json_response(200, me_view(*context.caller));
}

http::Response change_password(Context& context) {
  JsonBody body(context.request);
  const Secret current(body.password("current_password", 1, auth::kLongestPassword));
  const Secret wanted(body.password("new_password", auth::kShortestPassword, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;

  const auto answer = context.services.logins.change_password(*context.caller, current.view(), wanted.view(),
                                                              origin_of(context.request));
  if (!answer) return store_failed(answer.error());
  switch (answer->status) {
    case auth::PasswordChangeAnswer::Status::changed:
      break;
    case auth::PasswordChangeAnswer::Status::wrong:
      return invalid_fields({{"current_password", "This is not your password."}});
    case auth::PasswordChangeAnswer::Status::unacceptable:
      return invalid_fields({{"new_password", answer->words}});
    case auth::PasswordChangeAnswer::Status::throttled:
      return too_many_tries(answer->wait);
    case auth::PasswordChangeAnswer::Status::busy:
      return busy();
  }
  end_all(context, answer->ended_logins);
  return no_content();
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
  const auto ended = context.services.logins.end_others(*context.caller);
  if (!ended) return store_failed(ended.error());
  end_all(context, *ended);
  return no_content();
}

http::Response end_login(Context& context) {
  const auto id = context.id_in_path("login_id");
  const auto ended = context.services.logins.end_login(*context.caller, id);
  const auto no_such_login = to_response({404, "no_such_login", "This login is not there, or it has ended."});
  if (auto refusal = refused(ended, no_such_login)) return *refusal;
  end_all(context, {id});
  return no_content();
}

}  // namespace gatehouse::portal::handlers
