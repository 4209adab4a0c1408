#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/session_filter.h"
#include "appliance/portal/session_rights.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestComment = 2000;
constexpr std::int64_t kMostComments = 200;  // of one session, with those that were replaced

http::Response no_such_session() {
  return to_response({404, "no_such_session", "There is no such session."});
}

Found<db::Session> session_in_path(Context& context) {
  return found(
      context.services.sessions.find(context.caller->organization.id, context.id_in_path("session_id")),
      no_such_session());
}

http::Response session_answer(const Context& context, const db::Session& session) {
  return with_version(json_response(200, session_view(session, context.services.book)), session.version);
}

nlohmann::json comment_view(const db::SessionComment& comment) {
  return {{"at", rfc3339(comment.at)},
          {"author", {{"id", id_view(comment.author_id)}, {"name", comment.author}}},
          {"comment", comment.comment}};
}

// Of any session by who may edit sessions; of their own by people who may look at them.
bool may_comment(Context& context) {
  const Caller& caller = *context.caller;
  if (caller.rights.access.allows(policy::Section::sessions, policy::Level::edit)) return true;
  const auto session = session_in_path(context);
  return session && !caller.token && session->user == caller.user.id;
}

}  // namespace

db::SessionFilter session_filter(Query& query) {
  db::SessionFilter filter;
  filter.active = query.boolean("active");
  if (query.has("client_id")) filter.client = query.integer("client_id", 1, INT64_MAX, 0);
  if (query.has("user_id")) filter.user = query.integer("user_id", 1, INT64_MAX, 0);
  filter.search = query.text("search", 100);
  if (query.has("authorized_by")) {
    filter.authorized_by =
        query.word("authorized_by", {std::begin(kAuthorizations), std::end(kAuthorizations)});
  }
  filter.from = query.time("from");
  filter.to = query.time("to");
  return filter;
}

http::Response list_sessions(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  const db::SessionFilter filter = session_filter(query);
  if (auto refusal = query.refusal()) return *refusal;

  return list_response(
      context.services.sessions.list(context.caller->organization.id, filter, cursor,
                                     static_cast<int>(limit)),
      [&](const db::Session& session) { return session_view(session, context.services.book); });
}

http::Response get_session(Context& context) {
  const auto session = session_in_path(context);
  if (!session) return session.refusal();
  return session_answer(context, *session);
}

http::Response change_session(Context& context) {
  if (!may_comment(context)) return not_permitted();
  JsonBody body(context.request);
  db::SessionComment comment;
  comment.comment = body.lines("comment", kLongestComment);
  if (auto refusal = body.refusal()) return *refusal;
  Services& services = context.services;
  const Caller& caller = *context.caller;
  comment.at = services.clock.unix_seconds();
  comment.author_id = caller.user.id;
  comment.author = caller.user.first_name + " " + caller.user.last_name;
  return in_transaction(services, [&] {
    const auto before = session_in_path(context);
    if (!before) return before.refusal();
    if (auto stale = refuse_stale(context.request, before->version)) return *stale;
    if (comment.comment == before->comment) return session_answer(context, *before);
    if (before->version > kMostComments) {  // each made a version
      return to_response({409, "too_many", "The comment of this session was changed too often."});
    }
    const auto done = services.sessions.comment(caller.organization.id, before->id, before->version, comment);
    if (auto refusal = refused(done, no_such_session())) return *refusal;
    db::Session after = *before;
    after.comment = comment.comment;
    ++after.version;
    return note(context,
                {"session.commented",
                 after.id,
                 after.client_name,
                 {{"comment", before->comment}},
                 {{"comment", after.comment}}},
                session_answer(context, after));
  });
}

http::Response list_session_comments(Context& context) {
  const auto session = session_in_path(context);
  if (!session) return session.refusal();
  return list_response(context.services.sessions.comments(context.caller->organization.id, session->id),
                       comment_view);
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
