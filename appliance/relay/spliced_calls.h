// Calls whose bytes are carried here: a viewer's stream, joined to the device's data link. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "appliance/relay/call.h"
#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class SplicedCalls {
 public:
  struct World {
    std::function<void(DeviceId, const wire::Record&)> tell;
    std::function<void()> began;
    std::function<void(wire::CloseReason)> ended;
    std::function<void(std::uint64_t to_viewer, std::uint64_t to_device)> carried;
  };

  SplicedCalls(net::EventLoop& loop, const Clock& clock, std::chrono::seconds answer, Needs& needs,
               World world);

  // As Relay::call. `refusal`: why it must not be, and is ended soon; none: the device, which has this key, is rung.
  void begin(const CallRequest& request, const std::string& link_key, wire::CloseReason refusal,
             std::unique_ptr<net::Stream> viewer, std::function<void(wire::CloseReason)> ended);
  bool contains(CallId call) const { return calls_.contains(call); }
  // A data link. Whether it may join the call; `open` then takes the stream.
  bool accepts(const wire::Join& join, const std::string& link_key);
  void open(CallId call, std::unique_ptr<net::TlsStream> device);
  // False: there is no such call of this device.
  bool device_hung_up(DeviceId device, CallId call, wire::CloseReason reason);
  // False: no such call.
  bool hang_up(CallId call, wire::CloseReason reason);
  // Those for which `which` holds.
  void hang_up_all(const std::function<bool(const Call&)>& which, wire::CloseReason reason);
  void tick();

  std::size_t size() const { return calls_.size(); }
  std::size_t of(DeviceId device) const;

 private:
  struct Line {
    std::unique_ptr<Call> call;
    std::function<void(wire::CloseReason)> ended;
    bool device_waits = false;  // it was rung and did not hang up itself
    std::uint64_t to_viewer = 0, to_device = 0;
  };

  void ended(CallId id, wire::CloseReason reason);
  bool account(Line& line);

  net::EventLoop& loop_;
  const Clock& clock_;
  const std::chrono::seconds answer_;  // from RING to JOIN
  Needs& needs_;
  const World world_;
  std::unordered_map<CallId, Line> calls_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for tasks that were posted
};

}  // namespace gatehouse::relay
