// Identity, facts, and the agent against the real relay over real TLS on the loopback.
#include "appliance/agent/agent.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <map>

#include "appliance/agent/display_thread.h"
#include "appliance/agent/facts.h"
#include "appliance/agent/identity.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/net/front_end.h"
#include "appliance/relay/relay.h"
#include "appliance/wire/session.h"
#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/memory_stream.h"
#include "tests/support/run_until.h"
#include "tests/support/sealed_viewer.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::agent_test {

using policy::Permissions;
using wire::CloseReason;
using wire::SessionState;

TEST_CASE("the key is made once, kept private and refused when others can read it", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/agent";
  auto first = agent::Identity::open(path);
  REQUIRE(first);
  CHECK_FALSE(first->enrolled());
  auto second = agent::Identity::open(path);
  REQUIRE(second);
  CHECK(first->key_pem().view() == second->key_pem().view());
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);
  const std::string key = path + "/key.pem";
  REQUIRE(::stat(key.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK_FALSE(second->store_certificate("not a certificate"));
  CHECK_FALSE(second->enrolled());
  REQUIRE(::chmod(key.c_str(), 0640) == 0);
  auto third = agent::Identity::open(path);
  REQUIRE_FALSE(third);
  CHECK(third.error().message.find("chmod 600") != std::string::npos);
}

TEST_CASE("the operating system's name is read as os-release(5) writes it", "[agent]") {
  CHECK(agent::pretty_name("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n") ==
        "Debian GNU/Linux 12 (bookworm)");
  CHECK(agent::pretty_name("PRETTY_NAME='A \\\"B\\\"'\n") == "A \"B\"");
  CHECK(agent::pretty_name("PRETTY_NAME=Arch\n") == "Arch");
  CHECK(agent::pretty_name("NAME=Arch\n").empty());
  CHECK_FALSE(agent::machine_facts().host_name.empty());
  CHECK(agent::machine_facts().platform.starts_with("linux-"));
}

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
    answer(found == known.end() ? std::nullopt : std::optional(Identity{found->second, ""}));
  }
  void enrol(const wire::Enrol& request, const std::string&,
             std::function<void(Result<Enrolled>)> answer) override {
    if (request.token != "token" || token_used) return answer(Error{"This token is not good."});
    token_used = true;
    auto certificate = net::issue_device(devices, request.request_pem, "1", clock.unix_seconds(), 30);
    if (!certificate) return answer(certificate.error());
    known[*net::fingerprint(*certificate)] = 1;
    answer(Enrolled{1, *certificate});
  }
  void device_updated(relay::DeviceId, const wire::Facts& facts) override {
    updated = facts;
    ++updates;
  }
  void device_online(relay::DeviceId, const wire::Hello& hello, const std::string&) override {
    host_name = hello.facts.host_name;
    at_hello = hello.facts;
    device_key = hello.device_key;
  }
  void device_offline(relay::DeviceId) override {}
  void device_cloned(relay::DeviceId, const wire::Hello&, const std::string&) override {}
  std::optional<relay::CallRequest> claim_call(relay::CallId, const std::string&) override { return {}; }
  void call_opened(relay::CallId) override {}
  void call_progress(relay::CallId, std::uint64_t, std::uint64_t) override {}
  void call_ended(relay::CallId call, CloseReason reason, std::uint64_t, std::uint64_t) override {
    ended[call] = reason;
  }

  net::EventLoop& loop;
  SystemClock clock;
  net::KeyAndCertificate authority, devices;
  std::map<std::string, relay::DeviceId> known;
  bool token_used = false;
  const seal::TicketSigner signer = *seal::TicketSigner::from_pem(net::new_key_pem());
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
    agent::DisplayProvider& screens = slow_displays != nullptr ? *slow_displays : displays;
    return agent::Agent::create(loop, std::move(options), screens, workers.starter());
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
  std::string failed;
  bool probe = false;
  bool by_fingerprint = false;
  std::string fingerprint;
  agent::DisplayProvider* slow_displays = nullptr;  // instead of `displays`
  std::unique_ptr<agent::Agent> agent;
};

// A viewer as the portal hands it to the relay.
struct Viewer {
  Viewer(World& world, relay::CallId call) : loop(world.loop) {
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
    ticket.permissions = Permissions::all();
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
      if (const auto* found = std::get_if<wire::State>(&*message)) state = *found;
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
  CloseReason close = CloseReason::none;
  int pongs = 0;
  bool closed = false;
};

TEST_CASE("a machine enrols, comes online, is called and shows its screen, over TLS", "[agent][relay]") {
  World world;
  world.start_online("token");
  CHECK(world.appliance.host_name == agent::machine_facts().host_name);
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  CHECK(world.agent->status().sessions == 1);

  // The worker: sends what it gets back, and first a megabyte of its own.
  UniqueFd worker = std::move(world.workers.last->viewers.at(7));
  std::string out(1 << 20, 'x'), expected = out + "echo";
  const auto echo = world.loop.every(std::chrono::milliseconds(1), [&] {
    char buffer[4096];
    const ssize_t got = ::recv(worker.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (got > 0) out.append(buffer, static_cast<std::size_t>(got));
    const ssize_t sent = ::send(worker.get(), out.data(), out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) out.erase(0, static_cast<std::size_t>(sent));
  });
  Bytes frame;
  wire::append_frames(frame, wire::Channel::rfb, as_bytes("echo"));
  viewer.send_bytes(frame);
  CHECK(world.until([&] { return viewer.rfb.size() == expected.size(); }));
  CHECK(viewer.rfb.substr(viewer.rfb.size() - 4) == "echo");

  SECTION("the viewer leaves") {
    viewer.send(wire::Close{CloseReason::ended_by_viewer});
    CHECK(world.until([&] { return world.appliance.ended.count(7) == 1 && viewer.closed; }));
    CHECK(world.appliance.ended[7] == CloseReason::ended_by_viewer);
  }
  SECTION("the screen goes away: viewer and appliance know why, and calling again works") {
    auto* process = world.workers.last;
    process->report([process] { process->events.display_lost(); });
    CHECK(world.until([&] { return world.appliance.ended.count(7) == 1 && viewer.closed; }));
    CHECK(viewer.close == CloseReason::display_lost);
    CHECK(world.appliance.ended[7] == CloseReason::display_lost);
    Viewer again(world, 8);
    CHECK(world.until([&] { return again.state.state == SessionState::open; }));
  }
  SECTION("an administrator closes it") {
    CHECK(world.appliance.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK(world.until([&] { return viewer.closed && world.agent->status().sessions == 0; }));
  }
  SECTION("this machine takes a right away") {
    world.agent->set_maximum(Permissions::view_only());
    CHECK(world.until([&] { return viewer.state.permissions == 1; }));
    CHECK(world.workers.last->rights.at(7) == Permissions::view_only());
  }
  SECTION("the agent stops") {
    bool stopped = false;
    world.agent->stop([&] { stopped = true; });
    CHECK(world.until([&] { return stopped && viewer.closed; }));
    CHECK(viewer.close == CloseReason::ended_by_device);
    CHECK(world.until([&] { return !world.appliance.relay->is_online(1); }));
  }
}

TEST_CASE("the appliance knows the screen before anybody looks, and hears when it changes",
          "[agent][relay]") {
  World world;
  world.probe = true;
  world.start_online("token");
  REQUIRE(world.workers.started == 1);
  world.workers.last->events.ready(1280, 800, "x11");
  CHECK(world.until([&] { return world.appliance.updated.width == 1280; }));
  CHECK(world.appliance.updated.capture == "x11");
  CHECK(world.appliance.updated.host_name == agent::machine_facts().host_name);
  const int before = world.appliance.updates;
  for (std::uint16_t width = 1401; width <= 1440; ++width)
    world.workers.last->events.ready(width, 900, "x11");
  CHECK(world.until([&] { return world.appliance.updated.width == 1440; }));
  CHECK(world.appliance.updates == before + 1);
  world.appliance.relay->drop_device(1, CloseReason::timed_out);
  CHECK(world.until([&] { return world.appliance.at_hello.height == 900; }));
}

TEST_CASE("a screen that opens between greeting and welcome is told, too", "[agent][relay]") {
  World world;
  world.probe = true;
  world.appliance.hello_came = [&] { world.workers.last->events.ready(1280, 800, "x11"); };
  world.start_online("token");
  CHECK(world.appliance.at_hello.width == 0);
  CHECK(world.until([&] { return world.appliance.updated.width == 1280; }));
}

TEST_CASE("the link is answered while a screen takes its time to open", "[agent][relay]") {
  World world;
  std::promise<void> release;
  std::atomic<bool> opening = false;
  agent::DisplayOptions options;
  options.choice = agent::DisplayChoice::x11;
  agent::DisplayOpeners openers;
  openers.connect_x11 = [&](const std::string&, const std::string&) -> Result<hw::X11Socket> {
    opening = true;
    release.get_future().wait();
    return hw::X11Socket{};
  };
  agent::DisplayThread displays(world.loop, options, openers);
  world.slow_displays = &displays;
  world.start_online("token");
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return opening.load() && viewer.end.is_sealed(); }));
  viewer.send(wire::Ping{5});
  CHECK(world.until([&] { return viewer.pongs == 1; }));
  CHECK(viewer.state.state != SessionState::open);
  release.set_value();
  CHECK(world.until([&] { return viewer.state.state == SessionState::open; }));
  world.agent.reset();
}

TEST_CASE("an enrolled machine needs no token, and comes back by itself", "[agent][relay]") {
  World world;
  world.start_online("token");
  world.agent.reset();
  CHECK(world.until([&] { return !world.appliance.relay->is_online(1); }));
  world.start_online("");
  world.appliance.relay->drop_device(1, CloseReason::timed_out);
  CHECK(world.until([&] { return !world.agent->status().online; }));
  CHECK(world.until([&] { return world.agent->status().online; }));
}

TEST_CASE("a machine that knows the authority by fingerprint keeps it and needs nothing else later",
          "[agent][relay]") {
  World world;
  world.by_fingerprint = true;
  SECTION("the right one") {
    world.fingerprint = *from_hex(*net::fingerprint(world.appliance.authority.certificate_pem));
    world.start_online("token");
    world.agent.reset();
    const auto identity = agent::Identity::open(world.directory.path() + "/agent");
    REQUIRE(identity);
    CHECK(*net::fingerprint(identity->authority_pem()) ==
          *net::fingerprint(world.appliance.authority.certificate_pem));
    CHECK(identity->server() == "127.0.0.1:" + std::to_string(world.appliance.front_end->port()));
    CHECK(world.until([&] { return !world.appliance.relay->is_online(1); }));
    world.fingerprint.clear();
    world.start_online("");
  }
  SECTION("another's: the token is not even shown") {
    world.fingerprint = std::string(32, 'x');
    auto started = world.start("token");
    REQUIRE(started);
    CHECK(world.until([&] { return world.appliance.front_end->counters().handshakes_failed > 0; }));
    CHECK_FALSE(world.appliance.token_used);
    CHECK_FALSE(agent::Identity::open(world.directory.path() + "/agent")->enrolled());
  }
  SECTION("none at all") {
    const auto started = world.start("token");
    REQUIRE_FALSE(started);
    CHECK(started.error().message.find("agent.ca") != std::string::npos);
  }
}

TEST_CASE("an identity is renewed whole or not at all", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/agent";
  const auto authority = *net::new_authority("Test devices", SystemClock().unix_seconds(), 30);
  const auto certificate_for = [&](const agent::Identity& identity) {
    return *net::issue_device(authority, *net::new_request(std::string(identity.key_pem().view())), "1",
                              SystemClock().unix_seconds(), 30);
  };
  auto first = agent::Identity::open(path);
  REQUIRE(first);
  REQUIRE(first->store_certificate(certificate_for(*first)));
  auto fresh = agent::Identity::renew(path);
  REQUIRE(fresh);
  CHECK_FALSE(fresh->enrolled());
  CHECK_FALSE(fresh->key_pem().view() == first->key_pem().view());
  const auto untouched = agent::Identity::open(path);
  CHECK(untouched->key_pem().view() == first->key_pem().view());
  CHECK(untouched->enrolled());
  REQUIRE(fresh->store_certificate(certificate_for(*fresh)));
  const auto renewed = agent::Identity::open(path);
  CHECK(renewed->key_pem().view() == fresh->key_pem().view());
  CHECK(renewed->certificate_pem() == fresh->certificate_pem());
}

TEST_CASE("a machine without a good token says what to do", "[agent][relay]") {
  World world;
  SECTION("none") {
    auto started = world.start("");
    REQUIRE_FALSE(started);
    CHECK(started.error().message.find("token") != std::string::npos);
  }
  SECTION("a wrong one") {
    auto started = world.start("wrong");
    REQUIRE(started);
    CHECK(world.until([&] { return !world.failed.empty(); }));
    CHECK(world.failed == "This token is not good.");
  }
}

TEST_CASE("a machine the appliance forgot enrols again when it has a token", "[agent][relay]") {
  World world;
  world.start_online("token");
  world.agent.reset();
  world.appliance.known.clear();
  world.appliance.token_used = false;
  world.start_online("token");
  CHECK(world.appliance.known.size() == 1);
}

TEST_CASE("more sessions than this machine takes are declined", "[agent][relay]") {
  World world;
  world.start_online("token");
  std::vector<std::unique_ptr<Viewer>> viewers;
  for (relay::CallId call = 1; call <= 2; ++call) viewers.push_back(std::make_unique<Viewer>(world, call));
  CHECK(world.until([&] { return world.agent->status().sessions == 2; }));
  Viewer one_more(world, 3);
  CHECK(world.until([&] { return one_more.closed; }));
  CHECK(world.appliance.ended[3] == CloseReason::busy);
}

}  // namespace gatehouse::agent_test
