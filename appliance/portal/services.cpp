#include "appliance/portal/services.h"

#include <algorithm>
#include <set>

#include "appliance/base/log.h"
#include "appliance/portal/approvals.h"
#include "appliance/portal/opening_hours.h"

namespace gatehouse::portal {

namespace {

// More logins than anybody has at once.
constexpr int kManyLogins = 1000;

}  // namespace

Services::Services(PortalOptions options_, const PortalParts& parts)
    : options(std::move(options_)),
      needs(parts.needs),
      clock(parts.clock),
      database(parts.database),
      hasher(parts.hasher),
      tickets(parts.tickets),
      setup_code(parts.setup_code),
      audit_key(parts.audit_key),
      organizations(database),
      billing(database),
      users(database),
      invitations(database),
      roles(database),
      permission_sets(database),
      groups(database),
      address_books(database),
      address_entries(database),
      audit(database),
      clients(database),
      approvals(database),
      sessions(database),
      relays(database),
      mail(database),
      activity(database),
      invitation_letters(clock, {.free_tries = 3}),
      approval_requests(clock, {.free_tries = 10}),
      link_requests(clock, {.free_tries = 3}),
      link_requests_from(clock, {.free_tries = 20}),
      logins(database, hasher, clock),
      api_tokens(database, clock),
      idempotency(database),
      second_factor(database, clock),
      passkeys(database, clock, second_factor),
      sign_in_steps(clock),
      webhooks(database),
      webhook_events(database, needs, clock),
      enrolment(database, clock),
      relay_sources(relays, clock),
      assets(options.webui),
      program(clock),
      downloads(options.scratch),
      events(options.sockets.pages),
      book(options.sockets.calls, sessions, events, needs, clock, webhook_events),
      login_rows_(database) {}

Authorities Services::authorities() const {
  const std::lock_guard lock(mutex_);
  return authorities_;
}

void Services::set_authorities(Authorities authorities) {
  const std::lock_guard lock(mutex_);
  authorities_ = std::move(authorities);
}

Result<bool> Services::is_set_up() {
  if (set_up_) return true;
  const auto owned = users.anyone_has_role(std::string(policy::kOwnerRole));
  if (!owned) return owned.error();
  if (*owned) set_up_ = true;
  return *owned;
}

void Services::end_live(db::LoginId login) {
  events.close_login(login, wire::CloseReason::not_permitted);
  book.close_login(login, wire::CloseReason::not_permitted);
}

Result<std::optional<policy::Access>> Services::access_now(const LiveLogin& live) {
  const auto user = users.find(live.organization, live.user);
  if (!user) return user.error();
  const std::int64_t now = clock.unix_seconds();
  if (!*user || !(*user)->may_sign_in_at(now)) return std::optional<policy::Access>();
  if (auth::ApiTokens::is_token(live.login))
    return api_tokens.access_now(live.organization, **user, live.login);
  const std::int64_t seen_since = now - std::chrono::seconds(auth::kIdleTime).count();
  const auto rows = login_rows_.list(live.organization, live.user, now, seen_since, {}, kManyLogins);
  if (!rows) return rows.error();
  const bool goes_on = std::any_of(rows->rows.begin(), rows->rows.end(),
                                   [&](const db::Login& login) { return login.id == live.login; });
  if (!goes_on) return std::optional<policy::Access>();
  const auto held = roles.held(live.organization, live.user, now);
  if (!held) return held.error();
  if (!(*user)->second_factor && auth::want_second_factor(*held)) return std::optional<policy::Access>();
  return std::optional(auth::rights_of(*held).access);
}

void Services::recheck_live() {
  std::set<LiveLogin> live;
  for (const EventHub::Subscriber& page : events.subscribers())
    live.insert({page.organization, page.user, page.login});
  for (const LiveCalls::Call& call : book.calls()) {
    live.insert({call.session.organization, call.session.user.value_or(0), call.login});
  }
  for (const LiveLogin& one : live) {
    const auto access = access_now(one);
    if (!access) {
      log::warning("portal", access.error().message);
      continue;
    }
    if (!*access) {
      end_live(one.login);
      continue;
    }
    events.set_topics(one.login, topics_for(**access));
    if (!(*access)->allows(policy::Section::clients, policy::Level::view)) {
      book.close_login(one.login, wire::CloseReason::not_permitted);
    }
  }
  recheck_machines();
}

void Services::recheck_machines() {
  const std::int64_t now = clock.unix_seconds();
  for (const LiveCalls::Call& call : book.calls()) {
    const auto client = clients.find(call.session.organization, call.session.client);
    if (!client) {
      log::warning("portal", client.error().message);
      continue;
    }
    // One that was removed ends otherwise.
    if (!*client) continue;
    const auto approved = is_approved(*this, **client, call.session.approval, now);
    if (!approved) {
      log::warning("portal", approved.error().message);
      continue;
    }
    const bool open = is_open(**client, needs, now);
    if (*approved && open) continue;
    const auto reason = open ? wire::CloseReason::approval_over : wire::CloseReason::outside_hours;
    if (const auto done = book.close(call.session, reason); !done)
      log::warning("portal", done.error().message);
  }
}

Topics topics_for(const policy::Access& access) {
  Topics topics;
  topics.add(Topic::logins);
  topics.add(Topic::rights);
  if (access.allows(policy::Section::personal_profile, policy::Level::view))
    topics.add(Topic::own_address_book);
  if (access.allows(policy::Section::address_books, policy::Level::view)) topics.add(Topic::address_books);
  if (access.allows(policy::Section::clients, policy::Level::view)) topics.add(Topic::clients);
  if (access.allows(policy::Section::sessions, policy::Level::view)) topics.add(Topic::sessions);
  if (access.allows(policy::Section::organization, policy::Level::view)) topics.add(Topic::relays);
  if (access.allows(policy::Section::organization, policy::Level::view)) topics.add(Topic::mail);
  return topics;
}

}  // namespace gatehouse::portal
