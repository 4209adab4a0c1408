#include "appliance/portal/guard.h"

#include "tests/support/catch.h"

namespace gatehouse::portal_guard_test {

http::Request from(http::Fields headers) {
  http::Request request;
  request.method = "POST";
  request.headers = std::move(headers);
  return request;
}

TEST_CASE("a request names its host once", "[portal]") {
  CHECK_FALSE(portal::refuse_host(from({{"host", "help.example.org:8443"}})));
  CHECK_FALSE(portal::refuse_host(from({{"host", "[::1]:8443"}})));
  CHECK(portal::refuse_host(from({})));
  CHECK(portal::refuse_host(from({{"host", ""}})));
  CHECK(portal::refuse_host(from({{"host", "a"}, {"host", "b"}})));
  CHECK(portal::refuse_host(from({{"host", "user@host"}})));
  CHECK(portal::refuse_host(from({{"host", "host/path"}})));
  CHECK(portal::refuse_host(from({{"host", std::string(256, 'a')}})));
}

TEST_CASE("the origin must be this very host", "[portal]") {
  CHECK_FALSE(portal::refuse_origin(from({{"host", "box:8443"}, {"origin", "https://box:8443"}})));
  for (const std::string bad :
       {"", "null", "http://box:8443", "https://box", "https://box:8443/", "https://box:84430",
        "https://evil.example", "https://box:8443.evil.example", "HTTPS://box:8443"}) {
    INFO(bad);
    const auto refusal = portal::refuse_origin(from({{"host", "box:8443"}, {"origin", bad}}));
    REQUIRE(refusal);
    CHECK(refusal->status == 403);
  }
  CHECK(portal::refuse_origin(from({{"host", "box:8443"}})));
}

TEST_CASE("loopback is what the machine itself is called", "[portal]") {
  CHECK(portal::is_loopback("127.0.0.1"));
  CHECK(portal::is_loopback("127.9.9.9"));
  CHECK(portal::is_loopback("::1"));
  CHECK(portal::is_loopback("::ffff:127.0.0.1"));
  CHECK_FALSE(portal::is_loopback("10.0.0.1"));
  CHECK_FALSE(portal::is_loopback("::ffff:10.0.0.1"));
  CHECK_FALSE(portal::is_loopback("::2"));
  CHECK_FALSE(portal::is_loopback(""));
}

TEST_CASE("the cookie is for this host alone and not for scripts", "[portal]") {
  const std::string cookie = portal::login_cookie("abc");
  CHECK(cookie == "__Host-gatehouse=abc; Path=/; Secure; HttpOnly; SameSite=Strict");
  CHECK(portal::no_login_cookie().find("Max-Age=0") != std::string::npos);
}

}  // namespace gatehouse::portal_guard_test
