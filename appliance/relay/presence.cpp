#include "appliance/relay/presence.h"

#include <algorithm>

#include "appliance/wire/direct_address.h"

namespace gatehouse::relay {

void Presence::arrived(DeviceId device) {
  const std::lock_guard lock(mutex_);
  devices_[device] = {};
}

void Presence::left(DeviceId device) {
  const std::lock_guard lock(mutex_);
  devices_.erase(device);
}

void Presence::measured(DeviceId device, std::optional<std::chrono::microseconds> round_trip) {
  const std::lock_guard lock(mutex_);
  if (const auto found = devices_.find(device); found != devices_.end())
    found->second.round_trip = round_trip;
}

void Presence::reachable(DeviceId device, const wire::Reachable& said) {
  std::vector<std::string> good;
  for (const std::string& ip : said.addresses) {
    const auto address = wire::direct_address(ip, said.port);
    if (!address) continue;
    std::string text = address->text();
    if (std::ranges::find(good, text) == good.end()) good.push_back(std::move(text));
  }
  const std::lock_guard lock(mutex_);
  if (const auto found = devices_.find(device); found != devices_.end())
    found->second.direct_addresses = std::move(good);
}

bool Presence::is_online(DeviceId device) const {
  const std::lock_guard lock(mutex_);
  return devices_.contains(device);
}

std::size_t Presence::online() const {
  const std::lock_guard lock(mutex_);
  return devices_.size();
}

std::optional<std::chrono::microseconds> Presence::round_trip(DeviceId device) const {
  const std::lock_guard lock(mutex_);
  const auto found = devices_.find(device);
  return found == devices_.end() ? std::nullopt : found->second.round_trip;
}

std::vector<std::string> Presence::direct_addresses(DeviceId device) const {
  const std::lock_guard lock(mutex_);
  const auto found = devices_.find(device);
  return found == devices_.end() ? std::vector<std::string>() : found->second.direct_addresses;
}

}  // namespace gatehouse::relay
