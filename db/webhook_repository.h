#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

using WebhookId = std::int64_t;
using DeliveryId = std::int64_t;

struct Webhook {
  WebhookId id = 0;
  OrganizationId organization{};
  std::string url;
  std::vector<std::string> events;
  bool enabled = true;
  bool gave_up = false;  // the appliance disabled it
  std::int64_t created_at = 0;
  std::optional<std::int64_t> failing_since, last_delivered_at;
  std::int64_t version = 1;
  std::int64_t waiting = 0;  // deliveries; given, not taken
};

struct Delivery {
  DeliveryId id = 0;
  OrganizationId organization{};
  WebhookId webhook = 0;
  std::string event, body;
  std::string state;  // "waiting", "delivered", "failed"
  int tries = 0;
  std::int64_t next_at = 0;
  std::optional<std::int64_t> status;  // of the last answer
  std::string problem;                 // of the last try; empty: none
  std::int64_t created_at = 0;
  std::optional<std::int64_t> done_at;
};

// A delivery with what it takes to make it.
struct DueDelivery {
  Delivery delivery;
  std::string url, secret;
  std::optional<std::int64_t> failing_since;
};

class WebhookRepository {
 public:
  static constexpr std::int64_t kMostPerOrganization = 20;
  static constexpr std::int64_t kMostWaiting = 1000;  // for each webhook; beyond that nothing is queued
  static constexpr std::int64_t kMostKept = 200;      // of those that are done, for each webhook

  explicit WebhookRepository(Database& database) : database_(database) {}

  Result<Webhook> add(Webhook webhook, const std::string& secret);
  Result<std::vector<Webhook>> list(OrganizationId organization);
  Result<std::optional<Webhook>> find(OrganizationId organization, WebhookId id);
  // URL, events and whether it is enabled; whoever enables it, it begins anew. False: there is none.
  Result<bool> change(const Webhook& webhook);
  Result<bool> set_secret(OrganizationId organization, WebhookId id, const std::string& secret);
  Result<bool> remove(OrganizationId organization, WebhookId id);

  // Those that are enabled and want to hear of this.
  Result<std::vector<WebhookId>> who_hears(OrganizationId organization, const std::string& event);
  // Into the queue. False: too many wait there already.
  Result<bool> queue(const Delivery& delivery);
  Result<Page<Delivery>> list_deliveries(OrganizationId organization, WebhookId webhook, const Cursor& after,
                                         int limit);
  Result<std::optional<Delivery>> find_delivery(OrganizationId organization, WebhookId webhook,
                                                DeliveryId id);

  // A webhook that is paused because it failed is tried at once again.
  Result<bool> resume(OrganizationId organization, WebhookId id);

  // For whoever delivers: of the organization, and of it the webhook, whose last try is longest ago, the delivery that was
  // tried least. Only of webhooks that are enabled and not paused.
  Result<std::optional<DueDelivery>> due(std::int64_t now);
  Result<std::optional<std::int64_t>> next_at();
  // What became of a try: `delivery` has the new state. When it failed, its webhook is paused until `delivery.next_at`.
  Result<void> tried(const Delivery& delivery, std::int64_t now);
  // It failed for too long: disabled, and what waits has failed.
  Result<void> give_up(OrganizationId organization, WebhookId id, std::int64_t now);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
