#include "appliance/net/request_reader.h"

#include "tests/support/catch.h"

namespace gatehouse::request_reader_test {

using State = net::RequestReader::State;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kPost = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";

TEST_CASE("a request is whole with its body, byte by byte", "[net]") {
  net::RequestReader reader(1000, 1000);
  CHECK(reader.state() == State::idle);
  const std::string text = kPost + "hello";
  for (std::size_t i = 0; i < text.size(); ++i) {
    CHECK(reader.state() == (i == 0 ? State::idle : i < kPost.size() ? State::head : State::body));
    reader.feed(as_bytes(text.substr(i, 1)));
  }
  REQUIRE(reader.state() == State::whole);
  CHECK(as_text(reader.request()) == text);
  CHECK(reader.head().method == "POST");
  reader.next();
  CHECK(reader.state() == State::idle);
  CHECK(reader.held() == 0);
}

TEST_CASE("requests that came at once are read one after the other", "[net]") {
  net::RequestReader reader(1000, 1000);
  reader.feed(as_bytes(kGet + kPost + "helloGET"));
  REQUIRE(reader.state() == State::whole);
  CHECK(as_text(reader.request()) == kGet);
  reader.next();
  REQUIRE(reader.state() == State::whole);
  CHECK(as_text(reader.request()) == kPost + "hello");
  CHECK(as_text(reader.take_rest()) == "GET");
}

TEST_CASE("what is too large is refused before it has come", "[net]") {
  net::RequestReader long_head(40, 1000);
  long_head.feed(as_bytes("GET /" + std::string(36, 'x')));
  REQUIRE(long_head.state() == State::refused);
  CHECK(long_head.refusal() == 431);
  CHECK(long_head.held() == 0);
  net::RequestReader long_body(1000, 4);
  long_body.feed(as_bytes(kPost));
  REQUIRE(long_body.state() == State::refused);
  CHECK(long_body.refusal() == 413);
}

TEST_CASE("every head of a connection is read as strictly as the first", "[net]") {
  for (const std::string second :
       {"GET / HTTP/1.1\nHost: a\n\n\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", "\r\n\r\n"}) {
    INFO(second);
    net::RequestReader reader(1000, 1000);
    reader.feed(as_bytes(kGet));
    reader.next();
    reader.feed(as_bytes(second));
    REQUIRE(reader.state() == State::refused);
    CHECK(reader.refusal() == 400);
    reader.feed(as_bytes(kGet));
    CHECK(reader.state() == State::refused);
  }
}

}  // namespace gatehouse::request_reader_test
