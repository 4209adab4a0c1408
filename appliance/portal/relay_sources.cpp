#include "appliance/portal/relay_sources.h"

#include "appliance/base/log.h"

namespace gatehouse::portal {
namespace {

// CSP knows no IPv6 addresses (CSP3 2.3.1, host-source): sessions through such a relay are for native viewers.
bool is_source(const std::string& address) {
  return !address.starts_with('[');
}

}  // namespace

std::string RelaySources::text() {
  const std::lock_guard lock(mutex_);
  const SteadyTime now = clock_.steady();
  if (read_at_ && now - *read_at_ < kKept) return text_;
  read_at_ = now;
  const auto addresses = relays_.joined_addresses();
  if (!addresses) {
    log::warning("portal", addresses.error().message);
    return text_;
  }
  text_.clear();
  for (const std::string& address : *addresses) {
    if (is_source(address)) text_.append(" https://").append(address).append(" wss://").append(address);
  }
  return text_;
}

void RelaySources::forget() {
  const std::lock_guard lock(mutex_);
  read_at_.reset();
}

}  // namespace gatehouse::portal
