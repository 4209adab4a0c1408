// Elevation with this machine's own PAM, and terminals of real programs. Accounts are made and removed: as root only.
#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

#include "appliance/agent/administrator_check.h"
#include "appliance/agent/terminal.h"
#include "appliance/base/files.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::elevation_integration_test {

using Verdict = agent::AdministratorVerdict;
using What = wire::TerminalOpen::What;

bool run(const std::vector<std::string>& words, const std::string& input = {}) {
  std::string line;
  if (!input.empty()) line = "printf '%s' '" + input + "' | ";
  for (const std::string& word : words) line += word + " ";
  return std::system((line + ">/dev/null 2>&1").c_str()) == 0;
}

bool can_make_accounts() {
  if (::geteuid() == 0 && run({"command", "-v", "useradd"}) && run({"command", "-v", "chpasswd"}))
    return true;
  WARN("not tested: this needs root, useradd and chpasswd");
  return false;
}

// One of a name that nobody has, for as long as it lives.
struct Account {
  explicit Account(const std::string& group) : name("gatehouse-test-" + lower_ascii(random_code(1, 6))) {
    std::vector<std::string> words = {"useradd", "--no-create-home", "--shell", "/bin/sh"};
    if (!group.empty()) words.insert(words.end(), {"--groups", group});
    words.push_back(name);
    REQUIRE(run(words));
    REQUIRE(run({"chpasswd"}, name + ":" + password));
  }
  ~Account() { run({"userdel", name}); }
  const std::string name, password = "correct " + random_code(2, 4);
};

struct Asking {
  Verdict ask(const std::string& who, const std::string& name, const std::string& password) {
    std::optional<Verdict> said;
    REQUIRE(check.ask(who, name, Secret(password), [&](Verdict one) { said = one; }) == 0);
    REQUIRE(test::run_until(loop, [&] { return said.has_value(); }));
    return *said;
  }
  test::TemporaryDirectory directory;
  net::EventLoop loop;
  agent::PamCheck check{loop, test::binary(), directory.path()};
};

TEST_CASE("PAM knows who administers this machine, and who guesses waits", "[integration][elevation]") {
  if (!can_make_accounts()) return;
  const Account administrator("sudo"), user("");
  Asking world;
  CHECK(world.ask("a", administrator.name, administrator.password) == Verdict::yes);
  CHECK(world.ask("a", user.name, user.password) == Verdict::no_administrator);
  CHECK(world.ask("a", user.name, administrator.password) == Verdict::wrong);
  CHECK(world.ask("a", "no-such-account", administrator.password) == Verdict::wrong);
  CHECK(world.ask("a", administrator.name, "") == Verdict::wrong);
  for (std::int64_t wait = 0; wait == 0;) {
    wait = world.check.ask("b", administrator.name, Secret("a guess"), [](Verdict) {});
  }
  CHECK(world.check.wait("b") > 0);
  const agent::PamCheck after_a_restart(world.loop, test::binary(), world.directory.path());
  CHECK(after_a_restart.wait("b") > 0);
  CHECK(world.check.ask("b", administrator.name, Secret(administrator.password), [](Verdict) {}) > 0);
}

TEST_CASE("a password of an account that has none is nobody's", "[integration][elevation]") {
  if (!can_make_accounts()) return;
  const Account administrator("sudo");
  REQUIRE(run({"passwd", "--delete", administrator.name}));
  Asking world;
  CHECK(world.ask("a", administrator.name, "") == Verdict::wrong);
  CHECK(world.ask("a", administrator.name, "anything") == Verdict::wrong);
}

struct World {
  World() = default;
  void open(What what, const std::string& argument = {}) {
    auto started = terminals.start({what, {100, 30}, argument},
                                   {
                                       .output = [this](ByteView bytes) { printed += as_text(bytes); },
                                       .ended = [this](std::uint8_t its) { status = its; },
                                   });
    REQUIRE(started);
    terminal = *std::move(started);
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }
  bool prints(const std::string& words) {
    return until([&] { return printed.find(words) != std::string::npos; });
  }

  net::EventLoop loop;
  agent::Terminals terminals{loop, test::binary()};
  std::string printed;
  std::optional<int> status;
  std::unique_ptr<agent::Terminal> terminal;
};

// How many processes have this in their command line.
int running(const std::string& mark) {
  int count = 0;
  DIR* const all = ::opendir("/proc");
  while (const dirent* const entry = ::readdir(all)) {
    const auto text = read_file("/proc/" + std::string(entry->d_name) + "/cmdline", 65536);
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && text && text->find(mark) != std::string::npos)
      ++count;
  }
  ::closedir(all);
  return count;
}

TEST_CASE("a terminal is a login shell of its own, and says how it ended", "[integration][elevation]") {
  World world;
  world.open(What::shell);
  world.terminal->type("echo is=$(id -u) term=$TERM; stty size; tty | cut -c1-9\r");
  CHECK(world.prints("is=" + std::to_string(::geteuid()) + " term=xterm-256color"));
  CHECK(world.prints("30 100"));
  CHECK(world.prints("/dev/pts/"));
  world.terminal->resize({90, 20});
  world.terminal->type("stty size\r");
  CHECK(world.prints("20 90"));
  world.terminal->type("exit 7\r");
  CHECK(world.until([&] { return world.status.has_value(); }));
  CHECK(world.status == 7);
  CHECK(world.terminals.size() == 0);
}

TEST_CASE("nothing that was started in a terminal outlives it", "[integration][elevation]") {
  const std::string mark = std::to_string(1'000'000 + random_below(1'000'000));
  World world;
  world.open(What::shell);
  // In the foreground, in the background, deaf to hanging up, and a session and a family away.
  world.terminal->type("sleep " + mark + " & nohup sleep " + mark + " >/dev/null 2>&1 & setsid -f sleep " +
                       mark + "; (trap '' HUP TERM; sleep " + mark + ") & sleep " + mark + "\r");
  REQUIRE(world.until([&] { return running(mark) >= 5; }));
  SECTION("when it is left") {
    world.terminal.reset();
  }
  SECTION("when what it was for ends") {
    world.terminal->type("\x03");
    world.terminal->type("exit\r");
    world.terminal->type("exit\r");
    REQUIRE(world.until([&] { return world.status.has_value(); }));
    CHECK(running(mark) == 0);
  }
  CHECK(world.until([&] { return world.terminals.size() == 0; }));
  CHECK(running(mark) == 0);
}

TEST_CASE("when the agent is killed its terminals go, too", "[integration][elevation]") {
  const std::string mark = std::to_string(1'000'000 + random_below(1'000'000));
  const pid_t agent = ::fork();
  if (agent == 0) {
    net::EventLoop loop;
    agent::Terminals terminals(loop, test::binary());
    const auto terminal = terminals.start({What::shell, {}, ""}, {.output = [](ByteView) {}, .ended = {}});
    if (!terminal) ::_exit(1);
    (*terminal)->type("sleep " + mark + "\r");
    loop.run();
    ::_exit(0);
  }
  net::EventLoop loop;
  REQUIRE(test::run_until(loop, [&] { return running(mark) > 0; }));
  ::kill(agent, SIGKILL);
  ::waitpid(agent, nullptr, 0);
  CHECK(test::run_until(loop, [&] { return running(mark) == 0; }));
}

TEST_CASE("a terminal waits while nobody reads, and all it printed arrives", "[integration][elevation]") {
  World world;
  world.open(What::shell);
  world.terminal->pause_reading();
  world.terminal->type("stty -echo; seq 1 50000; echo the-$((40+2))-end; exit\r");
  test::settle(world.loop);
  CHECK(world.printed.empty());
  world.terminal->resume_reading();
  CHECK(world.prints("\r\n50000\r\nthe-42-end"));
  CHECK(world.until([&] { return world.status.has_value(); }));
}

TEST_CASE("a program that reads nothing of too much that is typed is ended", "[integration][elevation]") {
  World world;
  world.open(What::shell);
  world.terminal->type("stty raw -echo; echo raw-$((40+2)); sleep 1000000\r");
  REQUIRE(world.prints("raw-42"));
  for (std::size_t typed = 0; typed <= 2 * agent::Terminal::kTypedCap; typed += 4096)
    world.terminal->type(std::string(4096, 'x'));
  CHECK(world.until([&] { return world.status.has_value(); }));
  CHECK(world.status == wire::TerminalEnded::kKilled);
}

TEST_CASE("a service that there is none of says so", "[integration][elevation]") {
  World world;
  world.open(What::restart_service, "gatehouse-no-such-service");
  CHECK(world.until([&] { return world.status.has_value(); }));
  CHECK(world.status != 0);
}

TEST_CASE("a viewer who knows an administrator has a root shell, as long as the session lasts",
          "[integration][elevation]") {
  if (!can_make_accounts()) return;
  using wire::Elevation;
  const Account administrator("sudo"), user("");
  test::ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  test::Machine machine(appliance);
  const std::string id = test::id_in(machine.enroll(test::new_token(owner)));
  machine.start();
  REQUIRE(test::ApplianceProcess::eventually([&] { return test::online(owner, id); }));
  const std::string mark = std::to_string(1'000'000 + random_below(1'000'000));
  std::string call;
  {
    test::ViewerClient viewer(owner, id);
    REQUIRE(viewer.wait_open());
    call = viewer.session_id();
    const auto becomes = [&](const Account& who, const std::string& password, Elevation::Is is,
                             Elevation::Why why) {
      viewer.send(wire::encode_control(wire::Elevate{wire::Elevate::Mode::viewer_names, who.name, password}));
      const bool said = test::ApplianceProcess::eventually([&] {
        const auto now = viewer.elevation();
        return now && now->is == is && now->why == why;
      });
      return said;
    };
    CHECK(becomes(administrator, "a guess", Elevation::Is::off, Elevation::Why::wrong));
    CHECK(becomes(user, user.password, Elevation::Is::off, Elevation::Why::no_administrator));
    REQUIRE(becomes(administrator, administrator.password, Elevation::Is::on, Elevation::Why::none));
    viewer.send(wire::encode_terminal(wire::TerminalOpen{}));
    viewer.send(wire::encode_terminal(wire::TerminalBytes{"echo is=$(id -u)=; sleep " + mark + "\r"}));
    CHECK(test::ApplianceProcess::eventually(
        [&] { return viewer.printed().find("is=0=") != std::string::npos && running(mark) > 0; }));
    CHECK(owner.request("GET", "/api/v1/sessions/" + call).json()["elevated"] == true);
  }
  CHECK(test::ApplianceProcess::eventually([&] { return running(mark) == 0; }));
  {
    test::ViewerClient viewer(owner, id);
    REQUIRE(viewer.wait_open());
    viewer.send(wire::encode_control(
        wire::Elevate{wire::Elevate::Mode::viewer_names, administrator.name, administrator.password}));
    REQUIRE(test::ApplianceProcess::eventually(
        [&] { return viewer.elevation() && viewer.elevation()->is == Elevation::Is::on; }));
    viewer.send(wire::encode_terminal(wire::TerminalOpen{}));
    viewer.send(wire::encode_terminal(wire::TerminalBytes{"trap '' HUP; sleep " + mark + "\r"}));
    REQUIRE(test::ApplianceProcess::eventually([&] { return running(mark) > 0; }));
    // Nothing is left when the agent has gone, also of what is deaf to hanging up.
    machine.agent->signal(SIGTERM);
    CHECK(machine.agent->wait(test::kSoon) == 0);
    CHECK(running(mark) == 0);
  }
  const auto noted = [&](const std::string& action) {
    const test::Json page = owner.request("GET", "/api/v1/audit?action=" + action).json();
    return page["items"].size();
  };
  CHECK(test::ApplianceProcess::eventually([&] { return noted("session.elevation_ended") == 2; }));
  CHECK(noted("session.elevated") == 2);
  const std::string log = machine.agent->output();
  CHECK(log.find(administrator.password) == std::string::npos);
  CHECK(log.find("call " + call + " acts as administrator from now on, with the account '" +
                 administrator.name + "'") != std::string::npos);
}

}  // namespace gatehouse::elevation_integration_test
