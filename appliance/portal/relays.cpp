#include <nlohmann/json.hpp>

#include "appliance/auth/token.h"
#include "appliance/policy/relay_address.h"
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

constexpr std::size_t kLongestName = 64;
constexpr std::int64_t kTokenGoodFor = 24 * 3600;

http::Response no_such_relay() {
  return to_response({404, "no_such_relay", "There is no such relay."});
}

std::string read_address(JsonBody& body, PortalNeeds& needs) {
  const std::string typed = body.text("address", 1, policy::kLongestRelayAddress);
  const auto address = policy::parse_relay_address(typed);
  if (!address) {
    body.fail("address",
              "This is no host name or IP address. Write it as relay.example.org or relay.example.org:8443, "
              "without https://.");
    return {};
  }
  if (needs.is_own_name(address->host)) {
    body.fail(
        "address",
        "This is a name or an address of the appliance itself. A relay has a certificate of its own, so "
        "it needs a name of its own.");
  }
  return address->text();
}

// The only time that the token is seen.
http::Response with_token(Services& services, int status, const db::RelayNode& relay,
                          const auth::Token& token) {
  const Secret text(wire::enrolment_token_text(token.text.view(), services.authorities().fingerprint));
  return json_response(status, {{"token", text.view()},
                                {"relay", relay_view(relay, services.needs, services.clock.unix_seconds())}});
}

http::Response refusal_of(db::RelayNodeRepository::Refused refused) {
  using Repository = db::RelayNodeRepository;
  if (refused == Repository::Refused::too_many) {
    return to_response({409, "too_many_relays",
                        "An organization has " + std::to_string(Repository::kMostPerOrganization) +
                            " relays at most. Remove one first."});
  }
  const std::string words = "Another relay has this address.";
  return to_response({409, "address_taken", words, {{"address", words}}});
}

void changed(Services& services, db::OrganizationId organization) {
  services.relay_sources.forget();
  services.events.publish(organization, Topic::relays);
}

}  // namespace

http::Response list_relays(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  Services& services = context.services;
  return list_response(services.relays.list(context.caller->organization.id),
                       [&](const db::RelayNode& relay) {
                         return relay_view(relay, services.needs, services.clock.unix_seconds());
                       });
}

http::Response create_relay(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::RelayNode relay;
  relay.name = body.text("name", 1, kLongestName);
  relay.address = read_address(body, services.needs);
  if (auto refusal = body.refusal()) return *refusal;
  relay.organization = context.caller->organization.id;
  relay.created_at = services.clock.unix_seconds();

  using Repository = db::RelayNodeRepository;
  const auth::Token token = auth::new_token();
  http::Response answer = in_transaction(services, [&] {
    const auto added = services.relays.add(relay, token.hash, relay.created_at + kTokenGoodFor);
    if (!added) return store_failed(added.error());
    if (const auto* refused = std::get_if<Repository::Refused>(&*added)) return refusal_of(*refused);
    const auto& made = std::get<db::RelayNode>(*added);
    return note(context, {"relay.created", made.id, made.name, nullptr, {{"address", made.address}}},
                with_token(services, 201, made, token));
  });
  if (answer.status < 400) changed(services, relay.organization);
  return answer;
}

http::Response renew_relay_token(Context& context) {
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  const auth::Token token = auth::new_token();
  http::Response answer = in_transaction(services, [&] {
    const auto relay =
        found(services.relays.new_token(organization, context.id_in_path("relay_id"), token.hash,
                                        services.clock.unix_seconds() + kTokenGoodFor),
              no_such_relay());
    if (!relay) return relay.refusal();
    return note(context, {"relay.token_made", relay->id, relay->name},
                with_token(services, 201, *relay, token));
  });
  if (answer.status < 400) changed(services, organization);
  return answer;
}

http::Response remove_relay(Context& context) {
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  const auto id = context.id_in_path("relay_id");
  http::Response answer = in_transaction(services, [&] {
    const auto relay = found(services.relays.find(organization, id), no_such_relay());
    if (!relay) return relay.refusal();
    if (auto refusal = refused(services.relays.remove(organization, id), no_such_relay())) return *refusal;
    return note(context, {"relay.removed", id, relay->name, {{"address", relay->address}}}, no_content());
  });
  if (answer.status >= 400) return answer;
  services.needs.drop_relay(id);
  changed(services, organization);
  return answer;
}

}  // namespace gatehouse::portal::handlers
