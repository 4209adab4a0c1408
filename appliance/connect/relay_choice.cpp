#include "appliance/connect/relay_choice.h"

#include <algorithm>

#include "appliance/base/server_address.h"
#include "appliance/net/distance.h"

namespace gatehouse::connect {
namespace {

constexpr std::chrono::milliseconds kWithin{400};

}  // namespace

RelayChoice::RelayChoice(net::EventLoop& loop, std::vector<RelayOffer> offers, const std::string& appliance,
                         std::optional<std::chrono::microseconds> appliance_from_machine,
                         std::function<void(std::optional<RelayOffer>)> done)
    : offers_(std::move(offers)), done_(std::move(done)), loop_(loop) {
  for (const RelayOffer& offer : offers_)
    ways_.push_back({.from_machine = offer.from_machine, .from_here = {}});
  ways_.push_back(
      {.from_machine = appliance_from_machine.value_or(std::chrono::microseconds(0)), .from_here = {}});
  for (std::size_t i = 0; i < ways_.size(); ++i) {
    const auto at = parse_server_address(i < offers_.size() ? offers_[i].address : appliance);
    if (!at) {
      ways_[i].answered = true;
      continue;
    }
    measuring_.push_back(net::measure_distance(loop_, at->host, at->port, kWithin,
                                               [this, i](auto time) { measured(i, time); }));
  }
}

void RelayChoice::measured(std::size_t which, std::optional<std::chrono::microseconds> time) {
  ways_[which].answered = true;
  ways_[which].from_here = time;
  if (std::ranges::all_of(ways_, &Way::answered)) deciding_ = loop_.after({}, [this] { decide(); });
}

void RelayChoice::decide() {
  const auto sum = [](const Way& way) { return way.from_machine + *way.from_here; };
  const Way* best = &ways_.back();
  for (const Way& way : ways_) {
    if (way.from_here && (!best->from_here || sum(way) < sum(*best))) best = &way;
  }
  const auto index = static_cast<std::size_t>(best - ways_.data());
  const auto done = std::move(done_);
  done(index < offers_.size() ? std::optional(offers_[index]) : std::nullopt);
}

}  // namespace gatehouse::connect
