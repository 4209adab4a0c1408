// The agent against the real relay over real TLS on the loopback, and its viewers.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "appliance/agent/agent.h"
#include "appliance/base/text.h"
#include "appliance/net/front_end.h"
#include "appliance/relay/relay.h"
#include "appliance/wire/session.h"
#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/fake_sound.h"
#include "tests/support/fake_window.h"
#include "tests/support/memory_stream.h"
#include "tests/support/run_until.h"
#include "tests/support/sealed_viewer.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::agent_world {

using policy::Permissions;
using wire::CloseReason;

// An appliance without database: front end, authorities, relay. The token "token" is good once.
class Appliance final : public relay::Needs, public net::FrontEndNeeds {
 public:
  explicit Appliance(net::EventLoop& its_loop) : loop(its_loop) {
    const std::int64_t now = clock.unix_seconds();
    authority = *net::new_authority("Test authority", now, 30);
    devices = *net::new_authority("Test devices", now, 30);
    auto shown = *net::issue_server(authority, {"gatehouse.appliance"}, now, 30);
    shown.certificate_pem += authority.certificate_pem;
    relay = relay::Relay::create(loop, clock, {.tick = std::chrono::milliseconds(5)}, {signer.public_key()},
                                 *this);
    auto opened =
        net::FrontEnd::open(loop, "127.0.0.1:0", {}, {shown, shown, devices.certificate_pem, {}, {}}, *this);
    REQUIRE(opened);
    front_end = std::move(*opened);
  }

  void device_connected(std::unique_ptr<net::TlsStream> stream) override { relay->accept(std::move(stream)); }
  bool http_connected(UniqueFd, const net::PeerAddress&) override { return false; }

  void identify(const std::string& fingerprint,
                std::function<void(std::optional<Identity>)> answer) override {
    if (hello_came) hello_came();
    const auto found = known.find(fingerprint);
    answer(found == known.end() ? std::nullopt : std::optional(Identity{found->second, "", false, 0}));
  }
  void enrol(const wire::Enrol& request, const std::string&,
             std::function<void(Result<Enrolled>)> answer) override {
    if (request.token != "token" || token_used) return answer(Error{"This token is not good."});
    token_used = true;
    auto certificate =
        net::issue_device(devices, request.request_pem, "1", clock.unix_seconds(), certificate_days);
    if (!certificate) return answer(certificate.error());
    known[*net::key_fingerprint(*certificate)] = 1;
    answer(Enrolled{1, *certificate});
  }
  void renew(relay::DeviceId, const std::string& request,
             std::function<void(Result<std::string>)> answer) override {
    ++renewals;
    answer(net::issue_device(devices, request, "1", clock.unix_seconds(), 730));
  }
  void device_updated(relay::DeviceId, const wire::Facts& facts) override {
    updated = facts;
    ++updates;
  }
  void help_wanted(relay::DeviceId, const wire::Help& help, std::function<void(bool)> answer) override {
    helps.push_back(help.wanted ? help.words : "-");
    answer(help.wanted);
  }
  void device_online(relay::DeviceId, const wire::Hello& hello, const std::string&) override {
    host_name = hello.facts.host_name;
    at_hello = hello.facts;
    device_key = hello.device_key;
  }
  void call_encodes(relay::DeviceId, relay::CallId call, const std::string& encoder) override {
    encoders[call].push_back(encoder);
  }
  void call_grants(relay::DeviceId, const wire::Grants& said) override {
    grants.emplace_back(said.call_id, said.permissions, said.profile);
  }
  void call_elevated(relay::DeviceId, relay::CallId call, bool on) override {
    elevated.emplace_back(call, on);
  }
  std::vector<std::pair<relay::CallId, bool>> elevated;
  void device_unattended(relay::DeviceId, bool on) override { unattended.push_back(on); }
  std::vector<bool> unattended;
  std::map<relay::CallId, std::vector<std::string>> encoders;
  std::vector<std::tuple<relay::CallId, std::uint32_t, std::string>> grants;
  void device_offline(relay::DeviceId) override {}
  void device_cloned(relay::DeviceId, const wire::Hello&, const std::string&) override {}
  std::optional<relay::CallRequest> claim_call(relay::CallId, const std::string&,
                                               const std::string&) override {
    return {};
  }
  void admit_node(const std::string&, const wire::Node&,
                  std::function<void(std::optional<NodePapers>)> answer) override {
    answer(std::nullopt);
  }
  void node_seen(relay::NodeId) override {}
  void nodes_changed(std::uint64_t) override {}
  std::optional<relay::CallRequest> claim_direct_call(relay::CallId, relay::DeviceId) override {
    return std::nullopt;
  }
  void call_opened(relay::CallId, const relay::CallPath&) override {}
  void call_progress(relay::CallId, std::uint64_t, std::uint64_t) override {}
  void call_ended(relay::CallId call, CloseReason reason, std::uint64_t, std::uint64_t) override {
    ended[call] = reason;
  }

  net::EventLoop& loop;
  SystemClock clock;
  net::KeyAndCertificate authority, devices;
  std::map<std::string, relay::DeviceId> known;
  bool token_used = false;
  int certificate_days = 730, renewals = 0;
  const seal::TicketSigner signer = *seal::TicketSigner::from_pem(net::new_key_pem());
  std::vector<std::string> helps;
  std::string host_name, device_key;
  wire::Facts updated, at_hello;
  int updates = 0;
  std::function<void()> hello_came;  // and is not answered yet
  std::map<relay::CallId, CloseReason> ended;
  std::unique_ptr<relay::Relay> relay;
  std::unique_ptr<net::FrontEnd> front_end;
};

struct World {
  Result<std::unique_ptr<agent::Agent>> start(const std::string& token) {
    agent::AgentOptions options;
    options.server_host = "127.0.0.1";
    options.server_port = appliance.front_end->port();
    if (!by_fingerprint) options.ca_pem = appliance.authority.certificate_pem;
    options.authority_fingerprint = fingerprint;
    options.directory = directory.path() + "/agent";
    options.enrolment_token = token;
    options.sessions = 2;
    options.failed = [this](const Error& error) { failed = error.message; };
    options.probe = probe;
    options.consent.mode = asks;
    agent::DisplayProvider& screens = slow_displays != nullptr ? *slow_displays : displays;
    return agent::Agent::create(loop, std::move(options), screens, workers.starter(), windows.starter(),
                                sounds.starter());
  }
  void start_online(const std::string& token) {
    auto started = start(token);
    REQUIRE(started);
    agent = std::move(*started);
    REQUIRE(until([&] { return agent->status().online; }));
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  test::TemporaryDirectory directory;
  net::EventLoop loop;
  Appliance appliance{loop};
  test::FakeDisplays displays;
  test::FakeWorkers workers;
  test::FakeWindows windows;
  test::FakeSounds sounds;
  std::string failed;
  bool probe = false;
  agent::ConsentDesk::Mode asks = agent::ConsentDesk::Mode::automatic;
  bool by_fingerprint = false;
  std::string fingerprint;
  agent::DisplayProvider* slow_displays = nullptr;  // instead of `displays`
  std::unique_ptr<agent::Agent> agent;
};

// A viewer as the portal hands it to the relay.
struct Viewer {
  Viewer(World& world, relay::CallId call, Permissions offered = Permissions::all()) : loop(world.loop) {
    auto [relay_end, viewer_end] = test::MemoryStream::pair(loop);
    stream = std::move(viewer_end);
    stream->start({
        .data = [this](ByteView data) { take(data); },
        .drained = [] {},
        .closed = [this](std::optional<Error>) { closed = true; },
    });
    seal::Ticket ticket;
    ticket.call = call;
    ticket.device = 1;
    ticket.viewer_key = end.key();
    ticket.permissions = offered;
    ticket.viewer_id = 234'567'890;
    ticket.viewer_name = "Anna";
    ticket.issued_at = SystemClock().unix_seconds();
    const std::string text = world.appliance.signer.sign(ticket);
    world.appliance.relay->call({.call = call, .device = 1, .ticket = text}, std::move(relay_end),
                                [](CloseReason) {});
    stream->write(end.greet(*seal::public_key_from(as_bytes(world.appliance.device_key)), text));
  }
  void send(const wire::Control& message) { send_bytes(wire::encode_control(message)); }
  void send_bytes(ByteView bytes) { stream->write(end.seal(bytes)); }
  void take(ByteView data) {
    frames.feed(end.open(data));
    while (const auto frame = frames.next()) {
      if (frame->channel == wire::Channel::rfb) {
        rfb += as_text(frame->payload);
        continue;
      }
      const auto message = wire::decode_control(frame->payload);
      REQUIRE(message);
      if (const auto* found = std::get_if<wire::State>(&*message)) {
        state = *found;
        told |= found->permissions;
      }
      if (const auto* found = std::get_if<wire::Ask>(&*message)) asked.push_back(*found);
      if (const auto* found = std::get_if<wire::Close>(&*message)) close = found->reason;
      pongs += std::holds_alternative<wire::Pong>(*message) ? 1 : 0;
    }
  }

  net::EventLoop& loop;
  test::SealedViewer end;
  std::unique_ptr<test::MemoryStream> stream;
  wire::FrameReader frames;
  std::string rfb;
  wire::State state;
  std::uint32_t told = 0;  // every bit of any STATE
  std::vector<wire::Ask> asked;
  CloseReason close = CloseReason::none;
  int pongs = 0;
  bool closed = false;
};

}  // namespace gatehouse::agent_world
