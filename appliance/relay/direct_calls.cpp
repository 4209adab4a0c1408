#include "appliance/relay/direct_calls.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "appliance/wire/direct_address.h"

namespace gatehouse::relay {

using wire::CloseReason;

namespace {
// Of one session; the store counts in signed numbers.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 60;
}  // namespace

void DirectCalls::said(DeviceId device, const wire::Direct& direct) {
  const auto found = calls_.find(direct.call_id);
  if (found == calls_.end() || found->second.device != device)
    return world_.tell(device, wire::DirectAnswer{direct.call_id, begin(device, direct)});
  // The device's own words, so they only ever grow.
  Line& line = found->second;
  line.to_viewer = std::max(line.to_viewer, std::min(direct.to_viewer, kMostBytes));
  line.to_device = std::max(line.to_device, std::min(direct.to_device, kMostBytes));
  line.news = true;
}

CloseReason DirectCalls::begin(DeviceId device, const wire::Direct& direct) {
  const auto request = needs_.claim_direct_call(direct.call_id, device);
  if (!request) return CloseReason::not_permitted;
  const bool is_this = request->call == direct.call_id && request->device == device;
  const CloseReason refusal = is_this ? world_.why_not(*request) : CloseReason::not_permitted;
  world_.began();
  if (refusal != CloseReason::none) {
    world_.ended(refusal);
    needs_.call_ended(direct.call_id, refusal, 0, 0);
    return refusal;
  }
  calls_[direct.call_id] = Line{.device = device};
  world_.opened();
  needs_.call_opened(direct.call_id, {.direct_from = wire::direct_ip(direct.address).value_or("unknown")});
  return CloseReason::none;
}

bool DirectCalls::device_hung_up(DeviceId device, CallId call, CloseReason reason) {
  const auto found = calls_.find(call);
  if (found == calls_.end() || found->second.device != device) return false;
  end(call, reason);
  return true;
}

bool DirectCalls::hang_up(CallId call, CloseReason reason) {
  const auto found = calls_.find(call);
  if (found == calls_.end()) return false;
  world_.tell(found->second.device, wire::HangUp{call, reason});
  end(call, reason);
  return true;
}

void DirectCalls::hang_up_all(CloseReason reason) {
  while (!calls_.empty()) hang_up(calls_.begin()->first, reason);
}

void DirectCalls::hang_up_all_of(DeviceId device, CloseReason reason) {
  std::vector<CallId> theirs;
  for (const auto& [call, line] : calls_) {
    if (line.device == device) theirs.push_back(call);
  }
  for (const CallId call : theirs) hang_up(call, reason);
}

void DirectCalls::end(CallId call, CloseReason reason) {
  const Line line = calls_.extract(call).mapped();
  world_.ended(reason);
  needs_.call_ended(call, reason, line.to_viewer, line.to_device);
}

void DirectCalls::tick() {
  for (auto& [call, line] : calls_) {
    if (std::exchange(line.news, false)) needs_.call_progress(call, line.to_viewer, line.to_device);
  }
}

std::size_t DirectCalls::of(DeviceId device) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(calls_, [device](const auto& one) { return one.second.device == device; }));
}

}  // namespace gatehouse::relay
