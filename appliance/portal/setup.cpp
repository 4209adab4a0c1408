#include "appliance/auth/licensing.h"
#include "appliance/auth/password_rules.h"
#include "appliance/auth/setup_code.h"
#include "appliance/policy/organization_name.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"
#include "appliance/portal/team.h"

namespace gatehouse::portal::handlers {

namespace {

std::optional<http::Response> refuse_code(Context& context, const std::string& code) {
  const auto answer = context.services.setup_code.check(code, context.request.remote_address);
  if (answer.wait.count() > 0) return too_many_tries(answer.wait);
  if (answer.right) return {};
  return to_response({403,
                      "wrong_setup_code",
                      "This is not the code that the appliance shows on its console.",
                      {{"code", "This is not the code on the console."}}});
}

struct Founded {
  db::Organization organization;
  db::User owner;
};

// The organization and its owner, wholly or not at all. Nothing: somebody else was quicker.
Result<std::optional<Founded>> found(Context& context, const std::string& organization_name,
                                     const std::string& description, db::User owner) {
  Services& services = context.services;
  std::optional<Founded> founded;
  const auto done = services.database.transaction([&]() -> Result<void> {
    const auto exists = services.users.anyone_has_role(std::string(policy::kOwnerRole));
    if (!exists) return exists.error();
    if (*exists) return {};
    const std::int64_t now = services.clock.unix_seconds();
    auto organization =
        services.organizations.add(organization_name, policy::login_id_for(organization_name), now);
    if (!organization) return organization.error();
    const auto licensed =
        auth::license_new(services.organizations, *organization, services.options.license, description);
    if (!licensed) return licensed.error();
    owner.organization = organization->id;
    owner.created_at = now;
    owner.verified_at = now;  // by the code on the console
    auto added =
        services.users.add(owner, {std::string(policy::kOwnerRole), std::string(policy::kDefaultRole)});
    if (!added) return added.error();
    if (!*added) return Error{"The first user of a new organization is there already."};
    const Caller caller{{}, **added, *organization, {}, {}};
    const auto noted =
        note_as(context, caller,
                {"organization.created", static_cast<std::int64_t>(organization->id), organization->name},
                no_content());
    if (noted.status >= 400) return Error{"The audit log could not be written."};
    if (!refuse_mail(services, context.request)) {
      const auto queued = queue(context, letter_of_organization(services, *organization, **added,
                                                                host_for_mail(services, context.request)));
      if (!queued) return Error{"The letter about it could not be written."};
    }
    founded = Founded{std::move(*organization), std::move(**added)};
    return {};
  });
  if (!done) return done.error();
  return founded;
}

}  // namespace

http::Response check_setup_code(Context& context) {
  JsonBody body(context.request);
  const std::string code = body.text("code", 1, 64);
  if (auto refusal = body.refusal()) return *refusal;
  if (auto refusal = refuse_code(context, code)) return *refusal;
  return no_content();
}

http::Response set_up(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string code = body.text("code", 1, 64);
  const std::string name = body.text("organization_name", 1, policy::kLongestOrganizationName);
  const std::string description = read_first_description(body, services.options.license);
  db::User owner;
  owner.first_name = body.text("first_name", 1, 100);
  owner.last_name = body.text("last_name", 1, 100);
  owner.email = body.email("email");
  const Secret password(body.password("password", auth::kShortestPassword, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;
  if (auto refusal = refuse_code(context, code)) return *refusal;
  if (const auto problem =
          auth::password_problem(password.view(), {owner.email, owner.first_name, owner.last_name, name})) {
    return invalid_fields({{"password", *problem}});
  }

  auto hash = services.hasher.hash(password.view());
  if (!hash) return busy();
  owner.password_hash = std::move(*hash);
  const auto founded = found(context, name, description, std::move(owner));
  if (!founded) return store_failed(founded.error());
  if (!*founded) return not_found();
  services.setup_code.spend();
  services.needs.set_up((*founded)->organization.id);
  return signed_in(context, (*founded)->owner, 201);
}

}  // namespace gatehouse::portal::handlers
