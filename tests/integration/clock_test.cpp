// Clocks that are wrong, or are set in the middle, through the real binary.
#include <glob.h>

#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/machine.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::clock_test {

using test::ApplianceProcess;
using test::HttpsClient;
using test::Machine;
using test::ViewerClient;

// The time of a program, as it believes: set() moves it while the program runs.
class FalseClock {
 public:
  explicit FalseClock(int ahead = 0) { set(ahead); }
  void set(int seconds_ahead) {
    const std::string text = (seconds_ahead < 0 ? "" : "+") + std::to_string(seconds_ahead) + "\n";
    REQUIRE(write_file_atomically(file(), text, 0644));
    ::usleep(1'200'000);  // it is read once a second
  }
  // What a program needs in its environment.
  std::vector<std::string> environment() const {
    glob_t found{};
    REQUIRE(::glob("/usr/lib/*/faketime/libfaketimeMT.so.1", 0, nullptr, &found) == 0);
    const std::string library = found.gl_pathv[0];
    ::globfree(&found);
    return {"LD_PRELOAD=" + library, "FAKETIME_TIMESTAMP_FILE=" + file(), "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "FAKETIME_DONT_RESET=1", "FAKETIME_CACHE_DURATION=1"};
  }

 private:
  std::string file() const { return directory_.path() + "/clock"; }
  test::TemporaryDirectory directory_;
};

std::vector<std::string> in_environment(const std::vector<std::string>& variables) {
  std::vector<std::string> argv = {"env"};
  argv.insert(argv.end(), variables.begin(), variables.end());
  return argv;
}

TEST_CASE("clocks that are ten minutes off, or are set meanwhile, keep nobody out", "[integration][slow]") {
  const int wrong = GENERATE(600, -600);
  CAPTURE(wrong);
  FalseClock at_appliance, at_machine(wrong);
  ApplianceProcess appliance({"--desktop.enabled=off"}, in_environment(at_appliance.environment()),
                             ::getuid());
  HttpsClient owner = appliance.set_up();
  Machine machine(appliance);
  const std::string id = test::id_in(machine.enroll(test::new_token(owner)));
  machine.start({"--desktop.capture=test_card"}, at_machine.environment());
  const auto works = [&] {
    REQUIRE(ApplianceProcess::eventually([&] { return test::online(owner, id); }));
    ViewerClient viewer(owner, id);
    INFO(machine.agent->output());
    return viewer.wait_open();
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
    desk.before = in_environment(at_viewer.environment());
    auto viewer = desk.start_known();
    test::Desk::port_of(*viewer);
  }
}

}  // namespace gatehouse::clock_test
