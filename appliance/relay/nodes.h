// Relays of their own (nodes): other processes that carry the bytes of calls. Whether a call may begin, when it must
// end and what is written down of it is decided here as for all others; a node that loses its control link loses its
// calls.
// Loop thread, except where said.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "appliance/relay/node_link.h"
#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class Nodes {
 public:
  struct World {
    // Whether the call may be, by its ticket and the limits of all calls; none: it may.
    std::function<wire::CloseReason(const CallRequest&)> why_not;
    std::function<void(DeviceId, const wire::Record&)> tell;
    // Of a device that is online: its key.
    std::function<std::string(DeviceId)> link_key;
    // A link that was not let in, or no longer is.
    std::function<void(std::unique_ptr<net::TlsStream>, wire::CloseReason)> dismiss;
    std::function<void()> began;
    std::function<void(wire::CloseReason)> ended;
    std::function<void(std::uint64_t to_viewer, std::uint64_t to_device)> carried;
    // The relays of an organization are others now: its devices want to know.
    std::function<void(std::uint64_t organization)> list_changed;
  };

  Nodes(net::EventLoop& loop, const Clock& clock, std::chrono::seconds heartbeat, std::string ticket_keys,
        Needs& needs, World world);

  // Somebody with a certificate says that it is a node.
  void accept(std::unique_ptr<net::TlsStream> stream, const wire::Node& said);
  // The device declined the call or ended it. False: there is no such call of this device.
  bool device_hung_up(DeviceId device, CallId call, wire::CloseReason reason);
  // Ends the call. False: no such call.
  bool hang_up(CallId call, wire::CloseReason reason);
  // Those of a device: all of them, or those to which it has not come yet.
  enum class Which { all, not_open };
  void hang_up_all_of(DeviceId device, Which which, wire::CloseReason reason);
  // A node that was removed: its link and its calls end.
  void remove(NodeId node);
  // The same for every node of an organization.
  void remove_all_of(std::uint64_t organization);
  void stop();
  // About once a second: also tells of bytes.
  void tick();

  std::size_t size() const { return calls_.size(); }
  std::size_t of(DeviceId device) const;

  // What the devices of an organization are to measure.
  wire::Relays list(std::uint64_t organization) const;
  // What a device measured: its way to its organization's nodes and to the appliance.
  void measured(DeviceId device, const wire::Measured& said);
  void device_left(DeviceId device);

  // Any thread.
  NodeState state(NodeId node) const;
  std::vector<NodeOffer> near(DeviceId device) const;
  std::optional<std::chrono::microseconds> appliance_from(DeviceId device) const;

 private:
  struct Node {
    std::unique_ptr<NodeLink> link;
    Needs::NodePapers papers;
    SteadyTime seen{};  // when it was last told that it is
  };
  struct Line {
    NodeId node = 0;
    DeviceId device = 0;
    SteadyTime began{};
    bool open = false, device_waits = true;
    wire::CloseReason device_said = wire::CloseReason::none;  // how it ended it
    std::uint64_t to_viewer = 0, to_device = 0;
    bool news = false;  // of bytes
  };

  void admitted(std::unique_ptr<net::TlsStream> stream, Needs::NodePapers papers);
  void renew(NodeId id, const wire::Node& said);
  void welcome(Node& node);
  void said(NodeId node, const wire::Record& record);
  void claim(NodeId node, const wire::Claim& claim);
  void carried(NodeId node, const wire::Carried& carried);
  void over(NodeId node, wire::CloseReason reason);
  void drop(NodeId node, wire::CloseReason reason);
  std::unique_ptr<NodeLink> take(NodeId node);
  void end(CallId call, wire::CloseReason reason);
  std::vector<CallId> where(const std::function<bool(const Line&)>& holds) const;
  void changed(std::uint64_t organization);

  net::EventLoop& loop_;
  const Clock& clock_;
  const std::chrono::seconds heartbeat_;
  const std::string ticket_keys_;
  Needs& needs_;
  const World world_;
  std::map<NodeId, Node> nodes_;
  std::map<CallId, Line> calls_;
  std::uint64_t removals_ = 0;  // an answer of admit_node() from before one may be out of date
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);

  mutable std::mutex mutex_;  // guards what follows, which other threads read
  std::map<NodeId, NodeState> states_;
  std::map<NodeId, std::string> addresses_;
  struct Measured {
    std::map<NodeId, std::chrono::microseconds> nodes;
    std::optional<std::chrono::microseconds> appliance;
  };
  std::map<DeviceId, Measured> measured_;
};

}  // namespace gatehouse::relay
