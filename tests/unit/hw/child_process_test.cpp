#include "hw/capture/child_process.h"

#include <signal.h>
#include <sys/wait.h>

#include <fstream>

#include "tests/support/catch.h"
#include "tests/support/process_status.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::hw::child_process_test {

SpawnOptions shell(const std::string& script) {
  SpawnOptions options;
  options.program = "/bin/sh";
  options.words = {"sh", "-c", script};
  return options;
}

bool gone(pid_t pid) {
  const std::string state = test::status_of(pid, "State");
  return state.empty() || state[0] == 'Z';
}

TEST_CASE("a program that ended keeps its number until what it left has been ended", "[hw]") {
  const test::TemporaryDirectory directory;
  const std::string file = directory.path() + "/left";
  auto process = ChildProcess::start(shell("sleep 1000 & echo $$ $! > " + file));
  REQUIRE(process);
  REQUIRE(test::eventually([&] { return !(*process)->running(); }));
  pid_t pid = 0, left = 0;
  std::ifstream(file) >> pid >> left;
  REQUIRE((pid > 0 && left > 0));
  CHECK(::kill(pid, 0) == 0);
  CHECK_FALSE(gone(left));
  process->reset();
  CHECK(::kill(pid, 0) != 0);
  CHECK(test::eventually([&] { return gone(left); }));
}

TEST_CASE("a program is run to its end, or to the end of our patience", "[hw]") {
  const auto ended = run_to_end(shell("echo why >&2; exit 3"), std::chrono::seconds(20));
  REQUIRE(ended);
  REQUIRE(ended->status);
  CHECK(WEXITSTATUS(*ended->status) == 3);
  CHECK(ended->said == "why\n");
  const auto silent = GENERATE(false, true);
  const auto stuck = run_to_end(shell(silent ? "exec 2>&-; sleep 1000" : "echo slow >&2; sleep 1000"),
                                std::chrono::milliseconds(300));
  REQUIRE(stuck);
  CHECK_FALSE(stuck->status);
  CHECK(stuck->said == (silent ? "" : "slow\n"));
}

}  // namespace gatehouse::hw::child_process_test
