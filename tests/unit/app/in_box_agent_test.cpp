#include "appliance/app/in_box_agent.h"

#include <signal.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/catch.h"
#include "tests/support/process_status.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::in_box_agent_test {

// A shell in place of the program; it notes its number and does what `script` says.
struct World {
  explicit World(const std::string& script)
      : agent(loop, "/bin/sh", {"-c", "echo $$ >> " + pids() + "; " + script},
              [this](const app::InBoxAgent::Ready& ready) {
                ++prepared;
                if (prepares) return ready();
                waiting = ready;
              }),
        reaping(loop.on_signal(SIGCHLD, [this] { agent.reap(); })) {}

  std::string pids() const { return directory.path() + "/pids"; }
  std::vector<pid_t> started() const {
    std::ifstream file(pids());
    std::vector<pid_t> found;
    for (pid_t pid = 0; file >> pid;) found.push_back(pid);
    return found;
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  test::TemporaryDirectory directory;
  net::EventLoop loop;
  int prepared = 0;
  bool prepares = true;  // at once
  app::InBoxAgent::Ready waiting;
  app::InBoxAgent agent;
  net::EventLoop::HandlePtr reaping;
};

bool alive(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

TEST_CASE("the agent of this machine is prepared and started again when it dies", "[app]") {
  World world("exec sleep 60");
  world.agent.start();
  world.agent.start();  // it runs already
  REQUIRE(world.until([&] { return world.started().size() == 1; }));
  CHECK(world.prepared == 1);
  const pid_t first = world.started().front();
  ::kill(first, SIGKILL);
  REQUIRE(world.until([&] { return world.started().size() == 2; }));
  CHECK(world.prepared == 2);
  CHECK_FALSE(alive(first));
}

TEST_CASE("an agent that ends at once is started again, later each time", "[app]") {
  World world("exit 3");
  world.agent.start();
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(world.until([&] { return world.started().size() == 3; }));
  // Half a second and one second: the sum is what a busy machine can only make longer.
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(1500));
}

TEST_CASE("an agent that was asked to stop ends in its own time and is not started again", "[app]") {
  World world("trap 'exit 0' TERM; while :; do sleep 0.05; done");
  world.agent.start();
  REQUIRE(world.until([&] { return world.started().size() == 1; }));
  const pid_t pid = world.started().front();
  world.agent.stop();
  REQUIRE(world.until([&] { return !alive(pid); }));
  world.agent.reap();
  bool waited = false;
  const auto later = world.loop.after(std::chrono::milliseconds(800), [&] { waited = true; });
  REQUIRE(world.until([&] { return waited; }));
  CHECK(world.started().size() == 1);
}

TEST_CASE("the agent leads a session of its own and goes with its owner", "[app]") {
  pid_t pid = 0;
  {
    World world("exec sleep 60");
    world.agent.start();
    REQUIRE(world.until([&] { return world.started().size() == 1; }));
    pid = world.started().front();
    CHECK(::getsid(pid) == pid);
  }
  CHECK_FALSE(alive(pid));
}

TEST_CASE("an agent that is being prepared starts once, and not at all after it was asked to stop", "[app]") {
  World world("exec sleep 60");
  world.prepares = false;
  world.agent.start();
  world.agent.start();
  CHECK(world.prepared == 1);
  SECTION("ready") {
    std::exchange(world.waiting, {})();
    CHECK(world.until([&] { return world.started().size() == 1; }));
  }
  SECTION("stopped first") {
    world.agent.stop();
    std::exchange(world.waiting, {})();
    bool waited = false;
    const auto later = world.loop.after(std::chrono::milliseconds(300), [&] { waited = true; });
    REQUIRE(world.until([&] { return waited; }));
    CHECK(world.started().empty());
  }
}

TEST_CASE("what was being prepared when the agent's owner went is not started", "[app]") {
  app::InBoxAgent::Ready late;
  {
    World world("exec sleep 60");
    world.prepares = false;
    world.agent.start();
    late = std::move(world.waiting);
  }
  late();
}

TEST_CASE("a program that is not there is tried again", "[app]") {
  net::EventLoop loop;
  int prepared = 0;
  app::InBoxAgent agent(loop, "/nonexistent/gatehouse", {}, [&](const app::InBoxAgent::Ready& ready) {
    ++prepared;
    ready();
  });
  const auto reaping = loop.on_signal(SIGCHLD, [&] { agent.reap(); });
  agent.start();
  CHECK(test::run_until(loop, [&] { return prepared == 2; }));
}

}  // namespace gatehouse::in_box_agent_test
