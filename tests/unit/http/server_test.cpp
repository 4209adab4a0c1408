#include <filesystem>

#include "tests/unit/http/http_support.h"

namespace gatehouse::server_test {
using namespace http_support;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an answer has what HTTP wants and nothing that tells on us", "[http]") {
  TestServer test;
  const std::string answer = test.ask(get("/a%20b?x=1"));
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\nDate: "));
  CHECK(has(answer, "X-Path: /a b\r\n"));
  CHECK(has(answer, "Content-Length: 4\r\n"));
  CHECK_FALSE(has(answer, "Connection:"));
  CHECK(answer.ends_with("\r\n\r\nGET "));
  CHECK_FALSE(has(answer, "Server:"));
}

TEST_CASE("a request reaches its handler whole", "[http]") {
  http::Request seen;
  TestServer test;
  test.handlers.on_request = [&](const http::Request& request) {
    seen = request;
    return http::Response{204, {}, "", {}};
  };
  const std::string answer = test.ask(
      "POST /x?a=1%262&b=c+d HTTP/1.1\r\nHost: localhost\r\nCookie: one=1; two=2\r\nContent-Length: "
      "5\r\nConnection: "
      "close\r\n\r\nhello");
  CHECK(answer.starts_with("HTTP/1.1 204 "));
  CHECK_FALSE(has(answer, "Content-Length"));
  CHECK(seen.method == "POST");
  CHECK(seen.path == "/x");
  CHECK(seen.query_value("a") == "1&2");
  CHECK(seen.query_value("b") == "c d");
  CHECK(seen.header("host") == "localhost");
  CHECK(seen.cookie("two") == "2");
  CHECK(seen.body == "hello");
  CHECK(seen.remote_address == "192.0.2.7");
}

TEST_CASE("an IPv6 client keeps its address", "[http]") {
  std::string address;
  TestServer test;
  test.handlers.on_request = [&](const http::Request& request) {
    address = request.remote_address;
    return http::Response{};
  };
  Peer peer = test.connect("2001:db8::1");
  peer.say(get("/"));
  peer.hear_all();
  CHECK(address == "2001:db8::1");
}

TEST_CASE("a socket carries one request and its answer", "[http]") {
  TestServer test;
  Peer peer = test.connect();
  peer.say("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + std::string(300000, 'a'));
  const std::string answer = peer.hear_all();
  CHECK(has(answer, "PUT aaa"));
  CHECK(answer.size() > 300000);
  CHECK(peer.ended());
}

TEST_CASE("a file is sent as it is, however large, and let go afterwards", "[http]") {
  char name[] = "/tmp/gatehouse-file-XXXXXX";
  const auto file = std::make_shared<const UniqueFd>(::mkstemp(name));
  std::string content;
  for (int i = 0; i < 300'000; ++i) content += std::to_string(i);
  REQUIRE(::write(file->get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()));
  ::unlink(name);
  const auto held = std::make_shared<int>(0);
  TestServer test;
  test.handlers.on_request = [&](const http::Request&) {
    http::Response response;
    response.file = http::FileBody{file, content.size(), held};
    return response;
  };
  const std::string answer = test.ask(get("/"));
  CHECK(has(answer, "Content-Length: " + std::to_string(content.size()) + "\r\n"));
  CHECK(answer.substr(answer.find("\r\n\r\n") + 4) == content);
  CHECK(test.ask("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").ends_with("\r\n\r\n"));
  Peer peer = test.connect();
  peer.say(get("/"));
  peer.hear_bytes(1000);
  peer.hang_up();  // in the middle
  for (int i = 0; i < 6000 && held.use_count() > 1; ++i) ::usleep(10'000);
  CHECK(held.use_count() == 1);
}

TEST_CASE("HEAD is GET without the body", "[http]") {
  TestServer test;
  const std::string answer = test.ask("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  CHECK(has(answer, "Content-Length: 4\r\n"));
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("embedded files are sent whole", "[http]") {
  TestServer test;
  static const std::string large(3 << 20, 'x');
  test.handlers.on_request = [](const http::Request&) {
    return http::Response{200, {}, "", as_bytes(large)};
  };
  const std::string answer = test.ask(get("/"));
  CHECK(has(answer.substr(0, 300), "Content-Length: 3145728\r\n"));
  CHECK(answer.ends_with(large));
}

TEST_CASE("a header value can't begin another header", "[http]") {
  TestServer test;
  test.handlers.on_request = [](const http::Request&) {
    return http::Response{200, {{"Location", "/x\r\nSet-Cookie: evil=1"}}, "", {}};
  };
  CHECK_FALSE(has(test.ask(get("/")), "\r\nSet-Cookie"));
}

TEST_CASE("odd requests are refused before a handler sees them", "[http]") {
  std::atomic<int> handled{0};
  TestServer test;
  test.handlers.on_request = [&](const http::Request&) {
    ++handled;
    return http::Response{};
  };
  const std::pair<std::string, std::string> cases[] = {
      {get("/a/../b"), "400"},
      {get("/a%2fb"), "400"},
      {get("/a%00"), "400"},
      {get("/%2e%2e/"), "400"},
      {get("/?a=%zz"), "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "411"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3x\r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n", "413"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
  };
  for (const auto& [request, status] : cases) {
    INFO(request);
    const std::string answer = test.ask(request);
    CHECK(answer.starts_with("HTTP/1.1 " + status));
    CHECK_FALSE(has(answer, "Server:"));
  }
  CHECK(handled == 0);
}

TEST_CASE("a full queue is said at once", "[http]") {
  http::ServerOptions options;
  options.threads = 1;
  options.queue = 2;
  TestServer test(options);
  std::vector<Peer> silent;
  int refused = 0;
  for (int i = 0; i < 8; ++i) {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    silent.emplace_back(UniqueFd(ends[0]));
    if (!test.server->adopt(UniqueFd(ends[1]), "192.0.2.7", 1)) ++refused;
  }
  CHECK(refused >= 5);
}

TEST_CASE("the server listens nowhere", "[http]") {
  const auto own_listeners = [] {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      int is_listening = 0;
      socklen_t size = sizeof is_listening;
      const int fd = std::stoi(entry.path().filename());
      if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) == 0) count += is_listening;
    }
    return count;
  };
  const int before = own_listeners();
  TestServer test;
  CHECK(own_listeners() == before);
}

}  // namespace gatehouse::server_test
