#include "appliance/relay/nodes.h"

#include <algorithm>
#include <utility>

#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::relay {

using wire::CloseReason;

namespace {
// More than a relay carries, whose TLS is one thread's work.
constexpr std::uint64_t kMostBytesASecond = std::uint64_t{1} << 32;
constexpr std::size_t kMostOffers = 3;
constexpr std::chrono::minutes kSeenEvery{1};
}  // namespace

Nodes::Nodes(net::EventLoop& loop, const Clock& clock, std::chrono::seconds heartbeat,
             std::string ticket_keys, Needs& needs, World world)
    : loop_(loop),
      clock_(clock),
      heartbeat_(heartbeat),
      ticket_keys_(std::move(ticket_keys)),
      needs_(needs),
      world_(std::move(world)) {}

// --- Links ---

void Nodes::accept(std::unique_ptr<net::TlsStream> stream, const wire::Node& said) {
  // A std::function must be copyable, a stream is not.
  const auto kept = std::make_shared<std::unique_ptr<net::TlsStream>>(std::move(stream));
  (*kept)->start({
      .data = [](ByteView) {},
      .drained = [] {},
      .closed =
          [gone = std::weak_ptr(kept)](std::optional<Error>) {
            if (const auto held = gone.lock()) held->reset();
          },
  });
  needs_.admit_node((*kept)->peer_fingerprint(), said,
                    [this, kept, said, asked_at = removals_,
                     here = std::weak_ptr(alive_)](std::optional<Needs::NodePapers> papers) {
                      if (here.expired() || !*kept) return;
                      if (asked_at != removals_) return accept(std::move(*kept), said);
                      if (!papers) return world_.dismiss(std::move(*kept), CloseReason::unknown_device);
                      admitted(std::move(*kept), *std::move(papers));
                    });
}

void Nodes::admitted(std::unique_ptr<net::TlsStream> stream, Needs::NodePapers papers) {
  const NodeId id = papers.node;
  drop(id, CloseReason::replaced);
  stream->leave_limits();
  {
    const std::lock_guard lock(mutex_);
    states_[id] = {.online = true, .round_trip = {}, .calls = 0};
    addresses_[id] = papers.address;
  }
  Node& node = nodes_[id];
  node.papers = std::move(papers);
  node.seen = clock_.steady();
  node.link =
      std::make_unique<NodeLink>(std::move(stream), clock_, heartbeat_,
                                 NodeLink::Events{
                                     .said = [this, id](const wire::Record& record) { said(id, record); },
                                     .measured =
                                         [this, id](std::chrono::microseconds time) {
                                           const std::lock_guard lock(mutex_);
                                           states_[id].round_trip = time;
                                         },
                                     .over = [this, id](CloseReason reason) { over(id, reason); },
                                 });
  welcome(node);
  node.link->ask();
  changed(node.papers.organization);
}

void Nodes::renew(NodeId id, const wire::Node& said) {
  needs_.admit_node(nodes_.at(id).link->link_key(), said,
                    [this, id, here = std::weak_ptr(alive_)](std::optional<Needs::NodePapers> papers) {
                      if (here.expired()) return;
                      const auto node = nodes_.find(id);
                      if (node == nodes_.end() || !papers || papers->node != id) return;
                      node->second.papers = *std::move(papers);
                      welcome(node->second);
                    });
}

void Nodes::welcome(Node& node) {
  node.link->send(wire::NodeWelcome{.node_id = node.papers.node,
                                    .heartbeat_seconds = static_cast<std::uint16_t>(heartbeat_.count()),
                                    .ticket_keys = ticket_keys_,
                                    .certificate_pem = node.papers.certificate_pem,
                                    .link_certificate_pem = node.papers.link_certificate_pem,
                                    .authorities_pem = node.papers.authorities_pem,
                                    .machine_authorities_pem = node.papers.machine_authorities_pem});
}

std::unique_ptr<NodeLink> Nodes::take(NodeId node) {
  const auto found = nodes_.find(node);
  if (found == nodes_.end()) return nullptr;
  auto link = std::move(found->second.link);
  nodes_.erase(found);
  const std::lock_guard lock(mutex_);
  states_.erase(node);
  addresses_.erase(node);
  return link;
}

void Nodes::over(NodeId node, CloseReason reason) {
  const std::string which = "relay " + std::to_string(node);
  if (nodes_.at(node).link->has_left()) {
    log::info("relay", which + " has stopped");
  } else {
    log::warning("relay",
                 "the link of " + which + " is over: " + std::string(wire::close_reason_name(reason)));
  }
  drop(node, reason);
}

void Nodes::remove(NodeId node) {
  ++removals_;
  drop(node, CloseReason::unknown_device);
}

void Nodes::remove_all_of(std::uint64_t organization) {
  ++removals_;
  std::vector<NodeId> gone;
  for (const auto& [id, node] : nodes_) {
    if (node.papers.organization == organization) gone.push_back(id);
  }
  for (const NodeId node : gone) drop(node, CloseReason::unknown_device);
}

void Nodes::drop(NodeId node, CloseReason reason) {
  const auto found = nodes_.find(node);
  if (found == nodes_.end()) return;
  const std::uint64_t organization = found->second.papers.organization;
  needs_.node_seen(node);
  auto link = take(node);
  if (reason == CloseReason::relay_lost) {
    loop_.post([kept = std::shared_ptr<NodeLink>(std::move(link))] {});
  } else {
    world_.dismiss(link->take_stream(), reason);
    loop_.post([kept = std::shared_ptr<NodeLink>(std::move(link))] {});
  }
  for (const CallId call : where([node](const Line& line) { return line.node == node; }))
    hang_up(call, CloseReason::relay_lost);
  changed(organization);
}

void Nodes::changed(std::uint64_t organization) {
  world_.list_changed(organization);
  needs_.nodes_changed(organization);
}

void Nodes::stop() {
  while (!nodes_.empty()) {
    const NodeId node = nodes_.begin()->first;
    for (const CallId call : where([node](const Line& line) { return line.node == node; }))
      hang_up(call, CloseReason::appliance_stopping);
    drop(node, CloseReason::appliance_stopping);
  }
}

void Nodes::tick() {
  std::vector<NodeLink*> links;  // a link that ends in its tick leaves the map
  for (auto& [id, node] : nodes_) {
    links.push_back(node.link.get());
    if (clock_.steady() < node.seen + kSeenEvery) continue;
    node.seen = clock_.steady();
    needs_.node_seen(id);
  }
  for (NodeLink* link : links) link->tick();
  // However often a relay says it: each one is a write to the store.
  for (auto& [call, line] : calls_) {
    if (std::exchange(line.news, false)) needs_.call_progress(call, line.to_viewer, line.to_device);
  }
}

// --- Calls ---

void Nodes::said(NodeId node, const wire::Record& record) {
  if (const auto* asked = std::get_if<wire::Claim>(&record)) return claim(node, *asked);
  if (const auto* bytes = std::get_if<wire::Carried>(&record)) return carried(node, *bytes);
  if (const auto* again = std::get_if<wire::Node>(&record)) return renew(node, *again);
  const auto& hung_up = std::get<wire::HangUp>(record);
  const auto found = calls_.find(hung_up.call_id);
  if (found == calls_.end() || found->second.node != node) return;
  const bool knows = wire::node_can_say(hung_up.reason) || hung_up.reason == found->second.device_said;
  end(hung_up.call_id, knows ? hung_up.reason : CloseReason::relay_lost);
}

void Nodes::claim(NodeId node, const wire::Claim& claim) {
  const CallId id = claim.call_id;
  const Node& at = nodes_.at(node);
  const auto refuse = [&](CloseReason reason) { at.link->send(wire::HangUp{id, reason}); };
  const auto request = needs_.claim_call(id, claim.view_key, claim.origin);
  if (!request) return refuse(CloseReason::not_permitted);
  CloseReason refusal = world_.why_not(*request);
  std::string link_key;
  if (refusal == CloseReason::none) {
    link_key = from_hex(world_.link_key(request->device)).value_or("");
    if (link_key.size() != wire::kLinkKeySize) refusal = CloseReason::device_lost;
  }
  world_.began();
  if (refusal != CloseReason::none) {
    world_.ended(refusal);
    needs_.call_ended(id, refusal, 0, 0);
    return refuse(refusal);
  }
  calls_[id] = Line{.node = node, .device = request->device, .began = clock_.steady()};
  {
    const std::lock_guard lock(mutex_);
    ++states_[node].calls;
  }
  at.link->send(wire::Claimed{id, request->device, link_key, request->ticket,
                              static_cast<std::uint64_t>(clock_.unix_seconds())});
  world_.tell(request->device, wire::Ring{.call_id = id,
                                          .join_key = claim.join_key,
                                          .ticket = request->ticket,
                                          .relay_id = node,
                                          .relay = at.papers.address});
}

void Nodes::carried(NodeId node, const wire::Carried& carried) {
  const auto found = calls_.find(carried.call_id);
  if (found == calls_.end() || found->second.node != node) return;
  Line& line = found->second;
  if (!std::exchange(line.open, true)) needs_.call_opened(carried.call_id, CallPath{.node = node});
  // The node's own words: they only ever grow, and what can't be counts for nothing.
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(clock_.steady() - line.began).count() + 1;
  const std::uint64_t most = static_cast<std::uint64_t>(seconds) * kMostBytesASecond;
  if (carried.to_viewer > most || carried.to_device > most) return;
  const std::uint64_t to_viewer = std::max(line.to_viewer, carried.to_viewer);
  const std::uint64_t to_device = std::max(line.to_device, carried.to_device);
  if (to_viewer == line.to_viewer && to_device == line.to_device) return;
  world_.carried(to_viewer - line.to_viewer, to_device - line.to_device);
  line.to_viewer = to_viewer;
  line.to_device = to_device;
  line.news = true;
}

bool Nodes::device_hung_up(DeviceId device, CallId call, CloseReason reason) {
  const auto found = calls_.find(call);
  if (found == calls_.end() || found->second.device != device) return false;
  if (!std::exchange(found->second.device_waits, false)) return true;  // it said so already
  found->second.device_said = reason;
  nodes_.at(found->second.node).link->send(wire::Decline{call, reason});  // which says how it ended
  return true;
}

bool Nodes::hang_up(CallId call, CloseReason reason) {
  const auto found = calls_.find(call);
  if (found == calls_.end()) return false;
  if (const auto node = nodes_.find(found->second.node); node != nodes_.end())
    node->second.link->send(wire::HangUp{call, reason});
  end(call, reason);
  return true;
}

void Nodes::hang_up_all_of(DeviceId device, Which which, CloseReason reason) {
  for (const CallId call :
       where([&](const Line& line) { return line.device == device && (which == Which::all || !line.open); }))
    hang_up(call, reason);
}

void Nodes::end(CallId call, CloseReason reason) {
  const Line line = calls_.extract(call).mapped();
  {
    const std::lock_guard lock(mutex_);
    if (const auto state = states_.find(line.node); state != states_.end()) --state->second.calls;
  }
  if (line.device_waits) world_.tell(line.device, wire::HangUp{call, reason});
  world_.ended(reason);
  needs_.call_ended(call, reason, line.to_viewer, line.to_device);
}

std::vector<CallId> Nodes::where(const std::function<bool(const Line&)>& holds) const {
  std::vector<CallId> calls;
  for (const auto& [call, line] : calls_) {
    if (holds(line)) calls.push_back(call);
  }
  return calls;
}

std::size_t Nodes::of(DeviceId device) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(calls_, [device](const auto& one) { return one.second.device == device; }));
}

// --- How far ---

wire::Relays Nodes::list(std::uint64_t organization) const {
  wire::Relays relays;
  for (const auto& [id, node] : nodes_) {
    if (node.papers.organization == organization && relays.relays.size() < wire::kMostRelays)
      relays.relays.push_back({id, node.papers.address});
  }
  return relays;
}

void Nodes::measured(DeviceId device, const wire::Measured& said) {
  const std::lock_guard lock(mutex_);
  Measured& measured = measured_[device];
  measured = {};
  for (const wire::Measured::Time& time : said.times) {
    const std::chrono::microseconds took(time.microseconds);
    if (time.relay_id == wire::kApplianceItself) {
      measured.appliance = took;
    } else if (states_.contains(time.relay_id)) {
      measured.nodes[time.relay_id] = took;
    }
  }
}

void Nodes::device_left(DeviceId device) {
  const std::lock_guard lock(mutex_);
  measured_.erase(device);
}

NodeState Nodes::state(NodeId node) const {
  const std::lock_guard lock(mutex_);
  const auto found = states_.find(node);
  return found == states_.end() ? NodeState{} : found->second;
}

std::vector<NodeOffer> Nodes::near(DeviceId device) const {
  const std::lock_guard lock(mutex_);
  const auto times = measured_.find(device);
  if (times == measured_.end()) return {};
  std::vector<NodeOffer> offers;
  for (const auto& [node, time] : times->second.nodes) {
    if (const auto address = addresses_.find(node); address != addresses_.end())
      offers.push_back({node, address->second, time});
  }
  std::ranges::sort(offers, {}, &NodeOffer::from_device);
  if (offers.size() > kMostOffers) offers.resize(kMostOffers);
  return offers;
}

std::optional<std::chrono::microseconds> Nodes::appliance_from(DeviceId device) const {
  const std::lock_guard lock(mutex_);
  const auto times = measured_.find(device);
  return times == measured_.end() ? std::nullopt : times->second.appliance;
}

}  // namespace gatehouse::relay
