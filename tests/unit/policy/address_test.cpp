#include "appliance/policy/address.h"

#include "appliance/policy/organization_name.h"
#include "tests/support/catch.h"

namespace gatehouse::address_test {

std::optional<std::int64_t> id_in(std::string_view typed) {
  const auto address = policy::parse_address(typed);
  if (!address || !std::holds_alternative<std::int64_t>(*address)) return std::nullopt;
  return std::get<std::int64_t>(*address);
}

TEST_CASE("an ID is nine or ten digits, grouped or not", "[policy]") {
  CHECK(id_in("123456789") == 123456789);
  CHECK(id_in("9999999999") == 9999999999);
  CHECK(id_in(" 123 456 789 ") == 123456789);
  CHECK(id_in("123\u00a0456\u202f789\u00a0") == 123456789);  // copied from a page
  CHECK_FALSE(id_in("123\u00a0 456 789"));
  CHECK(id_in("1-234-567-890") == 1234567890);
  for (const char* bad : {"", " ", "12345678", "012345678", "0123456789", "12345678901", "123  456789",
                          "-123456789", "+123456789", "123456789-", "12345678x", "123.456.789"}) {
    INFO(bad);
    CHECK_FALSE(policy::parse_address(bad));
  }
}

TEST_CASE("an alias is local@namespace", "[policy]") {
  for (const char* good : {"John@ad", "shop-window_1.left@example-org", "1@2", "123456789@ad"}) {
    INFO(good);
    CHECK(policy::is_alias(good));
    CHECK(policy::parse_address(good) == policy::Address(std::string(good)));
  }
  for (const char* bad : {"@ad", "john@", "john", "john@ad@x", "jo hn@ad", ".john@ad", "john.@ad", "john@-ad",
                          "john@ad.org", "jöhn@ad", "*@ad", "john@a_d", "john\n@ad"}) {
    INFO(bad);
    CHECK_FALSE(policy::is_alias(bad));
    CHECK_FALSE(policy::parse_address(bad));
  }
  CHECK(policy::is_alias(std::string(64, 'a') + "@" + std::string(32, 'b')));
  CHECK_FALSE(policy::is_alias(std::string(65, 'a') + "@b"));
  CHECK_FALSE(policy::is_alias("a@" + std::string(33, 'b')));
}

TEST_CASE("a machine's name makes an alias, numbered where it is taken", "[policy]") {
  CHECK(policy::alias_for("front-desk", "example", 1) == "front-desk@example");
  CHECK(policy::alias_for("Front Desk!", "ad", 2) == "Front-Desk-2@ad");
  CHECK(policy::alias_for("__pi.local.", "ad", 1) == "pi.local@ad");
  CHECK(policy::alias_for("受付", "ad", 1) == "machine@ad");
  CHECK(policy::alias_for("", "ad", 17) == "machine-17@ad");
  CHECK(policy::alias_for(std::string(255, 'a'), "ad", 1000) == std::string(59, 'a') + "-1000@ad");
  for (const char* name : {"x", "-", "a--b", "..", "é", "A B  C"}) {
    INFO(name);
    CHECK(policy::is_alias(policy::alias_for(name, "ad", 1)));
  }
  CHECK(policy::is_in_namespace("Shop@AD", "ad"));
  CHECK_FALSE(policy::is_in_namespace("shop@ad", "bad"));
}

TEST_CASE("an organization's name gives what people type to sign in", "[policy]") {
  CHECK(policy::login_id_for("Example") == "example");
  CHECK(policy::login_id_for("Müller & Söhne GmbH") == "mueller-soehne-gmbh");
  CHECK(policy::login_id_for("ÉCOLE n° 5 (Straße)") == "ecole-n-5-strasse");
  CHECK(policy::login_id_for("日本語") == "organization");
  CHECK(policy::login_id_for("--") == "organization");
  CHECK(policy::login_id_for("a×b") == "a-b");
  CHECK(policy::login_id_for(std::string(200, 'a')).size() == 40);
}

TEST_CASE("an organization's name is one line of plain text", "[policy]") {
  CHECK(policy::organization_name("  Example  ") == "Example");
  CHECK(policy::organization_name("日本語"));
  for (const std::string& bad : {std::string(), std::string("   "), std::string("a\nb"),
                                 std::string("a\xe2\x80\xae"
                                             "b"),
                                 std::string("\xff"), std::string(101, 'a')}) {
    CHECK_FALSE(policy::organization_name(bad));
  }
}

}  // namespace gatehouse::address_test
