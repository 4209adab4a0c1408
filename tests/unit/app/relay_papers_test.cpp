#include "appliance/app/relay_papers.h"

#include <algorithm>

#include "appliance/auth/token.h"
#include "db/relay_node_repository.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/db/store.h"

namespace gatehouse::relay_papers_test {

using test::must;

struct World {
  app::RelayPapers papers(const std::vector<std::string>& own_names) {
    const std::int64_t now = clock.unix_seconds();
    return {*store.database, clock, must(app::Authority::load(keys.path() + "/authority", "A", now)),
            must(app::Authority::load(keys.path() + "/devices", "D", now)), own_names};
  }
  // A relay that has joined; as what the store has, whoever wrote it there.
  std::string joined(app::RelayPapers& papers, const std::string& address) {
    const std::string key = net::new_key_pem();
    said = {wire::kVersion, "1", *net::new_request(net::new_key_pem()), *net::new_request(key)};
    db::RelayNode node;
    node.organization = store.organization.id;
    node.name = "Berlin";
    node.address = address;
    const auth::Token token = auth::new_token();
    must(db::RelayNodeRepository(*store.database).add(node, token.hash, clock.unix_seconds() + 60));
    wire::Enrol request;
    request.token = std::string(token.text.view());
    request.request_pem = said.link_request_pem;
    REQUIRE(must(papers.join(request)));
    return *net::request_key_fingerprint(said.link_request_pem);
  }

  test::Store store;
  test::FakeClock clock;
  test::TemporaryDirectory keys;
  wire::Node said;
};

TEST_CASE("a relay gets a certificate for its own name and its host", "[app]") {
  World world;
  auto papers = world.papers({"box.example"});
  const std::string key = world.joined(papers, "relay.example:443");
  const auto got = must(papers.admit(key, world.said));
  REQUIRE(got);
  auto names = net::describe(got->certificate_pem)->names;
  std::ranges::sort(names);
  CHECK(names ==
        std::vector<std::string>{"relay-" + std::to_string(got->node) + ".gatehouse", "relay.example"});
  CHECK_FALSE(must(papers.admit("another key", world.said)));
}

TEST_CASE("a relay that has a name of the appliance gets no certificate, whatever the store says", "[app]") {
  for (const std::string address :
       {"gatehouse.appliance:443", "relay-1.gatehouse:443", "localhost:9443", "box.example:8443",
        "192.0.2.1:9443", "[2001:db8::1]:9443", "[::ffff:192.0.2.1]:9443"}) {
    INFO(address);
    World world;
    auto papers = world.papers({"box.example", "192.0.2.1", "2001:db8::1"});
    const std::string key = world.joined(papers, address);
    CHECK_FALSE(papers.admit(key, world.said));
  }
}

TEST_CASE("a name that the appliance gets later is refused from then on", "[app]") {
  World world;
  auto papers = world.papers({"box.example"});
  const std::string key = world.joined(papers, "relay.example:443");
  REQUIRE(papers.admit(key, world.said));
  const std::int64_t now = world.clock.unix_seconds();
  papers.set_identity(must(app::Authority::load(world.keys.path() + "/authority", "A", now)),
                      must(app::Authority::load(world.keys.path() + "/devices", "D", now)),
                      {"Relay.Example"});
  CHECK_FALSE(papers.admit(key, world.said));
}

}  // namespace gatehouse::relay_papers_test
