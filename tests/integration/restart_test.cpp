// The appliance goes away in the middle of many sessions, and comes back.
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::restart_test {

using test::ApplianceProcess;
using test::HttpsClient;
using test::Json;
using test::Machine;
using test::ViewerClient;
using wire::CloseReason;
using wire::websocket_code;

constexpr int kMachines = 3, kSessions = 20;  // a machine takes eight

struct Place {
  Place() {
    const std::string token = test::new_token(owner, kMachines);
    for (int i = 0; i < kMachines; ++i) {
      machines.push_back(std::make_unique<Machine>(appliance));
      ids.push_back(test::id_in(machines.back()->enroll(token)));
      machines.back()->start();
    }
  }
  bool all_online() {
    return ApplianceProcess::eventually([&] {
      return std::all_of(ids.begin(), ids.end(), [&](const auto& id) { return test::online(owner, id); });
    });
  }
  void connect() {
    for (int i = 0; i < kSessions; ++i) {
      HttpsClient& by = i % 2 == 0 ? owner : other;  // a login has so many streams and no more
      viewers.push_back(std::make_unique<ViewerClient>(by, ids[static_cast<std::size_t>(i % kMachines)]));
    }
    for (const auto& viewer : viewers) REQUIRE(viewer->wait_open());
  }
  int open_sessions() {
    const Json list = owner.request("GET", "/api/v1/sessions?active=true&limit=100").json()["items"];
    return static_cast<int>(
        std::count_if(list.begin(), list.end(), [](const Json& s) { return s["state"] == "open"; }));
  }

  ApplianceProcess appliance{{"--desktop.enabled=off"}};
  HttpsClient owner = appliance.set_up(), other = appliance.sign_in_by(appliance.port());
  std::vector<std::unique_ptr<Machine>> machines;
  std::vector<std::string> ids;
  std::vector<std::unique_ptr<ViewerClient>> viewers;
};

TEST_CASE(
    "an appliance that goes away in the middle of twenty sessions tells them why, and all is there again "
    "after it",
    "[integration][slow]") {
  Place place;
  REQUIRE(place.all_online());
  place.connect();
  CHECK(ApplianceProcess::eventually([&] { return place.open_sessions() == kSessions; }));
  const bool killed = GENERATE(false, true);
  CAPTURE(killed);
  const auto status = place.appliance.end(killed ? SIGKILL : SIGTERM);
  CHECK(status == (killed ? 128 + SIGKILL : 0));
  const int expected = killed ? 1006 : websocket_code(CloseReason::appliance_stopping);
  for (const auto& viewer : place.viewers) CHECK(viewer->wait_closed() == expected);
  for (const auto& machine : place.machines) {
    const auto ended = [&] {
      const std::string& log = machine->agent->output();
      std::size_t began = 0, over = 0;
      for (std::size_t at = 0; (at = log.find("its comparison code", at)) != log.npos; ++at) ++began;
      for (std::size_t at = 0; (at = log.find(" ended: ", at)) != log.npos; ++at) ++over;
      return began > 0 && began == over;
    };
    CHECK(ApplianceProcess::eventually(ended));
  }
  place.viewers.clear();

  place.appliance.start();
  REQUIRE(place.all_online());
  CHECK(ApplianceProcess::eventually([&] { return place.open_sessions() == 0; }));
  place.connect();
  test::RfbClient rfb(place.viewers.back()->take_rfb());
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
}

}  // namespace gatehouse::restart_test
