#include "appliance/agent/relay_distances.h"

#include "appliance/base/secret.h"
#include "appliance/net/distance.h"

namespace gatehouse::agent {
namespace {

constexpr std::uint64_t kSpread = 3000;  // ms
constexpr std::chrono::minutes kAgain{15};
constexpr std::chrono::milliseconds kWithin{1500};

}  // namespace

RelayDistances::RelayDistances(net::EventLoop& loop, ServerAddress appliance,
                               std::function<void(const wire::Measured&)> tell)
    : loop_(loop), appliance_(std::move(appliance)), tell_(std::move(tell)) {}

void RelayDistances::learn(const wire::Relays& named) {
  relays_ = named;
  soon_ = loop_.after(std::chrono::milliseconds(random_below(kSpread)), [this] { measure(); });
}

void RelayDistances::measure() {
  measuring_.clear();
  measured_.times.clear();
  for (const auto& relay : relays_.relays) {
    if (const auto at = parse_server_address(relay.address)) measure(relay.id, *at);
  }
  // Without another way there is nothing to compare.
  if (!relays_.relays.empty()) measure(wire::kApplianceItself, appliance_);
  telling_ = loop_.after(kWithin, [this] { tell_(measured_); });
  again_ = relays_.relays.empty() ? nullptr : loop_.after(kAgain, [this] { measure(); });
}

void RelayDistances::measure(std::uint64_t id, const ServerAddress& at) {
  measuring_.push_back(net::measure_distance(
      loop_, at.host, at.port, kWithin, [this, id](std::optional<std::chrono::microseconds> time) {
        if (time) measured_.times.push_back({id, static_cast<std::uint32_t>(time->count())});
      }));
}

}  // namespace gatehouse::agent
