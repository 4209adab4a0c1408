#include <nlohmann/json.hpp>

#include "appliance/auth/founding.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/policy/address.h"
#include "appliance/policy/organization_name.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/shown_version.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestNamespace = 32;
constexpr std::int64_t kMostDays = 36500;
// Nobody makes what was just done be forgotten tomorrow.
constexpr std::int64_t kFewestAuditDays = 30;

nlohmann::json aliases_view(const db::Organization& organization) {
  return {{"namespace", text_view(organization.space)}, {"automatic_alias", organization.automatic_alias}};
}

nlohmann::json days_view(const std::optional<std::int64_t>& days) {
  return days ? nlohmann::json(*days) : nlohmann::json();
}

nlohmann::json rules_view(const db::Organization& organization) {
  return {{"reason_required", organization.reason_required},
          {"keep_sessions_days", days_view(organization.keep_sessions_days)},
          {"keep_audit_days", days_view(organization.keep_audit_days)}};
}

nlohmann::json changeable_view(const db::Organization& organization) {
  nlohmann::json view = aliases_view(organization);
  view.update(rules_view(organization));
  return view;
}

http::Response answer(const Services& services, const db::Organization& organization) {
  nlohmann::json view = organization_view(organization);
  view.update(changeable_view(organization));
  view["default_namespace"] = services.options.default_namespace;
  return with_version(json_response(200, view), shown_version(organization));
}

http::Response refused_namespace(std::string_view code, const std::string& words) {
  return to_response({409, code, words, {{"namespace", words}}});
}

// What is in the way of giving up the namespace it has.
Result<std::optional<http::Response>> still_used(Services& services, const db::Organization& organization) {
  const auto aliases = services.clients.count_in_namespace(organization.id, *organization.space);
  if (!aliases) return aliases.error();
  if (*aliases == 0) return std::optional<http::Response>();
  return std::optional(refused_namespace(
      "namespace_in_use", std::to_string(*aliases) + (*aliases == 1 ? " machine has" : " machines have") +
                              " an alias in @" + *organization.space + ". Change those first."));
}

}  // namespace

http::Response get_organization(Context& context) {
  return answer(context.services, context.caller->organization);
}

http::Response change_organization(Context& context) {
  Services& services = context.services;
  db::Organization organization = context.caller->organization;
  const auto former = organization.space;
  JsonBody body(context.request);
  if (body.has("name")) return name_is_fixed("The organization's");
  if (body.has("namespace")) {
    organization.space = body.optional_text("namespace", kLongestNamespace);
    if (organization.space && !policy::is_namespace(*organization.space)) {
      body.fail("namespace", "Use letters, digits and '-', with a letter or digit at both ends.");
    } else if (organization.space &&
               lower_ascii(*organization.space) == lower_ascii(services.options.default_namespace)) {
      body.fail("namespace", "This is the namespace of everybody on this appliance. Choose one of your own.");
    }
  }
  if (body.has("reason_required")) organization.reason_required = body.boolean("reason_required");
  if (body.has("keep_sessions_days"))
    organization.keep_sessions_days = body.optional_integer("keep_sessions_days", 1, kMostDays);
  if (body.has("keep_audit_days"))
    organization.keep_audit_days = body.optional_integer("keep_audit_days", kFewestAuditDays, kMostDays);
  if (body.has("automatic_alias")) organization.automatic_alias = body.boolean("automatic_alias");
  if (auto refusal = body.refusal()) return *refusal;

  const bool gives_up = former && lower_ascii(*former) != lower_ascii(organization.space.value_or(""));
  if (gives_up) {
    const auto used = still_used(services, context.caller->organization);
    if (!used) return store_failed(used.error());
    if (*used) return **used;
  }
  return in_transaction(services, [&]() -> http::Response {
    const auto now = found(services.organizations.find(organization.id), not_found());
    if (!now) return now.refusal();
    if (auto stale = refuse_stale(context.request, shown_version(*now))) return *stale;
    const auto set =
        services.organizations.set_aliases(organization.id, organization.space, organization.automatic_alias);
    const auto taken = refused_namespace("namespace_taken", "Another organization has this namespace.");
    if (auto refusal = refused(set, taken)) return *refusal;
    if (auto refusal = refused(services.organizations.set_rules(organization))) return *refusal;
    return note(context,
                {"organization.changed", static_cast<std::int64_t>(organization.id), organization.name,
                 changeable_view(*now), changeable_view(organization)},
                answer(services, organization));
  });
}

http::Response remove_organization(Context& context) {
  Services& services = context.services;
  const db::Organization& organization = context.caller->organization;
  JsonBody body(context.request);
  const std::string name = body.text("name", 1, policy::kLongestOrganizationName);
  if (auto refusal = body.refusal()) return *refusal;
  if (organization.appliance) {
    return to_response({409, "appliances_own",
                        "This organization owns the appliance, which would be nobody's without it. To give "
                        "the appliance up, "
                        "stop it and delete its data directory."});
  }
  if (name != organization.name) return invalid_fields({{"name", "This is not the organization's name."}});

  // Whose people see the entry that stays learn that it was done, not by whom; the program's log says that.
  const auth::Asker asker{{}, "Its Owner", {}};
  http::Response answer = change_rights(context, [&]() -> http::Response {
    const auto gone = found(
        auth::remove_organization(services.database, services.clock, organization.id, asker), not_found());
    return gone ? no_content() : gone.refusal();
  });
  if (answer.status >= 400) return answer;
  log::warning("portal", "organization " + organization.login_id + " was deleted by " +
                             context.caller->user.email + " from " + context.request.remote_address);
  // First out of the store, then cut: what comes meanwhile is nobody's.
  services.needs.drop_organization(organization.id);
  services.relay_sources.forget();
  answer.headers.emplace_back("Set-Cookie", no_login_cookie());
  return answer;
}

}  // namespace gatehouse::portal::handlers
