#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"
#include "appliance/wire/enrolment_token.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestLabel = 64;
constexpr std::int64_t kMostMachines = 1000;
constexpr std::int64_t kMostDays = 365;

}  // namespace

http::Response list_enrolment_tokens(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  Services& services = context.services;
  return list_response(
      services.enrolment.list(context.caller->organization.id, cursor, static_cast<int>(limit)),
      [&](const db::EnrolmentToken& token) {
        return enrolment_token_view(token, services.clock.unix_seconds());
      });
}

http::Response create_enrolment_token(Context& context) {
  JsonBody body(context.request);
  auth::Enrolment::Order order;
  order.label = body.text("label", 1, kLongestLabel);
  order.uses = static_cast<int>(body.integer("uses", 1, kMostMachines));
  order.good_for = std::chrono::hours(24 * body.integer("days", 1, kMostDays));
  if (auto refusal = body.refusal()) return *refusal;
  Services& services = context.services;
  order.organization = context.caller->organization.id;
  order.by = context.caller->user.id;
  http::Response answer = in_transaction(services, [&] {
    auto created = services.enrolment.create(order);
    if (!created) return store_failed(created.error());
    db::EnrolmentToken& token = created->token;
    token.created_by_name = context.caller->user.first_name + " " + context.caller->user.last_name;
    const Secret text(wire::enrolment_token_text(created->secret.view(), services.authorities().fingerprint));
    const nlohmann::json what = {{"uses", order.uses}, {"expires_at", rfc3339(token.expires_at)}};
    return note(
        context, {"enrolment_token.created", token.id, token.label, nullptr, what},
        json_response(201, {{"token", text.view()},
                            {"details", enrolment_token_view(token, services.clock.unix_seconds())}}));
  });
  if (answer.status < 400) services.events.publish(order.organization, Topic::clients);
  return answer;
}

http::Response revoke_enrolment_token(Context& context) {
  const auto no_such_token =
      to_response({404, "no_such_token", "There is no such token, or it is revoked already."});
  const auto organization = context.caller->organization.id;
  const auto id = context.id_in_path("token_id");
  Services& services = context.services;
  http::Response answer = in_transaction(services, [&] {
    const auto token = found(services.enrolment.revoke(organization, id), no_such_token);
    if (!token) return token.refusal();
    return note(context, {"enrolment_token.revoked", id, token->label}, no_content());
  });
  if (answer.status < 400) services.events.publish(organization, Topic::clients);
  return answer;
}

}  // namespace gatehouse::portal::handlers
