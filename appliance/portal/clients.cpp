#include <nlohmann/json.hpp>

#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

http::Response list_clients(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  db::ClientFilter filter;
  filter.search = query.text("search", 100);
  const auto online = query.boolean("online");
  if (auto refusal = query.refusal()) return *refusal;

  PortalNeeds& needs = context.services.needs;
  if (online) filter.wanted = [&](db::ClientId id) { return needs.is_online(id) == *online; };
  const auto page =
      context.services.clients.list(context.caller->organization.id, filter, cursor, static_cast<int>(limit));
  if (!page) return store_failed(page.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::Client& client : page->rows)
    items.push_back(client_view(client, needs.is_online(client.id)));
  return json_response(200, page_view(std::move(items), page->next));
}

http::Response get_client(Context& context) {
  const auto id = context.id_parameter("client_id");
  if (!id) return not_found();
  const auto client = context.services.clients.find(context.caller->organization.id, *id);
  if (!client) return store_failed(client.error());
  if (!*client) return to_response({404, "no_such_client", "There is no such machine."});
  return json_response(200, client_view(**client, context.services.needs.is_online(*id)));
}

http::Response remove_client(Context& context) {
  const auto no_such_client = to_response({404, "no_such_client", "There is no such machine."});
  const auto id = context.id_parameter("client_id");
  if (!id) return no_such_client;
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  const auto client = services.clients.find(organization, *id);
  if (!client) return store_failed(client.error());
  if (!*client) return no_such_client;
  if ((*client)->this_machine) {
    return to_response(
        {409, "own_machine",
         "This is the appliance itself. To serve its screen no more, set desktop.enabled=off."});
  }
  const auto removed = services.clients.remove(organization, *id);
  if (!removed) return store_failed(removed.error());
  // First out of the store, then cut: a link that comes meanwhile is nobody's.
  services.needs.drop_client(*id);
  if (!*removed) return no_such_client;
  services.events.publish(organization, Topic::clients);
  return no_content();
}

http::Response confirm_device_key(Context& context) {
  JsonBody body(context.request);
  const std::string fingerprint = body.text("fingerprint", 1, 64);
  if (auto refusal = body.refusal()) return *refusal;
  const auto id = context.id_parameter("client_id");
  const auto no_such_client = to_response({404, "no_such_client", "There is no such machine."});
  if (!id) return no_such_client;
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  const auto client = services.clients.find(organization, *id);
  if (!client) return store_failed(client.error());
  if (!*client) return no_such_client;
  // What is confirmed is the key that somebody has looked at, not whatever came since.
  const auto& offered = (*client)->offered_device_key;
  const auto confirmed = offered && device_key_fingerprint(*offered) == fingerprint
                             ? services.clients.confirm_device_key(organization, *id, *offered)
                             : Result<bool>(false);
  if (!confirmed) return store_failed(confirmed.error());
  if (!*confirmed) {
    return to_response(
        {409, "not_this_key", "This key is not the one that waits to be confirmed. Look again."});
  }
  services.events.publish(organization, Topic::clients);
  return no_content();
}

}  // namespace gatehouse::portal::handlers
