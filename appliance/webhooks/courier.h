// Delivers what webhooks are to hear, on a thread of its own: over HTTPS to verified servers, without following redirects, one
// after the other, those first that were tried least. What fails is tried again, later each time, for a day; a webhook that
// failed for three days is disabled, and one that failed is left in peace for longer each time, so that it holds up no other.
//
// The address is a person's, so it is looked up once and checked where the connection is made (policy/outbound_address.h):
// nothing reaches this machine or a private network unless the administrator allows it.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "db/database.h"
#include "db/webhook_repository.h"

namespace gatehouse::webhooks {

struct CourierOptions {
  bool allow_nearby = false;   // webhooks.allow_private
  std::string authority_file;  // webhooks.authority_file; empty: the authorities of this system
};

class Courier {
 public:
  // What became of a try; called on the courier's thread.
  struct News {
    db::OrganizationId organization{};
    db::WebhookId webhook = 0;
    std::string url;
    bool gave_up = false;  // the webhook is disabled now
  };
  static constexpr std::int64_t kGiveUpDelivery = 24 * 3600, kGiveUpWebhook = 3 * 24 * 3600;

  Courier(db::Database& database, const Clock& clock, CourierOptions options,
          std::function<void(const News&)> tell);
  // Gives up a delivery that is on its way; it is tried again after the next start.
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Something may be due. Any thread; does not wait.
  void wake();

 private:
  void run();
  // False: nothing was due.
  bool deliver_one();
  void deliver(db::DueDelivery due);
  // Until `time` is over or the appliance stops.
  void rest(std::chrono::seconds time);
  std::chrono::seconds idle_time();

  db::WebhookRepository webhooks_;
  const Clock& clock_;
  const CourierOptions options_;
  const std::function<void(const News&)> tell_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;  // guards woken_
  std::condition_variable woken_up_;
  bool woken_ = false;
  log::LineLimit failures_logged_;
  std::thread thread_;  // last: it uses all of the above
};

// How long after a try that failed the next one comes; `tries` were made, and the webhook has failed for `failing` seconds.
std::chrono::seconds wait_after(int tries, std::int64_t failing);

}  // namespace gatehouse::webhooks
