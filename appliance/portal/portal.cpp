#include "appliance/portal/portal.h"

#include <algorithm>

#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/portal/callers.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/routes.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

// A request on its way to a handler.
struct Admitted {
  const Route* route = nullptr;
  PathParameters parameters;
  std::optional<Caller> caller;
  std::optional<Allowance> allowance;
};

constexpr std::string_view kSignIn = "/api/v1/login";

// What is left of the wrong passwords that one address may try.
Allowance tries_from(Services& services, const http::Request& request) {
  const auth::Tries tries = services.logins.tries_from(request.remote_address);
  return {tries.limit, tries.left, static_cast<int>(tries.next.count()), true};
}

http::Response too_many_requests(const Allowance& allowance) {
  auto response =
      to_response({429,
                   "too_many_requests",
                   "That were too many requests. Go on when the time that Retry-After says is over.",
                   {},
                   allowance.reset});
  tell(allowance, response);
  return response;
}

http::Response wrong_method(const std::vector<std::string_view>& methods) {
  std::string allowed;
  for (const std::string_view method : methods) {
    if (!allowed.empty()) allowed += ", ";
    allowed += method;
    if (method == "GET") allowed += ", HEAD";
  }
  auto response = to_response({405, "wrong_method", "This can't be asked for in this way."});
  response.headers.emplace_back("Allow", std::move(allowed));
  return response;
}

bool is_gone(const Match& match, bool set_up) {
  return set_up && match.on_path.front()->access.kind() == RouteAccess::Kind::setup;
}

std::vector<std::string_view> methods_of(const Match& match) {
  std::vector<std::string_view> methods;
  for (const Route* route : match.on_path) methods.push_back(route->method);
  return methods;
}

// The cookie comes from where it is not good: the login ends for everybody who has it.
http::Response end_moved(Services& services, const http::Request& request, const Caller& caller) {
  Context context{services, request, {}, &caller};
  const db::User& user = caller.user;
  const http::Response ended = in_transaction(services, [&] {
    if (auto refusal = refused(services.logins.log_out(caller))) return *refusal;
    return note(context,
                {"login.moved",
                 user.id,
                 user.email,
                 {{"address", caller.login.address}},
                 {{"address", request.remote_address}}},
                no_content());
  });
  if (ended.status >= 400) return ended;
  services.end_live(caller.login.id);
  services.events.publish_logins(user.organization, user.id);
  http::Response response = not_signed_in();
  response.headers.emplace_back("Set-Cookie", no_login_cookie());
  return response;
}

// The checks that every request for a route of the table goes through, in this order.
std::variant<http::Response, Admitted> admit(Services& services, const http::Request& request, Match match,
                                             bool websocket) {
  const auto set_up = services.is_set_up();
  if (!set_up) return store_failed(set_up.error());
  if (is_gone(match, *set_up)) return not_found();
  if (match.route == nullptr) return wrong_method(methods_of(match));

  const RouteAccess access = match.route->access;
  if (access.kind() == RouteAccess::Kind::loopback && !is_loopback(request.remote_address))
    return not_permitted();
  // No page of another site makes a browser send an API token: what keeps those out is for cookies.
  const bool by_token = access.needs_login() && shows_token(request);
  if ((changes_something(request) && !by_token) || websocket) {
    if (auto refusal = refuse_origin(request)) return *refusal;
  }
  Admitted admitted{match.route, std::move(match.parameters), {}, {}};
  if (!access.needs_login()) return admitted;

  auto caller = find_caller(services, request);
  if (!caller) return caller.refusal();
  if (!by_token &&
      !auth::is_good_at(services.options.bind_logins, caller->login.address, request.remote_address))
    return end_moved(services, request, *caller);
  const int limit = by_token ? RateLimit::kPerToken : RateLimit::kPerLogin;
  admitted.allowance = services.rate_limit.take(caller->login.id, limit, services.clock.steady());
  if (!admitted.allowance->allowed) return too_many_requests(*admitted.allowance);
  if (by_token && !access.takes_tokens()) return login_only();
  if (!by_token && changes_something(request) &&
      !equal_in_constant_time(request.header(kCsrfHeader), caller->login.csrf_token)) {
    return to_response({403, "wrong_csrf_token",
                        "This request does not carry the token of your sign-in. Load the page again."});
  }
  if (access.wants_factor() && caller->lacks_second_factor()) return second_factor_wanted();
  if (auto refusal = refuse_route(access, *caller)) return *std::move(refusal);
  if (access.wants_confirmation() && !by_token && !services.logins.is_confirmed(*caller))
    return confirmation_wanted();
  admitted.caller = *std::move(caller);
  return admitted;
}

http::Response answer(Services& services, const http::Request& request) {
  auto admission = admit(services, request, match(request.method, request.path), /*websocket=*/false);
  if (auto* refusal = std::get_if<http::Response>(&admission)) return std::move(*refusal);
  auto& admitted = std::get<Admitted>(admission);
  if (admitted.route->is_websocket())
    return to_response({426, "websocket_only", "Open this as a WebSocket."});
  Context context{services, request, std::move(admitted.parameters),
                  admitted.caller ? &*admitted.caller : nullptr, admitted.route};
  http::Response response = services.idempotency.answer(context, std::get<Handler>(admitted.route->action));
  if (context.mail_queued && response.status < 400) tell_of_mail(services, *context.mail_queued);
  if (admitted.allowance) tell(*admitted.allowance, response);
  if (admitted.route->pattern == kSignIn) tell(tries_from(services, request), response);
  return response;
}

bool is_api(std::string_view path) {
  return path == "/api" || path.starts_with("/api/");
}

}  // namespace

Portal::Portal(std::unique_ptr<Services> services) : services_(std::move(services)) {}

Portal::~Portal() = default;

Result<std::unique_ptr<Portal>> Portal::create(PortalOptions options, const PortalParts& parts) {
  auto services = std::make_unique<Services>(std::move(options), parts);
  const auto ended = services->sessions.end_left_open(
      static_cast<std::uint8_t>(wire::CloseReason::appliance_stopping), parts.clock.unix_seconds());
  if (!ended) return ended.error();
  if (*ended > 0)
    log::warning("portal", std::to_string(*ended) + " sessions of the last run were not ended in good order");
  services->organization_watch.tick(*services);  // so that one removed in the first second is noticed, too
  return std::unique_ptr<Portal>(new Portal(std::move(services)));
}

http::Response Portal::handle(const http::Request& request) {
  http::Response response;
  if (auto refusal = refuse_host(request)) {
    response = std::move(*refusal);
  } else if (!match(request.method, request.path).on_path.empty()) {
    response = answer(*services_, request);
  } else if (is_api(request.path)) {
    response = not_found();
  } else if (changes_something(request)) {
    response = wrong_method({"GET"});
  } else {
    response = services_->assets.serve(request);
    harden_page(response, services_->relay_sources.text());
    return response;
  }
  harden(response);
  return response;
}

std::variant<http::Response, http::WebSocketAccept> Portal::upgrade(const http::Request& request) {
  const auto refuse = [](http::Response response) {
    harden(response);
    return response;
  };
  if (auto refusal = refuse_host(request)) return refuse(std::move(*refusal));
  Match found = match(request.method, request.path);
  if (found.on_path.empty() || !found.on_path.front()->is_websocket()) return refuse(not_found());
  auto admission = admit(*services_, request, std::move(found), /*websocket=*/true);
  if (auto* refusal = std::get_if<http::Response>(&admission)) return refuse(std::move(*refusal));
  auto& admitted = std::get<Admitted>(admission);
  Context context{*services_, request, std::move(admitted.parameters), &*admitted.caller, admitted.route};
  auto opened = std::get<Opener>(admitted.route->action)(context);
  if (auto* refusal = std::get_if<http::Response>(&opened)) return refuse(std::move(*refusal));
  return opened;
}

void Portal::set_authorities(Authorities authorities) {
  services_->set_authorities(std::move(authorities));
}

std::optional<CallRequest> Portal::claim_call(db::SessionId session, std::string_view view_key,
                                              std::string_view origin) {
  return services_->book.claim(session, view_key, origin);
}

std::optional<CallRequest> Portal::claim_direct_call(db::SessionId session, db::ClientId client) {
  return services_->book.claim_direct(session, client);
}

void Portal::session_opened(db::SessionId session, const SessionPath& path) {
  const auto opened = services_->book.opened(session, path);
  if (!opened) return;
  // Somebody is there now.
  const auto over = services_->clients.set_help(opened->client, {});
  if (!over) return log::error("portal", over.error().message);
  if (!*over) return;
  services_->needs.help_over(opened->client);
  services_->events.publish(opened->organization, Topic::clients);
}

void Portal::session_encodes(db::SessionId session, db::ClientId client, const std::string& encoder) {
  services_->book.encodes(session, client, encoder);
}

bool Portal::session_grants(db::SessionId session, db::ClientId client, std::uint32_t permissions,
                            const std::string& profile) {
  return services_->book.grants(session, client, permissions, profile);
}

void Portal::store_grant(db::SessionId session) {
  services_->book.store_grant(session);
}

bool Portal::session_elevated(db::SessionId session, db::ClientId client, bool on) {
  return services_->book.elevated(session, client, on);
}

void Portal::store_elevation(db::SessionId session, bool on) {
  if (const auto done = services_->book.store_elevation(session, on); !done)
    log::error("portal", done.error().message);
}

void Portal::session_progress(db::SessionId session, std::uint64_t to_viewer, std::uint64_t to_client) {
  services_->book.progress(session, to_viewer, to_client);
}

void Portal::session_ended(db::SessionId session, wire::CloseReason reason, std::uint64_t to_viewer,
                           std::uint64_t to_client) {
  services_->book.ended(session, reason, to_viewer, to_client);
}

void Portal::clients_changed(db::OrganizationId organization) {
  services_->events.publish(organization, Topic::clients);
}

void Portal::client_unattended(db::OrganizationId organization, db::ClientId id, bool on) {
  bool is_news = false;
  const auto done = services_->database.transaction([&]() -> Result<void> {
    const auto client = services_->clients.find(organization, id);
    if (!client) return client.error();
    if (!*client) return {};
    const auto set = services_->clients.set_unattended(id, on);
    if (!set) return set.error();
    is_news = *set;
    const auto left_out =
        is_news ? services_->unattended_noted.take(id, services_->clock.steady()) : std::nullopt;
    if (!left_out) return {};
    AuditEvent event{on ? "client.unattended_on" : "client.unattended_off", id, (*client)->facts.name};
    if (*left_out > 0) event.after["left_out"] = *left_out;
    return note_own_doing(*services_, organization, std::move(event));
  });
  if (!done) return log::error("portal", done.error().message);
  if (is_news) services_->events.publish_soon(organization, Topic::clients);
}

void Portal::client_news(db::OrganizationId organization, db::ClientId client, ClientNews news) {
  const auto found = services_->clients.find(organization, client);
  if (!found) return log::error("portal", found.error().message);
  if (!*found) return;
  static constexpr std::string_view kEvents[] = {webhook_event::kClientJoined, webhook_event::kClientOnline,
                                                 webhook_event::kClientOffline};
  services_->webhook_events.client(kEvents[static_cast<std::size_t>(news)], organization, client,
                                   (*found)->facts.name);
}

void Portal::webhook_given_up(db::OrganizationId organization, db::WebhookId webhook,
                              const std::string& url) {
  db::AuditEntry entry;
  entry.organization = organization;
  entry.at = services_->clock.unix_seconds();
  entry.actor = "Gatehouse";
  entry.action = "webhook.given_up";
  entry.target_id = std::to_string(webhook);
  entry.target = url;
  if (const auto kept = services_->audit.append(std::move(entry)); !kept)
    log::error("portal", kept.error().message);
}

void Portal::relays_changed(db::OrganizationId organization) {
  services_->relay_sources.forget();
  services_->events.publish(organization, Topic::relays);
}

void Portal::mail_changed(db::OrganizationId organization) {
  services_->events.publish_soon(organization, Topic::mail);
}

void Portal::tick() {
  services_->book.tick();
  services_->organization_watch.tick(*services_);
  services_->recheck_live();
  services_->events.sweep();
  services_->retention.tick(*services_);
  services_->activity_watch.tick(*services_);
}

void Portal::stop() {
  services_->book.close_waiting(wire::CloseReason::appliance_stopping);
  services_->events.close_all(wire::CloseReason::appliance_stopping);
}

}  // namespace gatehouse::portal
