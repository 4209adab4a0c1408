#include "appliance/webhooks/courier.h"

#include <algorithm>

#include "appliance/base/files.h"
#include "appliance/fetch/fetch.h"
#include "appliance/policy/outbound_address.h"
#include "appliance/webhooks/signature.h"

namespace gatehouse::webhooks {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::seconds kLongestIdle{60};
constexpr std::chrono::seconds kAfterOwnFailure{60};
constexpr std::chrono::seconds kLongestPause{3600};
constexpr std::size_t kAuthorityCap = 1 << 20;

// Of the words of a library no more than a person reads.
std::string shortened(const std::string& words) {
  return words.substr(0, 200);
}

}  // namespace

std::chrono::seconds wait_after(int tries, std::int64_t failing) {
  const int doublings = 2 * std::clamp(tries - 1, 0, 5);
  const auto of_delivery =
      std::min(std::chrono::seconds(30) * (1 << doublings), std::chrono::seconds(6 * 3600));
  return std::max(of_delivery, std::min(std::chrono::seconds(failing), kLongestPause));
}

Courier::Courier(db::Database& database, const Clock& clock, CourierOptions options,
                 std::function<void(const News&)> tell)
    : webhooks_(database),
      clock_(clock),
      options_(std::move(options)),
      tell_(std::move(tell)),
      thread_([this] { run(); }) {}

Courier::~Courier() {
  stopping_ = true;
  wake();
  thread_.join();
}

void Courier::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  woken_up_.notify_one();
}

void Courier::run() {
  while (!stopping_) {
    while (!stopping_ && deliver_one()) {
    }
    if (stopping_) return;
    const auto idle = idle_time();
    std::unique_lock lock(mutex_);
    woken_up_.wait_for(lock, idle, [this] { return woken_; });
    woken_ = false;
  }
}

std::chrono::seconds Courier::idle_time() {
  const auto next = webhooks_.next_at();
  if (!next || !*next) return kLongestIdle;
  return std::clamp(std::chrono::seconds(**next - clock_.unix_seconds()), std::chrono::seconds(1),
                    kLongestIdle);
}

void Courier::rest(std::chrono::seconds time) {
  std::unique_lock lock(mutex_);
  woken_up_.wait_for(lock, time, [this] { return stopping_.load(); });
}

bool Courier::deliver_one() {
  auto due = webhooks_.due(clock_.unix_seconds());
  if (!due) {
    log::write(log::Level::error, "webhooks", due.error().message, failures_logged_);
    return false;
  }
  if (!*due) return false;
  deliver(std::move(**due));
  return true;
}

void Courier::deliver(db::DueDelivery due) {
  db::Delivery& delivery = due.delivery;
  fetch::Request request;
  request.method = "POST";
  request.url = due.url;
  request.body = delivery.body;
  request.patience = kPatience;
  request.given_up = &stopping_;
  request.may_connect = [this](std::span<const std::uint8_t> address) {
    const auto place = policy::outbound_place(address);
    return place == policy::OutboundPlace::open ||
           (place == policy::OutboundPlace::nearby && options_.allow_nearby);
  };
  request.headers = {
      {"Content-Type", "application/json"},
      {"User-Agent", "Gatehouse/" GATEHOUSE_VERSION},
      {"Gatehouse-Event", delivery.event},
      {"Gatehouse-Signature", signature(due.secret, clock_.unix_seconds(), delivery.body)},
  };
  delivery.status.reset();
  delivery.problem.clear();
  bool delivered = false;
  if (!options_.authority_file.empty()) {
    auto pem = read_file(options_.authority_file, kAuthorityCap, FileKind::foreign);
    if (!pem) {  // the appliance's own failure, not the webhook's
      log::write(log::Level::error, "webhooks", pem.error().message, failures_logged_);
      return rest(kAfterOwnFailure);
    }
    request.authority_pem = *std::move(pem);
  }
  const auto outcome = fetch::fetch(request);
  if (stopping_) return;
  if (const auto* failure = std::get_if<fetch::Failure>(&outcome)) {
    delivery.problem = shortened(failure->words);
  } else {
    const int status = std::get<fetch::Answer>(outcome).status;
    delivery.status = status;
    delivered = status >= 200 && status < 300;
    if (!delivered) delivery.problem = "It answered with status " + std::to_string(status) + ".";
  }
  const std::int64_t now = clock_.unix_seconds();
  ++delivery.tries;
  delivery.next_at = now + wait_after(delivery.tries, now - due.failing_since.value_or(now)).count();
  const bool over = !delivered && delivery.next_at >= delivery.created_at + kGiveUpDelivery;
  delivery.state = delivered ? "delivered" : over ? "failed" : "waiting";
  if (delivered || over) delivery.done_at = now;
  if (const auto written = webhooks_.tried(delivery, now); !written) {
    // It must not be sent again and again while the store takes nothing.
    log::write(log::Level::error, "webhooks", written.error().message, failures_logged_);
    return rest(kAfterOwnFailure);
  }
  const bool gives_up = !delivered && due.failing_since && *due.failing_since + kGiveUpWebhook <= now;
  if (gives_up) {
    const auto done = webhooks_.give_up(delivery.organization, delivery.webhook, now);
    if (!done) log::write(log::Level::error, "webhooks", done.error().message, failures_logged_);
  }
  tell_({delivery.organization, delivery.webhook, due.url, gives_up});
}

}  // namespace gatehouse::webhooks
