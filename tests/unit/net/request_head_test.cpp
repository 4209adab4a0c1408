#include "appliance/net/request_head.h"

#include "tests/support/catch.h"

namespace gatehouse::request_head_test {

bool good(std::string_view head) {
  return net::check_request_head(as_bytes(head));
}

TEST_CASE("ordinary heads pass", "[net]") {
  CHECK(good("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK(good(
      "POST /a?b=c%20d HTTP/1.1\r\nHost: a:8443\r\nContent-Length: 12\r\nX-Empty:\r\nX: \xc3\xbc\t\r\n\r\n"));
  CHECK(good("GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
}

TEST_CASE("heads that two readers could read differently do not", "[net]") {
  const std::string_view cases[] = {
      "",
      "\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / /  HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
      "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /\xc3\xbc HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
      std::string_view("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 34),
  };
  for (const std::string_view head : cases) {
    INFO(head);
    CHECK_FALSE(good(head));
  }
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < net::kMostFields; ++i) many += "X: y\r\n";
  CHECK_FALSE(good(many + "\r\n"));
}

TEST_CASE("the end of a head is found wherever the pieces were cut", "[net]") {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
  for (std::size_t searched = 0; searched < text.size() - 4; ++searched)
    CHECK(net::find_head_end(as_bytes(text), searched) == text.size() - 4);
  CHECK_FALSE(net::find_head_end(as_bytes("GET / HTTP/1.1\r\nHost: a\r\n\r"), 0));
}

}  // namespace gatehouse::request_head_test
