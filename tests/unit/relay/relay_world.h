// A relay with its world in memory: devices, viewers, what the store would know, and a clock that is moved.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "appliance/net/certificates.h"
#include "appliance/relay/relay.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_stream.h"
#include "tests/support/record_peer.h"
#include "tests/support/run_until.h"

namespace gatehouse::relay_world {

using test::MemoryStream;
using wire::CloseReason;
using Peer = test::RecordPeer;

class Viewer {
 public:
  explicit Viewer(std::unique_ptr<MemoryStream> stream) : stream_(std::move(stream)) {
    stream_->start({
        .data = [this](ByteView data) { received += as_text(data); },
        .drained = [] {},
        .closed = [this](std::optional<Error>) { closed = true; },
    });
  }
  MemoryStream& stream() { return *stream_; }

  std::string received;
  bool closed = false;
  std::vector<CloseReason> ended;
  bool closed_before_ended = false;

 private:
  std::unique_ptr<MemoryStream> stream_;
};

inline const std::string kDeviceKey(32, 'd');
inline const std::string kViewKey(16, 'v');

// Devices 1 and 2 have the certificates "one" and "two"; the token "good" enrols device 3.
class World : public relay::Needs {
 public:
  explicit World(relay::RelayLimits limits = {},
                 std::chrono::milliseconds tick = std::chrono::milliseconds(1)) {
    limits.tick = tick;
    relay = relay::Relay::create(loop, clock, limits, {signer.public_key()}, *this);
  }

  void identify(const std::string& fingerprint,
                std::function<void(std::optional<Identity>)> answer) override {
    const auto found = known.find(fingerprint);
    const auto identity = found == known.end()
                              ? std::nullopt
                              : std::optional(Identity{
                                    found->second, "desk@example", false,
                                    organizations.contains(fingerprint) ? organizations.at(fingerprint) : 9});
    if (held) {
      held->push_back([answer, identity] { answer(identity); });
    } else {
      loop.post([answer, identity] { answer(identity); });
    }
  }
  void enrol(const wire::Enrol& request, const std::string& ip,
             std::function<void(Result<Enrolled>)> answer) override {
    CHECK(ip == "192.0.2.7");
    const bool good = request.token == "good";
    loop.post([answer, good] {
      if (good) return answer(Enrolled{3, "certificate"});
      answer(Error{"This token was used already."});
    });
  }
  void renew(relay::DeviceId device, const std::string& request,
             std::function<void(Result<std::string>)> answer) override {
    loop.post([device, request, answer] {
      if (request == "foreign") return answer(Error{"not this device's key"});
      answer("certificate of " + std::to_string(device) + " for " + request);
    });
  }
  void help_wanted(relay::DeviceId device, const wire::Help& help,
                   std::function<void(bool)> answer) override {
    helps.emplace_back(device, help.wanted ? help.words : "-");
    loop.post([answer, wanted = help.wanted] { answer(wanted); });
  }
  void device_online(relay::DeviceId device, const wire::Hello& hello, const std::string&) override {
    online[device] = hello.facts.host_name;
  }
  void device_updated(relay::DeviceId device, const wire::Facts& facts) override {
    updates.emplace_back(device, facts.capture);
  }
  void call_encodes(relay::DeviceId device, relay::CallId call, const std::string& encoder) override {
    encoders.emplace_back(device, call, encoder);
  }
  void call_grants(relay::DeviceId device, const wire::Grants& said) override {
    grants.emplace_back(device, said.call_id, said.permissions, said.profile);
  }
  void call_elevated(relay::DeviceId device, relay::CallId call, bool on) override {
    elevated.emplace_back(device, call, on);
  }
  std::vector<std::tuple<relay::DeviceId, relay::CallId, bool>> elevated;
  void device_unattended(relay::DeviceId device, bool on) override { unattended.emplace_back(device, on); }
  std::vector<std::pair<relay::DeviceId, bool>> unattended;
  std::vector<std::tuple<relay::DeviceId, relay::CallId, std::string>> encoders;
  std::vector<std::tuple<relay::DeviceId, relay::CallId, std::uint32_t, std::string>> grants;
  void device_offline(relay::DeviceId device) override { online.erase(device); }
  void device_cloned(relay::DeviceId device, const wire::Hello& hello, const std::string& ip) override {
    CHECK(ip == "192.0.2.7");
    clones.emplace_back(device, hello.facts.host_name);
  }
  std::optional<relay::CallRequest> claim_call(relay::CallId call, const std::string& view_key,
                                               const std::string& origin) override {
    if (view_key != kViewKey || origin != claim_origin) return std::nullopt;
    const auto found = claimable.extract(call);
    if (!found) return std::nullopt;
    return found.mapped();
  }
  std::optional<relay::CallRequest> claim_direct_call(relay::CallId call, relay::DeviceId device) override {
    if (const auto found = claimable.find(call); found == claimable.end() || found->second.device != device)
      return std::nullopt;
    return claimable.extract(call).mapped();
  }
  void admit_node(const std::string& link_key, const wire::Node&,
                  std::function<void(std::optional<NodePapers>)> answer) override {
    const auto found = nodes.find(link_key);
    const auto papers = found == nodes.end() ? std::nullopt : std::optional(found->second);
    loop.post([this, answer, papers] {
      if (const auto first = std::exchange(on_admit, nullptr)) first();
      answer(papers);
    });
  }
  std::vector<relay::NodeId> nodes_seen;
  void node_seen(relay::NodeId node) override { nodes_seen.push_back(node); }
  void nodes_changed(std::uint64_t) override { ++node_changes; }
  void call_opened(relay::CallId, const relay::CallPath& path) override {
    ++opened;
    direct_from = path.direct_from;
    opened_at = path.node;
  }
  void call_progress(relay::CallId, std::uint64_t viewer, std::uint64_t device) override {
    progress = {viewer, device};
    ++progresses;
  }
  void call_ended(relay::CallId call, CloseReason reason, std::uint64_t viewer,
                  std::uint64_t device) override {
    CHECK(ended.count(call) == 0);
    ended[call] = reason;
    progress = {viewer, device};
  }

  std::unique_ptr<Peer> connect(const std::string& fingerprint) {
    auto [relay_end, peer_end] = MemoryStream::pair(loop, fingerprint);
    relay->accept(std::move(relay_end));
    return std::make_unique<Peer>(std::move(peer_end));
  }

  std::unique_ptr<Peer> device(const std::string& fingerprint) {
    auto peer = connect(fingerprint);
    wire::Facts facts;
    facts.host_name = fingerprint;
    peer->send(wire::Hello{wire::kVersion, kDeviceKey, facts});
    REQUIRE(until([&] { return peer->got<wire::Welcome>() != nullptr; }));
    return peer;
  }

  // Another with this certificate, which has not been answered yet.
  std::unique_ptr<Peer> rival(const std::string& fingerprint) {
    auto peer = connect(fingerprint);
    wire::Facts facts;
    facts.host_name = "copy of " + fingerprint;
    peer->send(wire::Hello{wire::kVersion, kDeviceKey, facts});
    settle();
    return peer;
  }

  std::string ticket(relay::CallId call, relay::DeviceId device) {
    seal::Ticket ticket;
    ticket.viewer_id = 234'567'890;
    ticket.call = call;
    ticket.device = device;
    ticket.issued_at = clock.unix_seconds();
    return signer.sign(ticket);
  }

  std::unique_ptr<Viewer> call(relay::CallId call, relay::DeviceId device) {
    return this->call(call, device, ticket(call, device));
  }
  std::unique_ptr<Viewer> call(relay::CallId call, relay::DeviceId device, const std::string& ticket) {
    auto [relay_end, viewer_end] = MemoryStream::pair(loop);
    auto viewer = std::make_unique<Viewer>(std::move(viewer_end));
    relay->call({.call = call, .device = device, .ticket = ticket}, std::move(relay_end),
                [seen = viewer.get()](CloseReason reason) {
                  seen->ended.push_back(reason);
                  seen->closed_before_ended = seen->closed;
                });
    CHECK(viewer->ended.empty());
    return viewer;
  }

  wire::Ring ring_of(const Peer& device) {
    REQUIRE(until([&] { return device.got<wire::Ring>() != nullptr; }));
    return *device.got<wire::Ring>();
  }

  std::unique_ptr<Peer> join(const std::string& fingerprint, const wire::Ring& ring) {
    auto peer = connect(fingerprint);
    peer->send(wire::Join{wire::kVersion, ring.call_id, ring.join_key});
    REQUIRE(until([&] { return peer->got<wire::Joined>() || peer->closed; }));
    return peer;
  }

  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }
  void settle() { test::settle(loop); }

  net::EventLoop loop;
  test::FakeClock clock;
  const seal::TicketSigner signer = *seal::TicketSigner::from_pem(net::new_key_pem());
  std::map<std::string, relay::DeviceId> known{{"one", 1}, {"two", 2}};
  std::vector<std::pair<relay::DeviceId, std::string>> helps;
  std::optional<std::vector<std::function<void()>>> held;  // answers of identify(), when they shall wait
  std::map<std::string, std::uint64_t> organizations;      // of fingerprints; of all others: 9
  std::map<relay::DeviceId, std::string> online;
  std::vector<std::pair<relay::DeviceId, std::string>> updates;  // what each says its screen is captured by
  std::vector<std::pair<relay::DeviceId, std::string>> clones;
  std::map<relay::CallId, relay::CallRequest> claimable;  // with kViewKey
  std::map<relay::CallId, CloseReason> ended;
  std::pair<std::uint64_t, std::uint64_t> progress;
  int progresses = 0, opened = 0;
  std::string direct_from;      // of the last call that opened
  relay::NodeId opened_at = 0;  // the same
  std::map<std::string, NodePapers> nodes;
  std::function<void()> on_admit;  // before the next answer about one
  int node_changes = 0;
  std::string claim_origin;  // from where a claim may come
  std::unique_ptr<relay::Relay> relay;
};

}  // namespace gatehouse::relay_world
