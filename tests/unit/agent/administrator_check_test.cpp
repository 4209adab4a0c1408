#include "appliance/agent/administrator_check.h"

#include "tests/support/catch.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::administrator_check_test {

using Verdict = agent::AdministratorVerdict;

// /bin/false answers nothing: as on a machine without PAM.
struct World {
  std::int64_t ask(const std::string& who, std::string_view name = "root", std::string password = "guess") {
    return check.ask(who, name, Secret(std::move(password)), [this](Verdict one) { said.push_back(one); });
  }
  bool until_said(std::size_t count) {
    return test::run_until(loop, [&] { return said.size() >= count; });
  }

  test::TemporaryDirectory directory;
  net::EventLoop loop;
  std::vector<Verdict> said;
  agent::PamCheck check{loop, "/bin/false", directory.path()};
};

TEST_CASE("names and passwords that are nobody's are asked of nobody", "[agent][elevation]") {
  World world;
  const std::string name(agent::kAdministratorNameCap, 'n'), password(agent::kAdministratorPasswordCap, 'p');
  CHECK(world.ask("a", "") == 0);
  CHECK(world.ask("b", name + "n") == 0);
  CHECK(world.ask("c", name, password + "p") == 0);
  CHECK(world.ask("d", std::string_view("root\0x", 6)) == 0);
  CHECK(world.ask("e", "root", std::string("pass\0word", 9)) == 0);
  CHECK(world.ask("f", name, password) == 0);
  REQUIRE(world.until_said(6));
  CHECK(world.said == std::vector{Verdict::wrong, Verdict::wrong, Verdict::wrong, Verdict::wrong,
                                  Verdict::wrong, Verdict::unavailable});
}

TEST_CASE("administrators' passwords are throttled, of one and of all, also after a restart",
          "[agent][elevation]") {
  World world;
  for (std::size_t i = 1; i <= 5; ++i) {
    REQUIRE(world.ask("one") == 0);
    REQUIRE(world.until_said(i));
  }
  CHECK(world.ask("one") > 0);
  CHECK(world.check.wait("one") > 0);
  CHECK(world.check.wait("two") == 0);
  const agent::PamCheck again(world.loop, "/bin/false", world.directory.path());
  CHECK(again.wait("one") > 0);
  for (std::size_t i = 6; i <= 20; ++i) {
    REQUIRE(world.ask("number " + std::to_string(i)) == 0);
    REQUIRE(world.until_said(i));
  }
  CHECK(world.ask("new") > 0);
  CHECK(world.said.size() == 20);
}

TEST_CASE("no more questions wait than there is room for", "[agent][elevation]") {
  World world;
  for (std::size_t i = 0; i < agent::PamCheck::kWaiting; ++i)
    REQUIRE(world.ask("number " + std::to_string(i)) == 0);
  CHECK(world.ask("one more") > 0);
  CHECK(world.until_said(agent::PamCheck::kWaiting));
}

}  // namespace gatehouse::administrator_check_test
