// Who a machine is: its keys, and its certificates over the years.
#include "appliance/agent/identity.h"

#include <sys/stat.h>
#include <unistd.h>

#include "appliance/base/files.h"
#include "tests/unit/agent/agent_world.h"

namespace gatehouse::agent_identity_test {

using namespace agent_world;

TEST_CASE("the key is made once, kept private and refused when others can read it", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/agent";
  auto first = agent::Identity::open(path);
  REQUIRE(first);
  CHECK_FALSE(first->enrolled());
  auto second = agent::Identity::open(path);
  REQUIRE(second);
  CHECK(first->key_pem().view() == second->key_pem().view());
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);
  const std::string key = path + "/key.pem";
  REQUIRE(::stat(key.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK_FALSE(second->store_certificate("not a certificate"));
  CHECK_FALSE(second->enrolled());
  REQUIRE(::chmod(key.c_str(), 0640) == 0);
  auto third = agent::Identity::open(path);
  REQUIRE_FALSE(third);
  CHECK(third.error().message.find("chmod 600") != std::string::npos);
}

TEST_CASE("an identity is renewed whole or not at all", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/agent";
  const auto authority = *net::new_authority("Test devices", SystemClock().unix_seconds(), 30);
  const auto certificate_for = [&](const agent::Identity& identity) {
    return *net::issue_device(authority, *net::new_request(std::string(identity.key_pem().view())), "1",
                              SystemClock().unix_seconds(), 30);
  };
  auto first = agent::Identity::open(path);
  REQUIRE(first);
  REQUIRE(first->store_certificate(certificate_for(*first)));
  auto fresh = agent::Identity::renew(path);
  REQUIRE(fresh);
  CHECK_FALSE(fresh->enrolled());
  CHECK_FALSE(fresh->key_pem().view() == first->key_pem().view());
  const auto untouched = agent::Identity::open(path);
  CHECK(untouched->key_pem().view() == first->key_pem().view());
  CHECK(untouched->enrolled());
  REQUIRE(fresh->store_certificate(certificate_for(*fresh)));
  const auto renewed = agent::Identity::open(path);
  CHECK(renewed->key_pem().view() == fresh->key_pem().view());
  CHECK(renewed->certificate_pem() == fresh->certificate_pem());
}

TEST_CASE("a machine without a good token says what to do", "[agent][relay]") {
  World world;
  SECTION("none") {
    auto started = world.start("");
    REQUIRE_FALSE(started);
    CHECK(started.error().message.find("token") != std::string::npos);
  }
  SECTION("a wrong one") {
    auto started = world.start("wrong");
    REQUIRE(started);
    CHECK(world.until([&] { return !world.failed.empty(); }));
    CHECK(world.failed == "This token is not good.");
  }
}

TEST_CASE("a machine the appliance forgot enrols again when it has a token", "[agent][relay]") {
  World world;
  world.start_online("token");
  world.agent.reset();
  world.appliance.known.clear();
  world.appliance.token_used = false;
  world.start_online("token");
  CHECK(world.appliance.known.size() == 1);
}

TEST_CASE("more sessions than this machine takes are declined", "[agent][relay]") {
  World world;
  world.start_online("token");
  std::vector<std::unique_ptr<Viewer>> viewers;
  for (relay::CallId call = 1; call <= 2; ++call) viewers.push_back(std::make_unique<Viewer>(world, call));
  CHECK(world.until([&] { return world.agent->status().sessions == 2; }));
  Viewer one_more(world, 3);
  CHECK(world.until([&] { return one_more.closed; }));
  CHECK(world.appliance.ended[3] == CloseReason::busy);
}

TEST_CASE("a certificate that ends soon is renewed, and the machine stays the same", "[agent]") {
  World world;
  world.appliance.certificate_days = 10;
  const auto kept = [&] {
    return agent::Identity::open(world.directory.path() + "/agent")->certificate_pem();
  };
  const auto days_left = [&] {
    return (net::describe(kept())->not_after - SystemClock().unix_seconds()) / 86400;
  };
  world.start_online("token");
  REQUIRE(world.until([&] { return days_left() > 700; }));
  CHECK(world.appliance.renewals == 1);
  Viewer viewer(world, 7);  // its data link is dialed with the new certificate
  CHECK(world.until([&] { return world.workers.started > 0; }));
  viewer.stream.reset();
  world.agent.reset();
  world.start_online("");
  CHECK(world.appliance.renewals == 1);
}

TEST_CASE("the authorities that the appliance names are kept, unless the settings name one", "[agent]") {
  World world;
  world.by_fingerprint = GENERATE(true, false);
  if (world.by_fingerprint)
    world.fingerprint = *from_hex(*net::fingerprint(world.appliance.authority.certificate_pem));
  world.start_online("token");
  const std::string both = net::new_authority("Next", SystemClock().unix_seconds(), 30)->certificate_pem +
                           world.appliance.authority.certificate_pem;
  world.appliance.relay->set_authorities("no certificates");
  world.appliance.relay->set_authorities(both);
  const auto kept = [&] { return agent::Identity::open(world.directory.path() + "/agent")->authority_pem(); };
  if (world.by_fingerprint) {
    CHECK(world.until([&] { return kept() == both; }));
  } else {
    const SteadyTime end = SystemClock().steady() + std::chrono::milliseconds(100);
    CHECK(world.until([&] { return SystemClock().steady() > end; }));
    CHECK(kept().empty());
  }
}

}  // namespace gatehouse::agent_identity_test
