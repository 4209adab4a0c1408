#include <nlohmann/json.hpp>

#include "appliance/auth/founding.h"
#include "appliance/auth/licensing.h"
#include "appliance/policy/organization_name.h"
#include "appliance/portal/account_links.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/team.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestName = 100, kLongestId = 64;

auth::Asker asker_of(const Context& context) {
  return {context.caller->user.id, context.caller->user.email, context.request.remote_address};
}

Found<db::Organization> find_organization(Context& context) {
  return found(context.services.organizations.find_by_login_id(context.parameters["organization_id"]),
               to_response({404, "no_such_organization", "There is no such organization."}));
}

// The link for the Owner, shown or put into the queue of mail; the last step inside the transaction.
http::Response with_link(Context& context, const auth::Founded& founded, bool by_mail) {
  Services& services = context.services;
  const std::string host =
      by_mail ? host_for_mail(services, context.request) : std::string(context.request.header("host"));
  const NewLink link{"https://" + host + "/set-password#" + std::string(founded.link.text.view()), host,
                     founded.link_expires_at};
  if (by_mail) {
    const auto queued = queue(context, letter_with_link(services, founded.organization, founded.owner, link,
                                                        "Whoever runs this appliance"));
    if (!queued) return queued.refusal();
  }
  return json_response(201, {{"organization", organization_view(founded.organization)},
                             {"license", founded.organization.license},
                             {"link", by_mail ? json() : json(link.url)},
                             {"link_expires_at", time_view(link.expires_at)},
                             {"mailed", by_mail}});
}

http::Response id_taken() {
  const std::string words = "Another organization has this ID.";
  return to_response({409, "organization_id_taken", words, {{"id", words}}});
}

http::Response has_owner() {
  return to_response(
      {409, "has_owner", "Somebody has set a password there. Its own people make new links for each other."});
}

}  // namespace

http::Response list_organizations(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  const auto page = context.services.organizations.sizes(cursor, static_cast<int>(limit));
  if (!page) return store_failed(page.error());
  json items = json::array();
  for (const db::OrganizationSize& size : page->rows) items.push_back(size_view(size));
  return json_response(200, page_view(std::move(items), page->next));
}

http::Response create_organization(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  auth::FoundingOrder order;
  order.name = body.text("name", 1, policy::kLongestOrganizationName);
  if (body.has("id")) order.login_id = body.optional_text("id", kLongestId).value_or("");
  if (!order.login_id.empty() && !policy::is_organization_id(order.login_id)) {
    body.fail("id",
              "Use 2 to 40 lower-case letters and digits, with single dashes between them: example-org.");
  }
  order.owner.first_name = body.text("owner_first_name", 1, kLongestName);
  order.owner.last_name = body.text("owner_last_name", 1, kLongestName);
  order.owner.email = body.email("owner_email");
  order.tier = body.license("license");
  order.description = read_first_description(body, order.tier);
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  order.link_good_for = kLinkGoodFor;
  order.asker = asker_of(context);
  return change_rights(context, [&]() -> http::Response {
    const auto founded =
        found(auth::found_organization(services.database, services.clock, order), id_taken());
    if (!founded) return founded.refusal();
    return with_link(context, *founded, *by_mail);
  });
}

http::Response renew_founders_link(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  return change_rights(context, [&]() -> http::Response {
    const auto organization = find_organization(context);
    if (!organization) return organization.refusal();
    const auto founded = found(auth::renew_founders_link(services.database, services.clock, *organization,
                                                         kLinkGoodFor, asker_of(context)),
                               has_owner());
    if (!founded) return founded.refusal();
    return with_link(context, *founded, *by_mail);
  });
}

http::Response change_license(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const policy::Tier tier = body.license("license");
  if (!body.has("license")) body.fail("license", "This is missing.");
  if (auto refusal = body.refusal()) return *refusal;
  db::OrganizationId changed{};
  http::Response answer = change_rights(context, [&]() -> http::Response {
    const auto organization = find_organization(context);
    if (!organization) return organization.refusal();
    changed = organization->id;
    const auto licensed =
        auth::change_license(services.database, services.clock, organization->id, tier, asker_of(context));
    if (!licensed) return store_failed(licensed.error());
    if (!licensed->in_the_way.empty()) return to_response({409, "license_in_use", licensed->in_the_way});
    return json_response(200, size_view(*licensed->organization));
  });
  // Its pages show what the license has.
  if (answer.status < 400) services.events.publish(changed, Topic::rights);
  return answer;
}

}  // namespace gatehouse::portal::handlers
