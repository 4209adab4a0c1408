#include "appliance/policy/access_list.h"

#include "tests/support/catch.h"

namespace gatehouse::policy_access_list_test {

using policy::AccessEntry;
using policy::AccessList;
using policy::Requester;

AccessList only(const std::vector<std::string>& typed) {
  std::vector<AccessEntry> entries;
  for (const std::string& one : typed) {
    const auto entry = policy::parse_access_entry(one);
    INFO(one);
    REQUIRE(entry);
    entries.push_back(*entry);
  }
  return AccessList(std::move(entries));
}

TEST_CASE("an access list admits exactly those that it means", "[policy]") {
  struct Row {
    const char *entry, *alias;
    bool admitted;
  };
  const Row rows[] = {
      {"tom@acme", "tom@acme", true},
      {"Tom@ACME", "tOM@acme", true},
      {"tom@acme", "tom2@acme", false},
      {"tom@acme", "atom@acme", false},
      {"tom@acme", "", false},
      {"*@company", "x@company", true},
      {"@company", "x@company", true},
      {"*@company", "x@mycompany", false},
      {"@company", "x@mycompany", false},
      {"*@company", "x@company-evil", false},
      {"@company", "x@companyx", false},
      {"*@company", "company", false},
      {"service-?@acme", "service-1@acme", true},
      {"service-?@acme", "service-@acme", false},
      {"service-?@acme", "service-12@acme", false},
      {"service-*@acme", "service-12@acme", true},
      {"*a*b*@acme", "xxaxxbxx@acme", true},
      {"*a*b@acme", "xxaxxbxx@acme", false},
      {"**@acme", "x@acme", true},
      {"?*@acme", "x@acme", true},
      {"??@acme", "x@acme", false},
  };
  for (const auto& [entry, alias, admitted] : rows) {
    INFO(entry << " " << alias);
    CHECK(only({entry}).admits({200'000'000, alias}, 0) == admitted);
  }
}

TEST_CASE("an ID is meant whole", "[policy]") {
  const AccessList list = only({"123 456 789"});
  CHECK(list.admits({123'456'789, "x@y"}, 0));
  CHECK_FALSE(list.admits({123'456'780, "123456789@y"}, 0));
  CHECK_FALSE(list.admits({0, ""}, 0));
}

TEST_CASE("an entry is good until its end", "[policy]") {
  AccessEntry entry = *policy::parse_access_entry("@acme");
  entry.until = 100;
  const AccessList list({entry});
  CHECK(list.admits({1, "x@acme"}, 99));
  CHECK_FALSE(list.admits({1, "x@acme"}, 100));
}

TEST_CASE("off admits everybody, and a list of nobody nobody", "[policy]") {
  CHECK(AccessList().admits({1, ""}, 0));
  CHECK_FALSE(AccessList(std::vector<AccessEntry>()).admits({123'456'789, "x@acme"}, 0));
}

TEST_CASE("what is no entry of an access list is refused", "[policy]") {
  for (const char* typed : {"", "*", "tom", "12345678", "@", "*@", "tom@", "tom@*", "tom@a?c",
                            "tom@acme.evil", "tom@@acme", "t m@acme", "tom@acme\n@evil",
                            "tom@\xc3\xa4"
                            "cme",
                            "tom@acme@evil", "t\xd0\xbem@acme"}) {
    INFO(typed);
    CHECK_FALSE(policy::parse_access_entry(typed));
  }
  CHECK_FALSE(policy::parse_access_entry(std::string(65, 'x') + "@acme"));
  CHECK(policy::to_text(*policy::parse_access_entry(" @Acme ")) == "*@Acme");
  CHECK(policy::to_text(*policy::parse_access_entry("123-456-789")) == "123456789");
}

// Stars that go back over the whole text again and again.
TEST_CASE("a pattern of many stars is soon compared", "[policy]") {
  std::string pattern;
  while (pattern.size() < 62) pattern += "*a";
  CHECK_FALSE(only({pattern + "b@acme"}).admits({1, std::string(64, 'a') + "@acme"}, 0));
}

}  // namespace gatehouse::policy_access_list_test
