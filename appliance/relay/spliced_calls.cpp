#include "appliance/relay/spliced_calls.h"

#include <algorithm>
#include <utility>

#include "appliance/base/secret.h"

namespace gatehouse::relay {

using wire::CloseReason;

namespace {
constexpr std::chrono::seconds kLastWords{5};  // from HANG_UP to the end of the data link
}

SplicedCalls::SplicedCalls(net::EventLoop& loop, const Clock& clock, std::chrono::seconds answer,
                           Needs& needs, World world)
    : loop_(loop), clock_(clock), answer_(answer), needs_(needs), world_(std::move(world)) {}

void SplicedCalls::begin(const CallRequest& request, const std::string& link_key, CloseReason refusal,
                         std::unique_ptr<net::Stream> viewer, std::function<void(CloseReason)> ended) {
  const CallId id = request.call;
  GH_ASSERT(!calls_.contains(id));
  const std::string join_key = random_bytes(wire::kJoinKeySize);
  auto call = std::make_unique<Call>(Call::Order{.device = request.device,
                                                 .link_key = link_key,
                                                 .join_key = join_key,
                                                 .deadline = clock_.steady() + answer_},
                                     std::move(viewer), Bytes(),
                                     Call::Events{
                                         .ended = [this, id](CloseReason reason) { this->ended(id, reason); },
                                         .gone = [this, id] { calls_.erase(id); },
                                     });
  const bool rings = refusal == CloseReason::none;
  calls_.emplace(id, Line{.call = std::move(call), .ended = std::move(ended), .device_waits = rings});
  world_.began();
  if (rings) {
    wire::Ring ring;
    ring.call_id = id;
    ring.join_key = join_key;
    ring.ticket = request.ticket;
    return world_.tell(request.device, ring);
  }
  loop_.post([this, id, refusal, here = std::weak_ptr(alive_)] {
    if (here.expired()) return;
    const auto found = calls_.find(id);
    if (found != calls_.end()) found->second.call->end(refusal);
  });
}

bool SplicedCalls::accepts(const wire::Join& join, const std::string& link_key) {
  const auto found = calls_.find(join.call_id);
  return found != calls_.end() && found->second.call->accepts(link_key, join.join_key);
}

void SplicedCalls::open(CallId call, std::unique_ptr<net::TlsStream> device) {
  device->leave_limits();
  device->write(wire::encode(wire::Joined{}));
  calls_.at(call).call->open(std::move(device));
  needs_.call_opened(call, {});
}

bool SplicedCalls::device_hung_up(DeviceId device, CallId call, CloseReason reason) {
  const auto found = calls_.find(call);
  if (found == calls_.end() || found->second.call->device() != device) return false;
  if (!std::exchange(found->second.device_waits, false)) return true;  // it said so already, or was not rung
  found->second.call->device_hung_up(reason, clock_.steady() + kLastWords);
  return true;
}

bool SplicedCalls::hang_up(CallId call, CloseReason reason) {
  const auto found = calls_.find(call);
  if (found == calls_.end() || found->second.call->is_over()) return false;
  found->second.call->end(reason);
  return true;
}

void SplicedCalls::hang_up_all(const std::function<bool(const Call&)>& which, CloseReason reason) {
  std::vector<CallId> ids;
  for (const auto& [id, line] : calls_) {
    if (which(*line.call)) ids.push_back(id);
  }
  for (const CallId id : ids) hang_up(id, reason);
}

void SplicedCalls::ended(CallId id, CloseReason reason) {
  Line& line = calls_.at(id);
  account(line);
  world_.ended(reason);
  if (line.device_waits) world_.tell(line.call->device(), wire::HangUp{id, reason});
  needs_.call_ended(id, reason, line.to_viewer, line.to_device);
  const auto ended = std::move(line.ended);
  ended(reason);
}

bool SplicedCalls::account(Line& line) {
  const std::uint64_t to_viewer = line.call->bytes_to_viewer() - line.to_viewer;
  const std::uint64_t to_device = line.call->bytes_to_device() - line.to_device;
  if (to_viewer + to_device == 0) return false;
  line.to_viewer += to_viewer;
  line.to_device += to_device;
  world_.carried(to_viewer, to_device);
  return true;
}

void SplicedCalls::tick() {
  std::vector<CallId> ids;
  for (const auto& [id, line] : calls_) ids.push_back(id);
  for (const CallId id : ids) {
    const auto found = calls_.find(id);
    if (found == calls_.end() || found->second.call->is_over()) continue;
    Line& line = found->second;
    if (account(line)) needs_.call_progress(id, line.to_viewer, line.to_device);
    line.call->tick(clock_.steady());
  }
}

std::size_t SplicedCalls::of(DeviceId device) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      calls_, [device](const auto& one) { return one.second.call->device() == device; }));
}

}  // namespace gatehouse::relay
