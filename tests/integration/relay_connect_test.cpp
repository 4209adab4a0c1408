// `gatehouse connect` through a relay of its own, and through the appliance when that relay dies.
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/relay_site.h"
#include "tests/support/rfb_client.h"

namespace gatehouse::relay_connect_test {

using test::ApplianceProcess;
using test::ChildProcess;
using test::Desk;
using test::Json;
using test::kSoon;
using test::says;

// Somebody who is nearer to the relay than to the appliance: where they measure it, nobody takes their connection.
struct Site : test::RelaySite {
  Site() {
    REQUIRE(write_file_atomically(directory.path() + "/password", std::string(test::kOwnerPassword) + "\n",
                                  0600));
    machine.start({"--agent.disable_tcp_listen=on"});
    REQUIRE(ApplianceProcess::eventually([&] { return test::online(owner, id); }));
    leave(*look());  // from now on the appliance is known
    const int before = to_appliance.taken();
    const auto viewer = look();
    Desk::port_of(*viewer);
    until_measured_ = to_appliance.taken() - before - 1;  // all but the last one, which carries the session
    leave(*viewer);
    join();
    REQUIRE(offered());
  }

  std::unique_ptr<ChildProcess> look() {
    auto argv =
        test::connect_command(directory.path(), id, "localhost:" + std::to_string(to_appliance.port()));
    argv.insert(argv.end(), {"--fingerprint", *net::fingerprint(appliance.ca()), "--listen", "127.0.0.1:0"});
    return std::make_unique<ChildProcess>(argv,
                                          std::vector<std::string>{"XDG_CONFIG_HOME=" + directory.path()});
  }
  std::unique_ptr<ChildProcess> look_from_near_the_relay() {
    to_appliance.refuse_after(until_measured_);
    return look();
  }
  static void leave(ChildProcess& viewer) {
    Desk::port_of(viewer);
    viewer.signal(SIGTERM);
    CHECK(viewer.wait(kSoon) == 0);
  }
  // The local ports of connections to the relay that both kernels hold open.
  std::string connections_to_relay() const {
    ChildProcess ss({"ss", "-tnH", "state", "established", "dport", "=", ":" + std::to_string(port)});
    REQUIRE(ss.wait(kSoon) == 0);
    return ss.output();
  }

  test::FaultProxy to_appliance{appliance.port()};

 private:
  int until_measured_ = 0;
};

void check_picture(ChildProcess& viewer) {
  test::RfbClient rfb(test::connect_to(Desk::port_of(viewer)));
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
  CHECK(rfb.picture.at(333, 222) == hw::test_card_pixel(333, 222));
}

TEST_CASE("a native viewer goes by a relay that is nearer", "[integration]") {
  Site site;
  const auto viewer = site.look_from_near_the_relay();
  const auto port = viewer->wait_for("Ready for a VNC viewer at", kSoon);
  site.to_appliance.admit();
  INFO(viewer->output());
  REQUIRE(port);
  CHECK(says(*viewer, " through the relay Berlin, sealed end to end"));
  CHECK(ApplianceProcess::eventually([&] { return site.last_session()["relay"] == "Berlin"; }));
  check_picture(*viewer);
  CHECK(viewer->wait(kSoon) == 0);  // the VNC viewer left
  CHECK(
      ApplianceProcess::eventually([&] { return site.last_session()["close_reason"] == "ended_by_viewer"; }));
  CHECK(site.last_session()["bytes_to_viewer"] > 10000);
}

TEST_CASE("a native viewer whose relay dies before the session is sealed goes by the appliance",
          "[integration]") {
  Site site;
  site.relay->signal(SIGSTOP);  // the kernel still takes connections for it
  const auto viewer = site.look_from_near_the_relay();
  // One that stays is for the session: what is measured is closed at once.
  std::string before;
  REQUIRE(ApplianceProcess::eventually([&] {
    const std::string now = site.connections_to_relay();
    return !now.empty() && std::exchange(before, now) == now;
  }));
  CHECK_FALSE(says(*viewer, "sealed end to end"));
  site.to_appliance.admit();
  site.relay->signal(SIGKILL);
  check_picture(*viewer);
  INFO(viewer->output());
  CHECK(says(*viewer, " through the appliance, sealed end to end"));
  CHECK_FALSE(says(*viewer, "through the relay"));
  CHECK(site.last_session()["relay"].is_null());
  CHECK(viewer->wait(kSoon) == 0);
}

}  // namespace gatehouse::relay_connect_test
