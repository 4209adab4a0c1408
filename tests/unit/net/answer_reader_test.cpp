#include "appliance/net/answer_reader.h"

#include "tests/support/catch.h"

namespace gatehouse::answer_reader_test {

using State = net::AnswerReader::State;

// Fed piece by piece: what came through, and the state at the end.
std::pair<std::string, State> read(const std::string& text, std::size_t piece, bool to_head_request = false) {
  net::AnswerReader reader(to_head_request);
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    const Bytes data(text.begin() + std::ptrdiff_t(at),
                     text.begin() + std::ptrdiff_t(std::min(at + piece, text.size())));
    const auto part = reader.feed(data);
    out += std::string(as_text(part.head)) + std::string(as_text(part.body));
  }
  return {out, reader.state()};
}

TEST_CASE("the end of an answer is known from its head", "[net]") {
  const std::string head = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n";
  for (const std::size_t piece : {1, 7, 1000}) {
    CHECK(read(head + "hello", piece) == std::pair(head + "hello", State::whole));
    CHECK(read(head + "hell", piece) == std::pair(head + "hell", State::body));
    CHECK(read(head + "hello and more", piece).first == head + "hello");
    CHECK(read(head, piece, true).second == State::whole);
    CHECK(read("HTTP/1.1 204 No Content\r\n\r\n", piece).second == State::whole);
    CHECK(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", piece).second == State::whole);
    CHECK(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", piece).second == State::whole);
    CHECK(read("HTTP/1.1 200 OK\r\n\r\nhello", piece).second == State::open_ended);
  }
}

TEST_CASE("after an upgrade everything passes", "[net]") {
  const std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x82\x01x";
  CHECK(read(answer, 1) == std::pair(answer, State::upgraded));
  CHECK(read(answer, 1000) == std::pair(answer, State::upgraded));
}

TEST_CASE("what is no answer is not taken for one", "[net]") {
  CHECK(read("SSH-2.0-x\r\n\r\n", 1000).second == State::broken);
  CHECK(read("HTTP/1.1 100 Continue\r\n\r\n", 1000).second == State::broken);
  CHECK(read(std::string(70000, 'x'), 1000).second == State::broken);
}

TEST_CASE("who ends the connection is said in the head", "[net]") {
  net::AnswerReader reader(false);
  const auto part =
      reader.feed(as_bytes("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"));
  CHECK(reader.closes());
  CHECK(as_text(net::with_connection_close(as_bytes("HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n"))) ==
        "HTTP/1.1 204 No Content\r\nDate: x\r\nConnection: close\r\n\r\n");
}

}  // namespace gatehouse::answer_reader_test
