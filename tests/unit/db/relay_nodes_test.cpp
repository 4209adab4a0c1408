#include "db/relay_node_repository.h"
#include "tests/unit/db/store.h"

namespace gatehouse::relay_nodes_test {

using test::kNow;
using test::must;
using test::Store;
using Refused = db::RelayNodeRepository::Refused;

struct Nodes : Store {
  db::RelayNodeRepository nodes{*database};
  db::OrganizationId org = organization.id;

  std::variant<db::RelayNode, Refused> try_add(const std::string& address, const std::string& hash,
                                               std::optional<db::OrganizationId> in = {}) {
    db::RelayNode node;
    node.organization = in.value_or(org);
    node.name = "Relay at " + address;
    node.address = address;
    node.created_at = kNow;
    return must(nodes.add(node, hash, kNow + 100));
  }
  db::RelayNode add(const std::string& address, const std::string& hash,
                    std::optional<db::OrganizationId> in = {}) {
    return std::get<db::RelayNode>(try_add(address, hash, in));
  }
  db::OrganizationId other() {
    return must(db::OrganizationRepository(*database).add("Other", "other", kNow)).id;
  }
};

TEST_CASE("a relay joins with its token once, in time, and is known by its key from then on", "[db]") {
  Nodes store;
  const auto node = store.add("r.example:443", std::string("\0hash", 5));
  CHECK_FALSE(must(store.nodes.find(store.org, node.id))->link_key);
  CHECK_FALSE(must(store.nodes.join("hash", "key", kNow)));
  CHECK_FALSE(must(store.nodes.join(std::string("\0hash", 5), "key", kNow + 100)));
  CHECK(must(store.nodes.joined_addresses()).empty());
  const auto joined = must(store.nodes.join(std::string("\0hash", 5), "key", kNow + 99));
  REQUIRE(joined);
  CHECK(joined->id == node.id);
  CHECK(joined->name == "Relay at r.example:443");
  CHECK(joined->link_key == "key");
  CHECK_FALSE(joined->token_expires_at);
  CHECK_FALSE(must(store.nodes.join(std::string("\0hash", 5), "key2", kNow)));
  CHECK(must(store.nodes.find_by_link_key("key"))->id == node.id);
  CHECK_FALSE(must(store.nodes.find_by_link_key("")));
  CHECK(must(store.nodes.joined_addresses()) == std::vector<std::string>{"r.example:443"});
}

TEST_CASE("a new token takes the place of the one that waits, and the old key goes when it is used", "[db]") {
  Nodes store;
  const auto node = store.add("r.example:443", "first");
  REQUIRE(must(store.nodes.join("first", "old key", kNow)));
  REQUIRE(must(store.nodes.new_token(store.org, node.id, "second", kNow + 50)));
  CHECK(must(store.nodes.new_token(store.org, node.id, "third", kNow + 200))->token_expires_at == kNow + 200);
  CHECK_FALSE(must(store.nodes.join("second", "new key", kNow)));
  CHECK(must(store.nodes.find_by_link_key("old key")));
  REQUIRE(must(store.nodes.join("third", "new key", kNow)));
  CHECK_FALSE(must(store.nodes.find_by_link_key("old key")));
  CHECK(must(store.nodes.find_by_link_key("new key"))->id == node.id);
  CHECK_FALSE(must(store.nodes.new_token(store.other(), node.id, "x", kNow)));
  CHECK_FALSE(must(store.nodes.new_token(store.org, 999, "x", kNow)));
}

TEST_CASE("a key is one relay's only, and its token stays good for another key", "[db]") {
  Nodes store;
  store.add("a.example:443", "a");
  store.add("b.example:443", "b");
  REQUIRE(must(store.nodes.join("a", "key", kNow)));
  CHECK_FALSE(must(store.nodes.join("b", "key", kNow)));
  CHECK(must(store.nodes.join("b", "other key", kNow)));
}

TEST_CASE("a relay set up anew with the key it had joins again", "[db]") {
  Nodes store;
  const auto node = store.add("a.example:443", "a");
  REQUIRE(must(store.nodes.join("a", "key", kNow)));
  REQUIRE(must(store.nodes.new_token(store.org, node.id, "again", kNow + 1)));
  CHECK(must(store.nodes.join("again", "key", kNow)));
}

TEST_CASE("an organization has so many relays, each at an address of its own", "[db]") {
  Nodes store;
  const auto other = store.other();
  const auto first = store.add("r0.example:443", "0");
  CHECK(std::get<Refused>(store.try_add("r0.example:443", "x")) == Refused::address_taken);
  store.add("r0.example:443", "y", other);
  for (int i = 1; i < db::RelayNodeRepository::kMostPerOrganization; ++i)
    store.add("r" + std::to_string(i) + ".example:443", std::to_string(i));
  CHECK(std::get<Refused>(store.try_add("more.example:443", "more")) == Refused::too_many);
  CHECK(must(store.nodes.list(store.org)).size() == db::RelayNodeRepository::kMostPerOrganization);
  CHECK(must(store.nodes.list(store.org)).front().id == first.id);
  CHECK(must(store.nodes.list(other)).size() == 1);
  CHECK_FALSE(must(store.nodes.remove(other, first.id)));
  CHECK(must(store.nodes.remove(store.org, first.id)));
  CHECK_FALSE(must(store.nodes.remove(store.org, first.id)));
  CHECK_FALSE(must(store.nodes.find(store.org, first.id)));
  store.add("r0.example:443", "again");
}

TEST_CASE("what a relay says of itself, and when it was seen, is kept", "[db]") {
  Nodes store;
  const auto node = store.add("r.example:443", "t");
  CHECK(must(store.nodes.touch(node.id, "1.2.3", kNow + 5)));
  const auto found = must(store.nodes.find(store.org, node.id));
  CHECK(found->version == "1.2.3");
  CHECK(found->last_seen_at == kNow + 5);
  CHECK_FALSE(must(store.nodes.touch(999, "1", kNow)));
  CHECK(must(store.nodes.seen(node.id, kNow + 60)));
  CHECK(must(store.nodes.find(store.org, node.id))->last_seen_at == kNow + 60);
  CHECK(must(store.nodes.find(store.org, node.id))->version == "1.2.3");
  CHECK_FALSE(must(store.nodes.seen(999, kNow)));
  CHECK_FALSE(must(store.nodes.find(store.other(), node.id)));
}

TEST_CASE("an address that two organizations' relays share is listed once", "[db]") {
  Nodes store;
  store.add("r.example:443", "a");
  store.add("r.example:443", "b", store.other());
  REQUIRE(must(store.nodes.join("a", "key a", kNow)));
  REQUIRE(must(store.nodes.join("b", "key b", kNow)));
  CHECK(must(store.nodes.joined_addresses()).size() == 1);
}

}  // namespace gatehouse::relay_nodes_test
