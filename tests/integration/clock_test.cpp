// Clocks that are wrong, or are set in the middle, through the real binary.
#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/false_clock.h"
#include "tests/support/machine.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::clock_test {

using test::ApplianceProcess;
using test::FalseClock;
using test::HttpsClient;
using test::Machine;
using test::ViewerClient;

TEST_CASE("clocks that are ten minutes off, or are set meanwhile, keep nobody out", "[integration][slow]") {
  const int wrong = GENERATE(600, -600);
  CAPTURE(wrong);
  FalseClock at_appliance, at_machine(wrong);
  ApplianceProcess appliance({"--desktop.enabled=off"}, at_appliance.before(), ::getuid());
  HttpsClient owner = appliance.set_up();
  Machine machine(appliance);
  const std::string id = test::id_in(machine.enroll(test::new_token(owner)));
  machine.start({"--desktop.capture=test_card"}, at_machine.environment());
  const auto works = [&] {
    REQUIRE(ApplianceProcess::eventually([&] { return test::online(owner, id); }));
    INFO(machine.agent->output());
    // A ticket that was signed just before its clock was set is too old at once; the next one is not.
    return ApplianceProcess::eventually([&] { return ViewerClient(owner, id).wait_open(); });
  };
  CHECK(works());
  CHECK(machine.agent->output().find("clock and the appliance's differ by ") != std::string::npos);
  const std::size_t links = machine.agent->output().size();

  at_machine.set(0);
  CHECK(works());
  at_appliance.set(wrong);
  CHECK(works());
  at_appliance.set(0);
  CHECK(works());
  CHECK(machine.agent->output().find("is down", links) == std::string::npos);  // all by the first link
}

TEST_CASE("a viewer whose clock is ten minutes off sees the machine", "[integration][slow]") {
  test::Desk desk;
  for (const int wrong : {600, -600}) {
    const FalseClock at_viewer(wrong);
    desk.before = at_viewer.before();
    auto viewer = desk.start_known();
    test::Desk::port_of(*viewer);
  }
}

}  // namespace gatehouse::clock_test
