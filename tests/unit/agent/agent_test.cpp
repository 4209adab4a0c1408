// Facts, and the agent against the real relay over real TLS on the loopback.
#include "appliance/agent/agent.h"

#include <fcntl.h>

#include <atomic>
#include <future>

#include "appliance/agent/display_thread.h"
#include "appliance/agent/facts.h"
#include "appliance/agent/identity.h"
#include "appliance/base/files.h"
#include "tests/unit/agent/agent_world.h"

namespace gatehouse::agent_test {

using namespace agent_world;
using wire::SessionState;

TEST_CASE("the operating system's name is read as os-release(5) writes it", "[agent]") {
  CHECK(agent::pretty_name("ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n") ==
        "Debian GNU/Linux 12 (bookworm)");
  CHECK(agent::pretty_name("PRETTY_NAME='A \\\"B\\\"'\n") == "A \"B\"");
  CHECK(agent::pretty_name("PRETTY_NAME=Arch\n") == "Arch");
  CHECK(agent::pretty_name("NAME=Arch\n").empty());
  CHECK_FALSE(agent::machine_facts().host_name.empty());
  CHECK(agent::machine_facts().platform.starts_with("linux-"));
}

TEST_CASE("a machine enrols, comes online, is called and shows its screen, over TLS", "[agent][relay]") {
  World world;
  world.start_online("token");
  CHECK(world.appliance.host_name == agent::machine_facts().host_name);
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  CHECK(world.agent->status().sessions == 1);
  CHECK(world.agent->status().open == 1);

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

TEST_CASE("the appliance is told what encodes a session, whatever the worker says", "[agent][relay]") {
  World world;
  world.start_online("token");
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  auto* worker = world.workers.last;
  worker->report([worker] {
    for (const std::string& bad :
         {std::string("line\nbreak"), std::string(65, 'x'), std::string(), std::string("\xff")})
      worker->events.viewer_encoder(7, bad);
    worker->events.viewer_encoder(8, "of nobody");
    worker->events.viewer_encoder(7, "raw");
    worker->events.viewer_encoder(7, "tight+jpeg");
  });
  auto& said = world.appliance.encoders;
  CHECK(world.until([&] { return !said.empty(); }));
  CHECK(said == std::map<relay::CallId, std::vector<std::string>>{{7, {"tight+jpeg"}}});
  worker->report([worker] { worker->events.viewer_encoder(7, "zrle"); });
  CHECK(world.until([&] { return said[7].size() == 2; }));
  CHECK(said[7].back() == "zrle");
  CHECK(world.agent->status().online);
}

TEST_CASE("the appliance is told what a session was granted", "[agent][relay]") {
  World world;
  world.start_online("token");
  world.agent->set_maximum(Permissions::all().without(policy::Permission::keyboard));
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  auto& said = world.appliance.grants;
  REQUIRE(world.until([&] { return said.size() == 1; }));
  CHECK(said[0] == std::tuple<relay::CallId, std::uint32_t, std::string>{7, 0x10007d, "Default"});
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
  world.asks = agent::ConsentDesk::Mode::allow;
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

}  // namespace gatehouse::agent_test
