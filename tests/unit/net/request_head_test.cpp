#include "appliance/net/request_head.h"

#include "tests/support/catch.h"

namespace gatehouse::request_head_test {

// Zero: it is good.
int refusal(std::string_view head) {
  const auto read = net::read_request_head(as_bytes(head));
  const int* status = std::get_if<int>(&read);
  return status == nullptr ? 0 : *status;
}
net::RequestHead head_of(std::string_view head) {
  return std::get<net::RequestHead>(net::read_request_head(as_bytes(head)));
}

TEST_CASE("ordinary heads tell what follows", "[net]") {
  const net::RequestHead get = head_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(get.method == "GET");
  CHECK(get.host == "a");
  CHECK(get.body_bytes == 0);
  CHECK(get.keeps_alive);
  CHECK_FALSE(get.expects_continue);
  const net::RequestHead post = head_of(
      "POST /a?b=c%20d HTTP/1.1\r\nhost:a:8443 \r\nContent-Length: 12\r\nExpect: 100-Continue\r\n"
      "Connection: x, Close\r\nX-Empty:\r\nX: \xc3\xbc\t\r\nX: again\r\n\r\n");
  CHECK(post.host == "a:8443");
  CHECK(post.body_bytes == 12);
  CHECK_FALSE(post.keeps_alive);
  CHECK(post.expects_continue);
  CHECK_FALSE(head_of("GET / HTTP/1.0\r\nHost: a\r\n\r\n").keeps_alive);
  CHECK_FALSE(head_of("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n").expects_continue);
}

TEST_CASE("a body without a length and unknown expectations are refused by their names", "[net]") {
  CHECK(refusal("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") == 411);
  CHECK(refusal("POST / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n") == 417);
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
      "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: a\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000000\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nOrigin: https://a\r\norigin: https://b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX-CSRF-Token: 1\r\nX-Csrf-Token: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: 1\r\nAuthorization: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key: 1\r\nSec-WebSocket-Key: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
      std::string_view("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 34),
  };
  for (const std::string_view head : cases) {
    INFO(head);
    CHECK(refusal(head) == 400);
  }
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < net::kMostFields; ++i) many += "X: y\r\n";
  CHECK(refusal(many + "\r\n") == 400);
}

TEST_CASE("the end of a head is found wherever the pieces were cut", "[net]") {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
  for (std::size_t searched = 0; searched < text.size() - 4; ++searched)
    CHECK(net::find_head_end(as_bytes(text), searched) == text.size() - 4);
  CHECK_FALSE(net::find_head_end(as_bytes("GET / HTTP/1.1\r\nHost: a\r\n\r"), 0));
}

}  // namespace gatehouse::request_head_test
