#include "appliance/agent/logind_lock.h"

#include <sys/stat.h>

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::logind_lock_test {

using agent::is_locked;
using agent::LockAsked;
using agent::LogindLock;

TEST_CASE("logind says whether a screen's session is locked", "[agent][consent]") {
  struct Case {
    const char* name;
    std::string sessions;
    bool locked;
  };
  const std::string x11 = "Display=:0\nUser=1000\nType=x11\nClass=user\nActive=yes\nState=active\n";
  const std::string wayland = "Display=\nUser=1000\nType=wayland\nClass=user\nActive=yes\nState=active\n";
  const std::string away = "Display=:0\nUser=1001\nType=x11\nClass=user\nActive=no\nState=online\n";
  const std::string greeter = "Display=:0\nUser=110\nType=x11\nClass=greeter\nActive=yes\nState=active\n";
  const std::string tty = "Display=\nUser=1000\nType=tty\nClass=user\nActive=yes\nState=active\n";
  const std::string yes = "LockedHint=yes\n", no = "LockedHint=no\n";
  const Case cases[] = {
      {"nothing", "", false},
      {"no session of that screen", "Display=:7\nActive=yes\n" + yes, false},
      {"unlocked", x11 + no, false},
      {"locked", x11 + yes, true},
      {"a greeter", greeter + no, true},
      {"of somebody who has left", away + yes + "\n" + x11 + no, false},
      {"the other way round", away + no + "\n" + x11 + yes, true},
      {"on a terminal", tty + yes, false},
      {"Wayland", wayland + yes, true},
      {"Wayland of somebody else", "Display=\nUser=1002\nType=wayland\nActive=yes\n" + yes, false},
      {"X before Wayland", wayland + yes + "\n" + x11 + no, false},
      {"with its screen", "Display=:0.0\nActive=yes\n" + yes, true},
      {"by its state alone", "Display=:0\nState=active\n" + yes, true},
      {"noise", "LockedHint\n=\n\n\n====", false},
  };
  for (const auto& [name, sessions, locked] : cases) {
    INFO(name);
    CHECK(is_locked(sessions, {":0", 1000}) == locked);
  }
  CHECK_FALSE(is_locked(wayland + yes, {":0", std::nullopt}));
}

TEST_CASE("sessions are taken by name, and nothing else is", "[agent][consent]") {
  CHECK(agent::sessions_in("     2 1000 tom  seat0 tty2\n    c1  110 gdm  seat0\n\n--all x\n../x y\n") ==
        std::vector<std::string>{"2", "c1"});
}

struct World {
  // What `loginctl` is instead.
  std::string program(const std::string& script) {
    const std::string path = directory.path() + "/loginctl";
    REQUIRE(write_file_atomically(path, "#!/bin/sh\n" + script, 0700));
    return path;
  }
  std::optional<bool> ask(const std::string& path) {
    LogindLock lock(loop, path, state);
    std::optional<std::optional<bool>> said;
    lock.ask({":0", 1000}, [&](std::optional<bool> locked) { said = locked; });
    REQUIRE(test::run_until(loop, [&] { return said.has_value(); }));
    return *said;
  }
  test::TemporaryDirectory directory;
  std::string state = directory.path();
  net::EventLoop loop;
};

TEST_CASE("loginctl is asked, and what it does not say is not known", "[agent][consent]") {
  World world;
  const std::string list = "[ \"$1\" = list-sessions ] && echo '  7 1000 tom seat0' && exit\n";
  CHECK(world.ask("") == false);
  CHECK(world.ask("/nonexistent/loginctl") == false);
  CHECK(world.ask(world.program("exit 1")) == std::nullopt);
  CHECK(world.ask(world.program("exit 0")) == false);  // nobody is signed in anywhere
  CHECK(world.ask(world.program(list + "exit 1")) == std::nullopt);
  const std::string unlocked = "printf 'Display=:0\nActive=yes\nLockedHint=no\n'\n";
  CHECK(world.ask(world.program(list + unlocked)) == false);
  CHECK(world.ask(world.program(list + unlocked + "exit 1")) == std::nullopt);
  CHECK(world.ask(world.program(list + unlocked + "kill -9 $$")) == std::nullopt);
  CHECK(world.ask(world.program(list + unlocked + "exec >&-; sleep 0.1")) == false);
  CHECK(world.ask(world.program(list + "for last; do :; done; [ $last = 7 ] && printf "
                                       "'Display=:0\\nActive=yes\\nLockedHint=yes\\n'")) == true);
  CHECK(world.ask(world.program(list + "yes LockedHint=yes")) == std::nullopt);
  // Without a logind there is nothing to be known.
  world.state += "/seats";
  CHECK(world.ask(world.program("exit 1")) == false);
}

TEST_CASE("a loginctl that hangs is not waited for", "[agent][consent]") {
  World world;
  CHECK(world.ask(world.program("exec sleep 600")) == std::nullopt);
}

}  // namespace gatehouse::logind_lock_test
