// Sessions to be kept elsewhere: all that a filter lets through, the newest first.
#include <nlohmann/json.hpp>

#include "appliance/base/csv.h"
#include "appliance/base/text.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/services.h"
#include "appliance/portal/session_filter.h"
#include "appliance/portal/session_rights.h"
#include "appliance/portal/views.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr int kTogether = 500;

std::string joined(const nlohmann::json& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " ") + name.get<std::string>();
  return all;
}

std::string path_of(const db::Session& session) {
  if (!session.direct_from.empty()) return "direct from " + session.direct_from;
  return session.relay.empty() ? "appliance" : "relay " + session.relay;
}

const std::vector<std::string> kColumns = {"Session ID",        "Machine ID", "Machine", "Who",
                                           "User ID",           "From",       "Path",    "State",
                                           "Started",           "Ended",      "Seconds", "Bytes to viewer",
                                           "Bytes to machine",  "Ended by",   "Reason",  "Comment",
                                           "Permissions",       "Profile",    "Granted", "Authorized by",
                                           "Authorized through"};

std::string csv_of(const db::Session& session) {
  const auto reason = wire::close_reason_from(session.close_reason).value_or(wire::CloseReason::none);
  const bool ended = session.state == db::SessionState::ended;
  return csv_row({std::to_string(session.id),
                  std::to_string(session.client),
                  session.client_name,
                  session.user_name,
                  session.user ? std::to_string(*session.user) : "",
                  session.viewer_address,
                  path_of(session),
                  std::string(db::session_state_name(session.state)),
                  rfc3339(session.started_at),
                  session.ended_at ? rfc3339(*session.ended_at) : "",
                  session.ended_at ? std::to_string(*session.ended_at - session.started_at) : "",
                  std::to_string(session.bytes_to_viewer),
                  std::to_string(session.bytes_to_client),
                  ended ? std::string(wire::close_reason_name(reason)) : "",
                  session.reason,
                  session.comment,
                  joined(permissions_view(session.permissions)),
                  session.profile,
                  session.granted ? joined(permissions_view(*session.granted)) : "",
                  session.authorized_by,
                  authorization_words(session)});
}

// `body` with every session, in pages.
Result<void> for_each(Context& context, const db::SessionFilter& filter,
                      const std::function<void(const db::Session&)>& body) {
  db::Cursor cursor;
  for (;;) {
    const auto page =
        context.services.sessions.list(context.caller->organization.id, filter, cursor, kTogether);
    if (!page) return page.error();
    for (const db::Session& session : page->rows) body(session);
    if (!page->next) return {};
    cursor = *page->next;
  }
}

}  // namespace

http::Response export_sessions(Context& context) {
  Query query(context.request);
  const db::SessionFilter filter = session_filter(query);
  const bool as_csv = query.word("format", {"csv", "json"}) == "csv";
  if (auto refusal = query.refusal()) return *refusal;
  const std::string day = rfc3339(context.services.clock.unix_seconds()).substr(0, 10);
  if (as_csv) {
    return context.services.downloads.make(
        context.caller->user, {"text/csv; charset=utf-8", "sessions-" + day + ".csv"},
        [&](Downloads::Writer& out) {
          out.add(csv_row(kColumns));
          return for_each(context, filter, [&](const db::Session& session) { out.add(csv_of(session)); });
        });
  }
  return context.services.downloads.make(
      context.caller->user, {"application/json", "sessions-" + day + ".json"}, [&](Downloads::Writer& out) {
        const char* before = "[\n";
        const auto done = for_each(context, filter, [&](const db::Session& session) {
          out.add(before);
          out.add(session_view(session, context.services.book)
                      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
          before = ",\n";
        });
        out.add(*before == '[' ? "[]\n" : "\n]\n");
        return done;
      });
}

}  // namespace gatehouse::portal::handlers
