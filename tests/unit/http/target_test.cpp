#include "appliance/http/target.h"

#include "tests/support/catch.h"

namespace gatehouse::target_test {

TEST_CASE("paths are decoded once, and strictly", "[http]") {
  CHECK(http::decode_path("/") == "/");
  CHECK(http::decode_path("/a%20b/%C3%BC") == "/a b/ü");
  CHECK(http::decode_path("/%2525") == "/%25");
  for (const char* bad : {"",     "a",      "*",       "http://h/", "/%",        "/%4",  "/%zz",
                          "/%00", "/%0a",   "/a%2Fb",  "/a%2fb",    "/a\\b",     "/%5c", "/.",
                          "/..",  "/a/./b", "/a/../b", "/%2e",      "/a/%2E%2e", "/%ff", "/%c0%ae"}) {
    INFO(bad);
    CHECK_FALSE(http::decode_path(bad));
  }
  CHECK(http::decode_path("/...") == "/...");
}

TEST_CASE("queries are decoded in order", "[http]") {
  const auto fields = http::decode_query("a=1&b=%26+x&c&=d&&a=2");
  REQUIRE(fields);
  CHECK(*fields == http::Fields{{"a", "1"}, {"b", "& x"}, {"c", ""}, {"", "d"}, {"a", "2"}});
  CHECK(http::decode_query("")->empty());
  CHECK_FALSE(http::decode_query("a=%"));
  CHECK_FALSE(http::decode_query("a=%00"));
  CHECK_FALSE(http::decode_query("%ff=1"));
}

}  // namespace gatehouse::target_test
