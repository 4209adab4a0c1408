#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/base/secret.h"
#include "appliance/base/server_address.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestUrl = 500;
constexpr std::string_view kScheme = "https://";

nlohmann::json webhook_view(const db::Webhook& webhook) {
  return {{"id", std::to_string(webhook.id)},
          {"url", webhook.url},
          {"events", webhook.events},
          {"enabled", webhook.enabled},
          {"gave_up", webhook.gave_up},
          {"created_at", rfc3339(webhook.created_at)},
          {"failing_since", time_view(webhook.failing_since)},
          {"last_delivered_at", time_view(webhook.last_delivered_at)},
          {"waiting", webhook.waiting},
          {"version", webhook.version}};
}

nlohmann::json delivery_view(const db::Delivery& delivery) {
  const bool waits = delivery.state == "waiting";
  return {{"id", std::to_string(delivery.id)},
          {"event", delivery.event},
          {"state", delivery.state},
          {"tries", delivery.tries},
          {"next_at", waits ? time_view(delivery.next_at) : nlohmann::json()},
          {"status", delivery.status ? nlohmann::json(*delivery.status) : nlohmann::json()},
          {"problem", delivery.problem},
          {"created_at", rfc3339(delivery.created_at)},
          {"done_at", time_view(delivery.done_at)},
          {"body", delivery.body}};
}

nlohmann::json noted(const db::Webhook& webhook) {
  std::string events;
  for (const std::string& event : webhook.events) events += (events.empty() ? "" : ", ") + event;
  return {{"url", webhook.url}, {"events", events}, {"enabled", webhook.enabled}};
}

bool is_webhook_url(const std::string& url) {
  if (!url.starts_with(kScheme)) return false;
  const bool plain = std::ranges::all_of(url, [](char c) {
    return c > ' ' && c < 127 && std::string_view("#@\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
  const std::string rest = url.substr(kScheme.size());
  return plain && static_cast<bool>(parse_server_address(rest.substr(0, rest.find_first_of("/?"))));
}

db::Webhook read_webhook(JsonBody& body, db::Webhook webhook) {
  const bool is_new = webhook.id == 0;
  if (is_new || body.has("url")) {
    webhook.url = body.text("url", 1, kLongestUrl);
    if (!webhook.url.empty() && !is_webhook_url(webhook.url))
      body.fail("url", "Write it as https://host/path. It has no name, password or # in it.");
  }
  if (is_new || body.has("events")) webhook.events = body.words("events", webhook_events());
  if (!is_new && body.has("enabled")) webhook.enabled = body.boolean("enabled");
  return webhook;
}

Found<db::Webhook> webhook_in_path(Context& context) {
  return found(
      context.services.webhooks.find(context.caller->organization.id, context.id_in_path("webhook_id")),
      to_response({404, "no_such_webhook", "There is no such webhook."}));
}

std::string new_secret() {
  return "whsec_" + random_token(32);
}

// The only time that the secret is seen.
http::Response with_secret(const db::Webhook& webhook, const Secret& secret) {
  return with_version(json_response(201, {{"secret", secret.view()}, {"webhook", webhook_view(webhook)}}),
                      webhook.version);
}

// Puts something into its queue.
http::Response queue(Context& context, std::string_view action,
                     const std::function<Result<bool>(const db::Webhook&)>& put) {
  http::Response answer = in_transaction(context.services, [&]() -> http::Response {
    const auto webhook = webhook_in_path(context);
    if (!webhook) return webhook.refusal();
    if (!webhook->enabled)
      return to_response({409, "webhook_disabled", "This webhook is disabled. Enable it first."});
    const auto full = to_response(
        {409, "too_many_waiting", "Too many deliveries wait for this webhook already. Try again later."});
    if (auto refusal = refused(put(*webhook), full)) return *refusal;
    // Somebody is there who wants to see whether it works now.
    if (auto refusal = refused(context.services.webhooks.resume(webhook->organization, webhook->id)))
      return *refusal;
    return note(context, {action, webhook->id, webhook->url}, no_content());
  });
  // Before its end nobody else would have found it there.
  if (answer.status < 400) context.services.needs.webhook_queued();
  return answer;
}

}  // namespace

http::Response list_webhooks(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  return list_response(context.services.webhooks.list(context.caller->organization.id), webhook_view);
}

http::Response get_webhook(Context& context) {
  const auto webhook = webhook_in_path(context);
  if (!webhook) return webhook.refusal();
  return with_version(json_response(200, webhook_view(*webhook)), webhook->version);
}

http::Response create_webhook(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::Webhook wanted = read_webhook(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  const Secret secret(new_secret());
  return in_transaction(services, [&]() -> http::Response {
    const auto all = services.webhooks.list(wanted.organization);
    if (!all) return store_failed(all.error());
    const auto count = static_cast<std::int64_t>(all->size());
    if (auto refusal = refuse_too_many(Result<std::int64_t>(count),
                                       db::WebhookRepository::kMostPerOrganization, "webhooks"))
      return *refusal;
    const auto made = services.webhooks.add(wanted, std::string(secret.view()));
    if (!made) return store_failed(made.error());
    return note(context, {"webhook.created", made->id, made->url, nullptr, noted(*made)},
                with_secret(*made, secret));
  });
}

http::Response change_webhook(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const http::Response answer = in_transaction(services, [&]() -> http::Response {
    const auto before = webhook_in_path(context);
    if (!before) return before.refusal();
    if (auto stale = refuse_stale(context.request, before->version)) return *stale;
    const db::Webhook after = read_webhook(body, *before);
    if (auto refusal = body.refusal()) return *refusal;
    if (auto refusal = refused(services.webhooks.change(after), not_found())) return *refusal;
    const auto now = webhook_in_path(context);
    if (!now) return now.refusal();
    return note(context, {"webhook.changed", after.id, before->url, noted(*before), noted(after)},
                with_version(json_response(200, webhook_view(*now)), now->version));
  });
  if (answer.status < 400) services.needs.webhook_queued();
  return answer;
}

http::Response remove_webhook(Context& context) {
  return in_transaction(context.services, [&]() -> http::Response {
    const auto webhook = webhook_in_path(context);
    if (!webhook) return webhook.refusal();
    if (auto stale = refuse_stale(context.request, webhook->version)) return *stale;
    const auto removed = context.services.webhooks.remove(webhook->organization, webhook->id);
    if (auto refusal = refused(removed, not_found())) return *refusal;
    return note(context, {"webhook.removed", webhook->id, webhook->url, noted(*webhook)}, no_content());
  });
}

http::Response renew_webhook_secret(Context& context) {
  const Secret secret(new_secret());
  return in_transaction(context.services, [&]() -> http::Response {
    const auto webhook = webhook_in_path(context);
    if (!webhook) return webhook.refusal();
    const auto set =
        context.services.webhooks.set_secret(webhook->organization, webhook->id, std::string(secret.view()));
    if (auto refusal = refused(set, not_found())) return *refusal;
    return note(context, {"webhook.secret_renewed", webhook->id, webhook->url},
                with_secret(*webhook, secret));
  });
}

http::Response test_webhook(Context& context) {
  return queue(context, "webhook.tested", [&](const db::Webhook& webhook) {
    return context.services.webhook_events.test(webhook.organization, webhook.id);
  });
}

http::Response list_webhook_deliveries(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  const auto webhook = webhook_in_path(context);
  if (!webhook) return webhook.refusal();
  return list_response(context.services.webhooks.list_deliveries(webhook->organization, webhook->id, cursor,
                                                                 static_cast<int>(limit)),
                       delivery_view);
}

http::Response repeat_webhook_delivery(Context& context) {
  const auto delivery = found(context.services.webhooks.find_delivery(context.caller->organization.id,
                                                                      context.id_in_path("webhook_id"),
                                                                      context.id_in_path("delivery_id")),
                              to_response({404, "no_such_delivery", "There is no such delivery."}));
  if (!delivery) return delivery.refusal();
  return queue(context, "webhook.sent_again",
               [&](const db::Webhook&) { return context.services.webhook_events.again(*delivery); });
}

}  // namespace gatehouse::portal::handlers
