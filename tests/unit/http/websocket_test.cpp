#include <fcntl.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "tests/unit/http/http_support.h"

namespace gatehouse::websocket_test {
using namespace http_support;

// From RFC 6455 section 1.3.
const std::string kHandshake =
    "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: keep-alive, "
    "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

// Masked with zeros, so that it reads as it is.
std::string frame(char first, const std::string& payload) {
  std::string out(1, first);
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += "\xfe";
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size());
  }
  return out + std::string(4, '\0') + payload;
}

struct Upgraded {
  explicit Upgraded(http::ServerOptions options = {}) : test(options) {
    test.handlers.on_upgrade = [this](const http::Request&) {
      return http::WebSocketAccept{[this](UniqueFd socket) {
                                     ::fcntl(socket.get(), F_SETFL, 0);  // the test's side blocks
                                     const std::lock_guard guard(mutex);
                                     application = std::make_unique<Peer>(std::move(socket));
                                   },
                                   [] { return std::pair<std::uint16_t, std::string>(4003, "over"); }};
    };
    browser = std::make_unique<Peer>(test.connect());
  }
  void shake_hands() {
    browser->say(kHandshake);
    const std::string answer = browser->hear_until("\r\n\r\n");
    REQUIRE(answer.starts_with("HTTP/1.1 101 "));
    CHECK(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
    for (int i = 0; i < 10000; ++i) {
      {
        const std::lock_guard guard(mutex);
        if (application) return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL("the application was not told");
  }

  std::mutex mutex;  // guards `application` until the handshake is over
  std::unique_ptr<Peer> application, browser;
  TestServer test;
};

TEST_CASE("bytes pass a WebSocket both ways", "[http]") {
  Upgraded ws;
  ws.shake_hands();
  ws.browser->say(frame('\x82', "up"));
  CHECK(ws.application->hear_bytes(2) == "up");
  ws.application->say("down");
  CHECK(ws.browser->hear_bytes(6) ==
        "\x82\x04"
        "down");
  ws.browser->say(frame('\x89', "p"));
  CHECK(ws.browser->hear_bytes(3) == "\x8a\x01p");
}

TEST_CASE("the application's end is said with its code, after what it wrote", "[http]") {
  Upgraded ws;
  ws.shake_hands();
  ws.application->say("last");
  ws.application->hang_up();
  CHECK(ws.browser->hear_bytes(14) == "\x82\x04last\x88\x06\x0f\xa3over");
  ws.browser->say(frame('\x88', std::string("\x0f\xa3", 2)));
  CHECK(ws.browser->hear_all().empty());
  CHECK(ws.browser->ended());
}

TEST_CASE("the browser's goodbye is answered and reaches the application as an end", "[http]") {
  Upgraded ws;
  ws.shake_hands();
  ws.browser->say(frame('\x82', "last") + frame('\x88', std::string("\x03\xe8", 2)));
  CHECK(ws.application->hear_all() == "last");
  CHECK(ws.browser->hear_all() == std::string("\x88\x02\x03\xe8", 4));
}

TEST_CASE("a browser that vanishes is an end", "[http]") {
  Upgraded ws;
  ws.shake_hands();
  ws.browser->hang_up();
  CHECK(ws.application->hear_all().empty());
  CHECK(ws.application->ended());
}

TEST_CASE("text and too large messages are refused", "[http]") {
  http::ServerOptions options;
  options.message_bytes = 1000;
  {
    Upgraded ws(options);
    ws.shake_hands();
    ws.browser->say(frame('\x81', "text"));
    CHECK(ws.browser->hear_bytes(4) == std::string("\x88\x02\x03\xeb", 4));
  }
  Upgraded ws(options);
  ws.shake_hands();
  ws.browser->say(frame('\x82', std::string(1001, 'x')));
  CHECK(ws.browser->hear_bytes(4) == std::string("\x88\x02\x03\xf1", 4));
}

TEST_CASE("a side that does not read holds the other back, and loses nothing", "[http]") {
  Upgraded ws;
  ws.shake_hands();
  constexpr std::size_t kTotal = 8 << 20;
  std::thread writer([&] { ws.application->say(std::string(kTotal, 'd')); });
  std::size_t frames_bytes = 0, payload = 0;
  std::string rest;
  while (payload < kTotal) {
    const std::string more = ws.browser->hear_bytes(1);
    REQUIRE_FALSE(more.empty());
    frames_bytes += more.size();
    payload += static_cast<std::size_t>(std::count(more.begin(), more.end(), 'd'));
  }
  writer.join();
  CHECK(payload == kTotal);
  CHECK(frames_bytes < kTotal + kTotal / 100);
}

TEST_CASE("the server ends although browsers hold WebSockets and read nothing", "[http]") {
  auto ws = std::make_unique<Upgraded>();
  ws->shake_hands();
  ::fcntl(ws->application->fd(), F_SETFL, O_NONBLOCK);
  const std::string piece(65536, 'x');
  while (::send(ws->application->fd(), piece.data(), piece.size(), MSG_NOSIGNAL) > 0) {
  }
  const auto before = std::chrono::steady_clock::now();
  ws->test.server.reset();
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(10));
  CHECK(ws->application->hear_all().empty());
}

http::ServerOptions impatient() {
  http::ServerOptions options;
  options.patience = std::chrono::milliseconds(300);
  options.threads = 1;
  return options;
}

// Until nobody takes any more.
void fill(Peer& application) {
  ::fcntl(application.fd(), F_SETFL, O_NONBLOCK);
  const std::string piece(65536, 'x');
  pollfd wait{application.fd(), POLLOUT, 0};
  while (::poll(&wait, 1, 100) == 1 &&
         ::send(application.fd(), piece.data(), piece.size(), MSG_NOSIGNAL) > 0) {
  }
}

TEST_CASE("a browser that reads nothing does not keep its thread when the application ends", "[http]") {
  auto options = impatient();
  Upgraded ws(options);
  ws.shake_hands();
  fill(*ws.application);
  ws.application->hang_up();
  CHECK(ws.test.ask(get("/free")).starts_with("HTTP/1.1 200 "));
}

TEST_CASE("a browser that reads nothing for too long is let go", "[http]") {
  Upgraded ws(impatient());
  ws.shake_hands();
  fill(*ws.application);
  CHECK(ws.application->hear_all().empty());
  CHECK(ws.application->ended());
  CHECK(ws.test.ask(get("/free")).starts_with("HTTP/1.1 200 "));
}

TEST_CASE("a browser that asks and never listens is let go", "[http]") {
  Upgraded ws(impatient());
  ws.shake_hands();
  ::fcntl(ws.browser->fd(), F_SETFL, O_NONBLOCK);
  const std::string ping = frame('\x89', std::string(125, 'p'));
  pollfd wait{ws.browser->fd(), POLLOUT, 0};
  while (::poll(&wait, 1, 100) == 1 && ::send(ws.browser->fd(), ping.data(), ping.size(), MSG_NOSIGNAL) > 0) {
  }
  CHECK(ws.application->hear_all().empty());
  CHECK(ws.application->ended());
}

TEST_CASE("a browser that takes little by little is served on", "[http]") {
  auto options = impatient();
  options.patience = std::chrono::seconds(1);
  Upgraded ws(options);
  ws.shake_hands();
  constexpr std::size_t kTotal = 1 << 20;
  std::thread writer([&] { ws.application->say(std::string(kTotal, 'd')); });
  std::size_t payload = 0;
  while (payload < kTotal) {
    std::this_thread::sleep_for(options.patience / 20);
    const std::string more = ws.browser->hear_bytes(1);
    if (more.empty()) break;
    payload += static_cast<std::size_t>(std::count(more.begin(), more.end(), 'd'));
  }
  writer.join();
  CHECK(payload == kTotal);
}

TEST_CASE("a browser that vanishes while the application takes nothing is an end", "[http]") {
  Upgraded ws(impatient());
  ws.shake_hands();
  ::fcntl(ws.browser->fd(), F_SETFL, O_NONBLOCK);
  const std::string piece = frame('\x82', std::string(60000, 'x'));
  pollfd wait{ws.browser->fd(), POLLOUT, 0};
  while (::poll(&wait, 1, 100) == 1 &&
         ::send(ws.browser->fd(), piece.data(), piece.size(), MSG_NOSIGNAL) > 0) {
  }
  ws.browser->hang_up();
  CHECK(ws.test.ask(get("/free")).starts_with("HTTP/1.1 200 "));
}

TEST_CASE("WebSockets leave threads for requests", "[http]") {
  http::ServerOptions options;
  options.threads = 3;
  options.websockets = 2;
  std::mutex mutex;                    // guards `applications`
  std::vector<UniqueFd> applications;  // outlive the server, whose threads add to them
  TestServer test(options);
  test.handlers.on_upgrade = [&](const http::Request&) {
    return http::WebSocketAccept{[&](UniqueFd socket) {
                                   const std::lock_guard guard(mutex);
                                   applications.push_back(std::move(socket));
                                 },
                                 [] { return std::pair<std::uint16_t, std::string>(1000, ""); }};
  };
  Peer first = test.connect(), second = test.connect(), third = test.connect();
  first.say(kHandshake);
  CHECK(first.hear_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
  second.say(kHandshake);
  CHECK(second.hear_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
  third.say(kHandshake);
  CHECK(third.hear_all().starts_with("HTTP/1.1 503 "));
  CHECK(test.ask(get("/free")).starts_with("HTTP/1.1 200 "));
  second.hang_up();
  CHECK(test.ask(get("/free")).starts_with("HTTP/1.1 200 "));
  // The place is free as soon as the server has seen the end.
  std::string answer;
  for (int tries = 0; tries < 1000 && !answer.starts_with("HTTP/1.1 101 "); ++tries) {
    Peer again = test.connect();
    again.say(kHandshake);
    answer = again.hear_until("\r\n\r\n");
  }
  CHECK(answer.starts_with("HTTP/1.1 101 "));
}

TEST_CASE("what is no handshake is refused", "[http]") {
  TestServer test;
  const auto replaced = [](std::string text, const std::string& what, const std::string& by) {
    return text.replace(text.find(what), what.size(), by);
  };
  CHECK(test.ask(kHandshake).starts_with("HTTP/1.1 403 "));
  CHECK(test.ask(replaced(kHandshake, "Version: 13", "Version: 8")).starts_with("HTTP/1.1 426 "));
  CHECK(test.ask(replaced(kHandshake, "keep-alive, Upgrade", "keep-alive")).starts_with("HTTP/1.1 400 "));
  CHECK(test.ask(replaced(kHandshake, "dGhlIHNhbXBsZSBub25jZQ==", "short")).starts_with("HTTP/1.1 400 "));
}

}  // namespace gatehouse::websocket_test
