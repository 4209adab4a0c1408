// Calls whose viewer reached the device by itself (PROTOCOL.md, Direct connections): no byte of them passes here, but
// whether they may begin, when they must end and what is written down of them is decided here as for all others. A
// device that loses its control link loses them. Loop thread.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class DirectCalls {
 public:
  struct World {
    // Whether the call may be, by its ticket and the limits of all calls; none: it may.
    std::function<wire::CloseReason(const CallRequest&)> why_not;
    std::function<void(DeviceId, const wire::Record&)> tell;
    std::function<void()> began;
    std::function<void()> opened;
    std::function<void(wire::CloseReason)> ended;
  };

  DirectCalls(Needs& needs, World world) : needs_(needs), world_(std::move(world)) {}

  // What a device said on its control link: a viewer has come and may it in, or how many bytes went so far.
  void said(DeviceId device, const wire::Direct& direct);
  // The device ended it. False: there is no such call of this device.
  bool device_hung_up(DeviceId device, CallId call, wire::CloseReason reason);
  // Ends the call here, and tells the device to end it. False: no such call.
  bool hang_up(CallId call, wire::CloseReason reason);
  // The same for all of them, or for those of one device.
  void hang_up_all(wire::CloseReason reason);
  void hang_up_all_of(DeviceId device, wire::CloseReason reason);
  // About once a second: tells of bytes.
  void tick();

  std::size_t size() const { return calls_.size(); }
  std::size_t of(DeviceId device) const;

 private:
  struct Line {
    DeviceId device = 0;
    std::uint64_t to_viewer = 0, to_device = 0;
    bool news = false;  // of bytes
  };

  wire::CloseReason begin(DeviceId device, const wire::Direct& direct);
  void end(CallId call, wire::CloseReason reason);

  Needs& needs_;
  World world_;
  std::map<CallId, Line> calls_;
};

}  // namespace gatehouse::relay
