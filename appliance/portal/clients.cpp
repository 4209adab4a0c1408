#include <nlohmann/json.hpp>

#include "appliance/policy/address.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/client_in_path.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/shown_version.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

nlohmann::json named(const db::Client& client) {
  return {{"alias", text_view(client.alias)}};
}

}  // namespace

http::Response no_such_client() {
  return to_response({404, "no_such_client", "There is no such machine."});
}

Found<db::Client> client_in_path(Context& context) {
  return found(
      context.services.clients.find(context.caller->organization.id, context.id_in_path("client_id")),
      no_such_client());
}

Result<std::optional<db::Client>> client_by_address(Context& context, const std::string& typed) {
  const auto address = policy::parse_address(typed);
  if (!address) return std::optional<db::Client>();
  const db::OrganizationId organization = context.caller->organization.id;
  if (const auto* id = std::get_if<std::int64_t>(&*address))
    return context.services.clients.find(organization, *id);
  return context.services.clients.find_by_alias(organization, std::get<std::string>(*address));
}

http::Response get_client(Context& context) {
  const auto client = client_in_path(context);
  if (!client) return client.refusal();
  return with_version(json_response(200, client_view(*client, context.services)), shown_version(*client));
}

http::Response remove_client(Context& context) {
  const auto client = client_in_path(context);
  if (!client) return client.refusal();
  if (client->this_machine) {
    return to_response(
        {409, "own_machine",
         "This is the appliance itself. To serve its screen no more, set desktop.enabled=off."});
  }
  Services& services = context.services;
  const http::Response answer = in_transaction(services, [&]() -> http::Response {
    const auto now = client_in_path(context);
    if (!now) return now.refusal();
    if (auto stale = refuse_stale(context.request, shown_version(*now))) return *stale;
    const auto removed = services.clients.remove(client->organization, client->id);
    if (auto refusal = refused(removed, no_such_client())) return *refusal;
    return note(context, {"client.removed", client->id, client->facts.name, named(*client)}, no_content());
  });
  if (answer.status >= 400) return answer;
  // First out of the store, then cut: a link that comes meanwhile is nobody's.
  services.needs.drop_client(client->id);
  services.webhook_events.client(webhook_event::kClientRemoved, client->organization, client->id,
                                 client->facts.name);
  services.events.publish(client->organization, Topic::clients);
  return answer;
}

http::Response confirm_device_key(Context& context) {
  JsonBody body(context.request);
  const std::string fingerprint = body.text("fingerprint", 1, 64);
  if (auto refusal = body.refusal()) return *refusal;
  const auto client = client_in_path(context);
  if (!client) return client.refusal();
  Services& services = context.services;
  // What is confirmed is the key that somebody has looked at, not whatever came since.
  const auto& offered = client->offered_device_key;
  const auto other =
      to_response({409, "not_this_key", "This key is not the one that waits to be confirmed. Look again."});
  if (!offered || device_key_fingerprint(*offered) != fingerprint) return other;
  http::Response answer = in_transaction(services, [&] {
    const auto confirmed = services.clients.confirm_device_key(client->organization, client->id, *offered);
    if (auto refusal = refused(confirmed, other)) return *refusal;
    nlohmann::json before;
    if (client->device_key) before["fingerprint"] = device_key_fingerprint(*client->device_key);
    return note(
        context,
        {"client.key_confirmed", client->id, client->facts.name, before, {{"fingerprint", fingerprint}}},
        no_content());
  });
  if (answer.status < 400) services.events.publish(client->organization, Topic::clients);
  return answer;
}

}  // namespace gatehouse::portal::handlers
