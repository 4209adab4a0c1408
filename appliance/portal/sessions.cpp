#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

Found<db::Session> session_in_path(Context& context) {
  return found(
      context.services.sessions.find(context.caller->organization.id, context.id_in_path("session_id")),
      to_response({404, "no_such_session", "There is no such session."}));
}

}  // namespace

http::Response list_sessions(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  db::SessionFilter filter;
  filter.active = query.boolean("active");
  if (query.has("client_id")) filter.client = query.integer("client_id", 1, INT64_MAX, 0);
  if (auto refusal = query.refusal()) return *refusal;

  return list_response(
      context.services.sessions.list(context.caller->organization.id, filter, cursor,
                                     static_cast<int>(limit)),
      [&](const db::Session& session) { return session_view(session, context.services.book); });
}

http::Response get_session(Context& context) {
  const auto session = session_in_path(context);
  if (!session) return session.refusal();
  return json_response(200, session_view(*session, context.services.book));
}

http::Response close_session(Context& context) {
  const auto session = session_in_path(context);
  if (!session) return session.refusal();
  if (session->state == db::SessionState::ended) {
    return to_response({409, "already_ended", "This session has already ended."});
  }
  const auto done = context.services.book.close(*session, wire::CloseReason::ended_by_administrator);
  if (auto refusal = refused(done)) return *refusal;
  return in_transaction(context.services, [&] {
    const nlohmann::json whose = {{"machine", session->client_name}, {"user", session->user_name}};
    return note(context, {"session.closed", session->id, session->client_name, nullptr, whose}, no_content());
  });
}

}  // namespace gatehouse::portal::handlers
