#include <nlohmann/json.hpp>

#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

// The session named in the path; a Response when there is none.
std::variant<http::Response, db::Session> session_of(Context& context) {
  const auto id = context.id_parameter("session_id");
  if (!id) return not_found();
  auto session = context.services.sessions.find(context.caller->organization.id, *id);
  if (!session) return store_failed(session.error());
  if (!*session) return to_response({404, "no_such_session", "There is no such session."});
  return **session;
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

  const auto page = context.services.sessions.list(context.caller->organization.id, filter, cursor,
                                                   static_cast<int>(limit));
  if (!page) return store_failed(page.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::Session& session : page->rows) items.push_back(session_view(session, context.services.book));
  return json_response(200, page_view(std::move(items), page->next));
}

http::Response get_session(Context& context) {
  const auto session = session_of(context);
  if (const auto* refusal = std::get_if<http::Response>(&session)) return *refusal;
  return json_response(200, session_view(std::get<db::Session>(session), context.services.book));
}

http::Response close_session(Context& context) {
  const auto found = session_of(context);
  if (const auto* refusal = std::get_if<http::Response>(&found)) return *refusal;
  const auto& session = std::get<db::Session>(found);
  if (session.state == db::SessionState::ended) {
    return to_response({409, "already_ended", "This session has already ended."});
  }
  const auto done = context.services.book.close(session, wire::CloseReason::ended_by_administrator);
  if (!done) return store_failed(done.error());
  return no_content();
}

}  // namespace gatehouse::portal::handlers
