#include <nlohmann/json.hpp>
#include <variant>

#include "appliance/portal/client_in_path.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

http::Response no_such_client() {
  return to_response({404, "no_such_client", "There is no such machine."});
}

std::variant<db::Client, http::Response> client_in_path(Context& context) {
  const auto id = context.id_parameter("client_id");
  if (!id) return no_such_client();
  auto client = context.services.clients.find(context.caller->organization.id, *id);
  if (!client) return store_failed(client.error());
  if (!*client) return no_such_client();
  return **std::move(client);
}

http::Response get_client(Context& context) {
  const auto found = client_in_path(context);
  if (const auto* refusal = std::get_if<http::Response>(&found)) return *refusal;
  const auto& client = std::get<db::Client>(found);
  return json_response(200, client_view(client, context.services.needs, context.services.book));
}

http::Response remove_client(Context& context) {
  const auto found = client_in_path(context);
  if (const auto* refusal = std::get_if<http::Response>(&found)) return *refusal;
  const auto& client = std::get<db::Client>(found);
  if (client.this_machine) {
    return to_response(
        {409, "own_machine",
         "This is the appliance itself. To serve its screen no more, set desktop.enabled=off."});
  }
  Services& services = context.services;
  const auto removed = services.clients.remove(client.organization, client.id);
  if (!removed) return store_failed(removed.error());
  // First out of the store, then cut: a link that comes meanwhile is nobody's.
  services.needs.drop_client(client.id);
  if (!*removed) return no_such_client();
  services.events.publish(client.organization, Topic::clients);
  return no_content();
}

http::Response confirm_device_key(Context& context) {
  JsonBody body(context.request);
  const std::string fingerprint = body.text("fingerprint", 1, 64);
  if (auto refusal = body.refusal()) return *refusal;
  const auto found = client_in_path(context);
  if (const auto* refusal = std::get_if<http::Response>(&found)) return *refusal;
  const auto& client = std::get<db::Client>(found);
  Services& services = context.services;
  // What is confirmed is the key that somebody has looked at, not whatever came since.
  const auto& offered = client.offered_device_key;
  const auto confirmed = offered && device_key_fingerprint(*offered) == fingerprint
                             ? services.clients.confirm_device_key(client.organization, client.id, *offered)
                             : Result<bool>(false);
  if (!confirmed) return store_failed(confirmed.error());
  if (!*confirmed) {
    return to_response(
        {409, "not_this_key", "This key is not the one that waits to be confirmed. Look again."});
  }
  services.events.publish(client.organization, Topic::clients);
  return no_content();
}

}  // namespace gatehouse::portal::handlers
