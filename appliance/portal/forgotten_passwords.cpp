#include "appliance/auth/token.h"
#include "appliance/base/address.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/portal/account_links.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"

namespace gatehouse::portal::handlers {

namespace {

struct Request {
  std::string organization, email, host, address;
};

// Who can sign in gets a link; for everybody else there is nothing to send.
Result<void> send_link(Services& services, const Request& request) {
  const auto organization = services.organizations.find_by_login_id(request.organization);
  if (!organization || !*organization) return organization ? Result<void>() : organization.error();
  const auto user = services.users.find_by_email((*organization)->id, request.email);
  if (!user || !*user) return user ? Result<void>() : user.error();
  if (!(*user)->may_sign_in_at(services.clock.unix_seconds())) return {};
  const auto local = has_local_login(services, **user);
  if (!local || !*local) return local ? Result<void>() : local.error();
  const auto done = services.database.transaction([&]() -> Result<void> {
    const auto link = new_own_link(services, **user, request.host);
    if (!link) return link.error();
    const auto queued = services.mail.add(letter_with_link(services, **organization, **user, *link, ""));
    if (!queued) return queued.error();
    db::AuditEntry entry;
    entry.organization = (*organization)->id;
    entry.at = services.clock.unix_seconds();
    entry.address = request.address;
    entry.action = "user.link_requested";
    entry.target_id = std::to_string((*user)->id);
    entry.target = (*user)->email;
    return services.audit.append(std::move(entry));
  });
  if (!done) return done;
  tell_of_mail(services, (*organization)->id);
  return {};
}

}  // namespace

// What is done for an account is done later, so that neither the answer nor its time tells whether there is one.
http::Response request_account_link(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  Request request;
  request.organization = lower_ascii(body.text("organization_id", 1, 64));
  request.email = lower_ascii(body.text("email", 1, 254));
  if (auto refusal = body.refusal()) return *refusal;
  if (auto refusal = refuse_mail(services, context.request)) return *refusal;
  request.host = host_for_mail(services, context.request);
  request.address = context.request.remote_address;
  // What an address asks beyond its own limit does not count for the account: else anybody could shut this for somebody.
  const auto address_waits = services.link_requests_from.begin(address_key(request.address));
  if (address_waits.count() > 0) return too_many_tries(address_waits);
  const auto account_waits = services.link_requests.begin(request.organization + "\n" + request.email);
  if (account_waits.count() > 0) return too_many_tries(account_waits);
  services.needs.write_later([&services, request = std::move(request)] {
    if (const auto sent = send_link(services, request); !sent) log::error("portal", sent.error().message);
  });
  return no_content();
}

}  // namespace gatehouse::portal::handlers
