#include "db/webhook_repository.h"

#include "appliance/base/text.h"
#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kWebhook =
    "SELECT id, organization_id, url, events, enabled, gave_up, created_at, failing_since, "
    "last_delivered_at, "
    "version, (SELECT count(*) FROM webhook_delivery AS one WHERE one.organization_id = "
    "webhook.organization_id"
    " AND one.webhook_id = webhook.id AND one.state = 'waiting') FROM webhook";
constexpr std::string_view kDelivery =
    "delivery.id, delivery.organization_id, delivery.webhook_id, delivery.event, delivery.body, "
    "delivery.state, "
    "delivery.tries, delivery.next_at, delivery.status, delivery.problem, delivery.created_at, "
    "delivery.done_at";

std::string joined(const std::vector<std::string>& events) {
  std::string all = ",";
  for (const std::string& event : events) all += event + ",";
  return all;
}

Webhook webhook_of(Query& row) {
  Webhook webhook;
  webhook.id = row.integer();
  webhook.organization = row.organization();
  webhook.url = row.text();
  for (const std::string& event : split(row.text(), ','))
    if (!event.empty()) webhook.events.push_back(event);
  webhook.enabled = row.flag();
  webhook.gave_up = row.flag();
  webhook.created_at = row.integer();
  webhook.failing_since = row.maybe_integer();
  webhook.last_delivered_at = row.maybe_integer();
  webhook.version = row.integer();
  webhook.waiting = row.integer();
  return webhook;
}

Delivery delivery_of(Query& row) {
  Delivery delivery;
  delivery.id = row.integer();
  delivery.organization = row.organization();
  delivery.webhook = row.integer();
  delivery.event = row.text();
  delivery.body = row.text();
  delivery.state = row.text();
  delivery.tries = static_cast<int>(row.integer());
  delivery.next_at = row.integer();
  delivery.status = row.maybe_integer();
  delivery.problem = row.text();
  delivery.created_at = row.integer();
  delivery.done_at = row.maybe_integer();
  return delivery;
}

}  // namespace

Result<Webhook> WebhookRepository::add(Webhook webhook, const std::string& secret) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO webhook (organization_id, url, events, secret, created_at) VALUES (?, ?, ?, ?, ?)",
          webhook.organization, webhook.url, joined(webhook.events), secret, webhook.created_at)
        .run();
    webhook.id = connection.last_id();
    return webhook;
  });
}

Result<std::vector<Webhook>> WebhookRepository::list(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    std::vector<Webhook> all;
    Query query(connection, std::string(kWebhook) + " WHERE organization_id = ? ORDER BY id", organization);
    while (query.next()) all.push_back(webhook_of(query));
    return all;
  });
}

Result<std::optional<Webhook>> WebhookRepository::find(OrganizationId organization, WebhookId id) {
  return read(database_, [&](Connection& connection) {
    Query query(connection, std::string(kWebhook) + " WHERE organization_id = ? AND id = ?", organization,
                id);
    return query.next() ? std::optional(webhook_of(query)) : std::nullopt;
  });
}

Result<bool> WebhookRepository::change(const Webhook& webhook) {
  return change_rows(database_,
                     "UPDATE webhook SET url = ?1, events = ?2, version = version + 1,"
                     " gave_up = CASE WHEN ?3 THEN 0 ELSE gave_up END,"
                     " failing_since = CASE WHEN ?3 AND NOT enabled THEN NULL ELSE failing_since END,"
                     " paused_until = CASE WHEN ?3 AND NOT enabled THEN 0 ELSE paused_until END,"
                     " enabled = ?3 WHERE organization_id = ?4 AND id = ?5",
                     webhook.url, joined(webhook.events), webhook.enabled, webhook.organization, webhook.id);
}

Result<bool> WebhookRepository::set_secret(OrganizationId organization, WebhookId id,
                                           const std::string& secret) {
  return change_rows(database_, "UPDATE webhook SET secret = ? WHERE organization_id = ? AND id = ?", secret,
                     organization, id);
}

Result<bool> WebhookRepository::remove(OrganizationId organization, WebhookId id) {
  return change_rows(database_, "DELETE FROM webhook WHERE organization_id = ? AND id = ?", organization, id);
}

Result<bool> WebhookRepository::resume(OrganizationId organization, WebhookId id) {
  return change_rows(database_, "UPDATE webhook SET paused_until = 0 WHERE organization_id = ? AND id = ?",
                     organization, id);
}

Result<std::vector<WebhookId>> WebhookRepository::who_hears(OrganizationId organization,
                                                            const std::string& event) {
  return read(database_, [&](Connection& connection) {
    std::vector<WebhookId> all;
    Query query(connection,
                "SELECT id FROM webhook WHERE organization_id = ? AND enabled AND instr(events, ?) > 0",
                organization, "," + event + ",");
    while (query.next()) all.push_back(query.integer());
    return all;
  });
}

Result<bool> WebhookRepository::queue(const Delivery& delivery) {
  return change_rows(
      database_,
      "INSERT INTO webhook_delivery (organization_id, webhook_id, event, body, state, next_at,"
      " created_at) SELECT ?1, ?2, ?3, ?4, 'waiting', ?5, ?5 WHERE (SELECT count(*) FROM"
      " webhook_delivery WHERE organization_id = ?1 AND webhook_id = ?2 AND state = 'waiting') < ?6",
      delivery.organization, delivery.webhook, delivery.event, delivery.body, delivery.created_at,
      kMostWaiting);
}

Result<Page<Delivery>> WebhookRepository::list_deliveries(OrganizationId organization, WebhookId webhook,
                                                          const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                "SELECT " + std::string(kDelivery) +
                    " FROM webhook_delivery AS delivery WHERE organization_id = ? AND webhook_id = ?"
                    " AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC",
                organization, webhook, after.time, after.id);
    return page_of<Delivery>(
        query, limit, [](Query& row) { return std::optional(delivery_of(row)); },
        [](const Delivery& delivery) {
          return Cursor{delivery.created_at, delivery.id};
        });
  });
}

Result<std::optional<Delivery>> WebhookRepository::find_delivery(OrganizationId organization,
                                                                 WebhookId webhook, DeliveryId id) {
  return read(database_, [&](Connection& connection) {
    Query query(
        connection,
        "SELECT " + std::string(kDelivery) +
            " FROM webhook_delivery AS delivery WHERE organization_id = ? AND webhook_id = ? AND id = ?",
        organization, webhook, id);
    return query.next() ? std::optional(delivery_of(query)) : std::nullopt;
  });
}

Result<std::optional<DueDelivery>> WebhookRepository::due(std::int64_t now) {
  return read(database_, [&](Connection& connection) -> std::optional<DueDelivery> {
    Query query(
        connection,
        "SELECT " + std::string(kDelivery) +
            ", url, secret, failing_since FROM webhook_delivery AS delivery"
            " JOIN webhook ON webhook.id = delivery.webhook_id"
            " WHERE state = 'waiting' AND next_at <= ?1 AND enabled AND paused_until <= ?1"
            " ORDER BY (SELECT max(last_tried_at) FROM webhook AS any_of WHERE any_of.organization_id ="
            " delivery.organization_id), last_tried_at, tries, next_at, delivery.id LIMIT 1",
        now);
    if (!query.next()) return std::nullopt;
    DueDelivery due;
    due.delivery = delivery_of(query);
    due.url = query.text();
    due.secret = query.text();
    due.failing_since = query.maybe_integer();
    return due;
  });
}

Result<std::optional<std::int64_t>> WebhookRepository::next_at() {
  return read(database_, [&](Connection& connection) -> std::optional<std::int64_t> {
    Query query(
        connection,
        "SELECT min(max(next_at, paused_until)) FROM webhook_delivery JOIN webhook ON webhook.id = webhook_id"
        " WHERE state = 'waiting' AND enabled");
    query.next();
    return query.maybe_integer();
  });
}

Result<void> WebhookRepository::tried(const Delivery& delivery, std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Query(
        connection,
        "UPDATE webhook_delivery SET state = ?, tries = ?, next_at = ?, status = ?, problem = ?, done_at = ?"
        " WHERE id = ?",
        delivery.state, delivery.tries, delivery.next_at, delivery.status, delivery.problem, delivery.done_at,
        delivery.id)
        .run();
    const bool delivered = delivery.state == "delivered";
    Query(connection,
          "UPDATE webhook SET last_delivered_at = CASE WHEN ?1 THEN ?2 ELSE last_delivered_at END,"
          " failing_since = CASE WHEN ?1 THEN NULL ELSE coalesce(failing_since, ?2) END,"
          " paused_until = CASE WHEN ?1 THEN 0 ELSE ?4 END, last_tried_at = ?2 WHERE id = ?3",
          delivered, now, delivery.webhook, delivery.next_at)
        .run();
    if (delivery.state == "waiting") return;
    Query(
        connection,
        "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE organization_id = ?"
        " AND webhook_id = ? AND state <> 'waiting' ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ?)",
        delivery.organization, delivery.webhook, kMostKept)
        .run();
  });
}

Result<void> WebhookRepository::give_up(OrganizationId organization, WebhookId id, std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "UPDATE webhook SET enabled = 0, gave_up = 1, version = version + 1 WHERE organization_id = ? AND "
          "id = ?",
          organization, id)
        .run();
    Query(connection,
          "UPDATE webhook_delivery SET state = 'failed', done_at = ? WHERE organization_id = ? AND "
          "webhook_id = ?"
          " AND state = 'waiting'",
          now, organization, id)
        .run();
  });
}

}  // namespace gatehouse::db
