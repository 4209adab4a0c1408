// The real process: started, caged, and gone when it should be.
#include "appliance/desktop/worker_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <optional>

#include "tests/support/process_status.h"
#include "tests/unit/desktop/desk.h"

namespace gatehouse::worker_process_test {

using desk_test::Permissions;
using desk_test::RfbClient;
using desktop::DisplaySource;
using desktop::WorkerEvents;
using desktop::WorkerProcess;
using test::status_of;

struct Process {
  explicit Process(const std::string& program = GATEHOUSE_TEST_WORKER) {
    WorkerEvents events;
    events.ready = [this](std::uint16_t w, std::uint16_t h, std::string name) {
      size = {w, h};
      capture = std::move(name);
    };
    events.viewer_ended = [this](std::uint64_t viewer, std::string error) {
      ended.emplace_back(viewer, error);
    };
    events.exited = [this](std::string words) { exit = std::move(words); };
    auto started = WorkerProcess::start(program, "nobody", DisplaySource{}, std::move(events));
    REQUIRE(started);
    worker = std::move(*started);
  }
  template <class Done>
  void run_until(Done done) {
    while (!done()) {
      pollfd watched{worker->control_fd(), POLLIN, 0};
      REQUIRE(::poll(&watched, 1, 10'000) == 1);
      worker->on_readable();
    }
  }
  std::unique_ptr<RfbClient> join(std::uint64_t id) {
    auto [ours, theirs] = desk_test::socket_pair(SOCK_STREAM);
    REQUIRE(worker->add_viewer(id, std::move(theirs), Permissions::all()));
    auto client = std::make_unique<RfbClient>(std::move(ours));
    client->handshake();
    client->set_encodings({RfbClient::kTight});
    client->request(false);
    return client;
  }

  std::pair<int, int> size;
  std::string capture;
  std::vector<std::pair<std::uint64_t, std::string>> ended;
  std::optional<std::string> exit;
  std::unique_ptr<WorkerProcess> worker;
};

// Our youngest child: the worker that was just started.
pid_t child() {
  std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  pid_t pid = -1;
  for (pid_t next; children >> next;) pid = next;
  return pid;
}

TEST_CASE("the worker process serves viewers from its cage", "[desktop]") {
  Process process;
  process.run_until([&] { return !process.capture.empty(); });
  CHECK(process.size == std::pair{1280, 800});
  CHECK(process.capture == "test card");
  const auto client = process.join(1);
  client->update_until([&] { return desk_test::shows(*client); });

  const pid_t pid = child();
  CHECK(status_of(pid, "NoNewPrivs") == "1");
  CHECK(status_of(pid, "Seccomp") == "2");
  if (::geteuid() == 0) {
    CHECK(status_of(pid, "Uid").substr(0, 2) != "0\t");
    CHECK(status_of(pid, "CapEff") == "0000000000000000");
  }

  process.worker->remove_viewer(1);
  CHECK(client->ended());
  const auto next = process.join(2);
  next->write(Bytes{99});
  process.run_until([&] { return !process.ended.empty(); });
  CHECK(process.ended[0].first == 2);
  CHECK_THAT(process.ended[0].second, Catch::Matchers::ContainsSubstring("message type 99"));
}

TEST_CASE("the end of the worker process is told in words", "[desktop]") {
  SECTION("killed") {
    Process process;
    process.run_until([&] { return !process.capture.empty(); });
    REQUIRE(::kill(child(), SIGKILL) == 0);
    process.run_until([&] { return process.exit.has_value(); });
    CHECK(*process.exit == "killed by signal 9");
    CHECK_FALSE(process.worker->add_viewer(1, UniqueFd(::dup(0)), Permissions::all()));
  }
  SECTION("a program that is not there") {
    Process process("/nonexistent/gatehouse");
    process.run_until([&] { return process.exit.has_value(); });
    CHECK_THAT(*process.exit, Catch::Matchers::ContainsSubstring("could not be started"));
  }
}

TEST_CASE("the worker process does not outlive its handle", "[desktop]") {
  pid_t pid = -1;
  {
    Process process;
    process.run_until([&] { return !process.capture.empty(); });
    pid = child();
    REQUIRE(pid > 0);
  }
  CHECK(::kill(pid, 0) != 0);
}

}  // namespace gatehouse::worker_process_test
