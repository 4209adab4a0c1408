#include "appliance/agent/renewal.h"

#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/net/certificates.h"

namespace gatehouse::agent {
namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kRenewBefore = 240 * kDay;  // a third of what the appliance issues
constexpr std::int64_t kHurryBefore = 30 * kDay;
constexpr std::chrono::milliseconds kSpread = std::chrono::minutes(10);

}  // namespace

Renewal::Renewal(net::EventLoop& loop, Identity& identity, std::function<void(const wire::Renew&)> ask)
    : loop_(loop), identity_(identity), ask_(std::move(ask)) {}

void Renewal::look(std::int64_t now) {
  const auto facts = net::describe(identity_.certificate_pem());
  if (!facts || asked_ || waiting_ || facts->not_after - now >= kRenewBefore) return;
  if (facts->not_after - now < kHurryBefore) return ask();
  waiting_ = loop_.after(std::chrono::milliseconds(random_below(static_cast<std::uint64_t>(kSpread.count()))),
                         [this] { ask(); });
}

void Renewal::ask() {
  waiting_.reset();
  if (asked_) return;
  const auto request = net::new_request(std::string(identity_.key_pem().view()));
  if (!request) return log::error("agent", request.error().message);
  asked_ = true;
  ask_({*request});
}

void Renewal::renewed(const wire::Renewed& answer) {
  if (!asked_) return;
  if (const auto stored = identity_.store_certificate(answer.certificate_pem); !stored)
    return log::error("agent", "the renewed certificate: " + stored.error().message);
  log::info("agent", "this machine's certificate is renewed");
}

}  // namespace gatehouse::agent
