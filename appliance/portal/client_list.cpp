#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "appliance/portal/handlers.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/tags.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

using ClientRows = Result<db::Page<db::Client>>;

// The store knows when a machine came and went, not whether it is here: a list by that order is two, first those that
// are seen now, then the others. The cursor's name says in which of them it is.
constexpr const char* kOnline = "online";
constexpr const char* kOffline = "offline";

db::Cursor within(const char* part, db::Cursor cursor) {
  cursor.name = part;
  return cursor;
}

ClientRows list(Context& context, db::ClientFilter filter, const std::optional<bool>& online,
                const db::Cursor& after, int limit) {
  if (online) {
    filter.wanted = [&needs = context.services.needs, wanted = *online](db::ClientId id) {
      return needs.is_online(id) == wanted;
    };
  }
  return context.services.clients.list(context.caller->organization.id, filter, after, limit);
}

ClientRows list_by_seen(Context& context, const db::ClientFilter& filter, const std::optional<bool>& online,
                        const db::Cursor& after, int limit) {
  db::Page<db::Client> page;
  const bool begins = after.name != kOffline;
  if (begins && online.value_or(true)) {
    auto first = list(context, filter, true, after, limit);
    if (!first) return first.error();
    page = *std::move(first);
    if (page.next) page.next = within(kOnline, *page.next);
    if (page.next || online) return page;
  } else if (online.value_or(false)) {
    return page;
  }
  // One more than fits tells whether there are any.
  const int room = limit - static_cast<int>(page.rows.size());
  const db::Cursor from = begins ? db::Cursor() : after;
  auto rest = list(context, filter, false, from, std::max(room, 1));
  if (!rest) return rest.error();
  if (room == 0) {
    if (!rest->rows.empty()) page.next = within(kOffline, db::Cursor());
    return page;
  }
  std::move(rest->rows.begin(), rest->rows.end(), std::back_inserter(page.rows));
  if (rest->next) page.next = within(kOffline, *rest->next);
  return page;
}

}  // namespace

http::Response list_clients(Context& context) {
  Query query(context.request);
  const int limit = static_cast<int>(query.limit());
  const auto cursor = query.cursor();
  db::ClientFilter filter;
  filter.search = query.text("search", 100);
  const auto online = query.boolean("online");
  filter.changed_key = query.boolean("changed_key");
  filter.help = query.boolean("help");
  filter.platform = query.text("platform", 64);
  filter.tags = wanted_tags(query);
  const std::string order = query.word("sort", {"newest", "name", "seen"});
  if (order == "name") filter.order = db::ClientOrder::name;
  if (order == "seen") filter.order = db::ClientOrder::seen;
  if (auto refusal = query.refusal()) return *refusal;

  const auto page = order == "seen" ? list_by_seen(context, filter, online, cursor, limit)
                                    : list(context, filter, online, cursor, limit);
  return list_response(page, [&](const db::Client& client) { return client_view(client, context.services); });
}

http::Response list_client_platforms(Context& context) {
  const auto platforms = context.services.clients.platforms(context.caller->organization.id);
  if (!platforms) return store_failed(platforms.error());
  return json_response(200, {{"items", *platforms}});
}

}  // namespace gatehouse::portal::handlers
