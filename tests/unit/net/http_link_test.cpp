// One browser's connection, from request to request.
#include "tests/unit/net/net_support.h"

namespace gatehouse::http_link_test {
using namespace net_support;

const std::string kPost = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n";

// A browser that is connected.
struct Link {
  explicit Link(net::FrontEndLimits limits = {}) : appliance(loop, limits) {
    browser.dial(loop, options_for(appliance, net::kAlpnHttp));
    REQUIRE(run_until(loop, [&] { return browser.answered(); }));
    REQUIRE(browser.stream);
  }
  bool until(const std::function<bool()>& holds) { return run_until(loop, holds); }
  // Some turns of the loop in which something could happen, and should not.
  void settle() {
    int turns = 0;
    REQUIRE(until([&] { return ++turns > 20; }));
  }
  bool closed_with(const std::string& start) {
    return until([&] { return browser.heard.closed; }) && browser.heard.received.starts_with(start);
  }

  net::EventLoop loop;
  TestAppliance appliance;
  Client browser;
};

TEST_CASE("each request gets a socket of its own, on one connection", "[net]") {
  Link link;
  for (std::size_t i = 0; i < 3; ++i) {
    link.browser.say(kPost + "\r\nhello");
    CHECK(link.appliance.asked(i, "hello") == kPost + "\r\nhello");
    link.appliance.answer(i, http_answer("number " + std::to_string(i)));
    REQUIRE(link.until([&] { return link.browser.heard_all("number " + std::to_string(i)); }));
    REQUIRE(link.until([&] { return link.appliance.http_heard[i]->closed; }));
  }
  CHECK_FALSE(link.browser.heard.closed);
}

TEST_CASE("requests that were sent at once are answered in order", "[net]") {
  Link link;
  link.browser.say(kPost + "\r\nhello" + kHead + kHead);
  CHECK(link.appliance.asked(0, "hello") == kPost + "\r\nhello");
  link.settle();
  CHECK(link.appliance.https.size() == 1);
  link.appliance.answer(0, http_answer("one"));
  CHECK(link.appliance.asked(1, "\r\n\r\n") == kHead);
  link.appliance.answer(1, http_answer("two"));
  CHECK(link.appliance.asked(2, "\r\n\r\n") == kHead);
  link.appliance.answer(2, http_answer("three"));
  REQUIRE(link.until([&] { return link.browser.heard_all("three"); }));
  CHECK(link.browser.heard.received == http_answer("one") + http_answer("two") + http_answer("three"));
}

TEST_CASE("a second head with bare line feeds is refused like a first", "[net]") {
  Link link;
  link.browser.say(kHead);
  link.appliance.asked(0, "\r\n\r\n");
  link.appliance.answer(0, http_answer("one"));
  REQUIRE(link.until([&] { return link.browser.heard_all("one"); }));
  link.browser.say("GET / HTTP/1.1\nHost: localhost\n\n\r\n\r\n");
  REQUIRE(link.until([&] { return link.browser.heard.closed; }));
  CHECK(link.browser.heard.received.substr(http_answer("one").size()).starts_with("HTTP/1.1 400 "));
  CHECK(link.appliance.https.size() == 1);
}

TEST_CASE("no thread is taken before the body is there", "[net]") {
  net::FrontEndLimits hasty;
  hasty.body_deadline = std::chrono::milliseconds(100);
  Link link(hasty);
  link.browser.say(kPost + "\r\nhell");
  CHECK(link.closed_with("HTTP/1.1 408 "));
  CHECK(link.appliance.https.empty());
}

TEST_CASE("what a head tells is enough to refuse", "[net]") {
  const std::pair<std::string, std::string> cases[] = {
      {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n", "413"},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", "411"},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\nContent-Length: 1\r\n\r\n", "417"},
      {"POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1\r\n\r\n", "421"},
  };
  for (const auto& [head, status] : cases) {
    INFO(head);
    Link link;
    link.browser.say(head);
    CHECK(link.closed_with("HTTP/1.1 " + status));
    CHECK(link.browser.heard.received.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(link.appliance.https.empty());
  }
}

TEST_CASE("who expects it is told to go on", "[net]") {
  Link link;
  link.browser.say(kPost + "Expect: 100-continue\r\n\r\n");
  REQUIRE(link.until([&] { return link.browser.heard.received == "HTTP/1.1 100 Continue\r\n\r\n"; }));
  CHECK(link.appliance.https.empty());
  link.browser.say("hello");
  link.appliance.asked(0, "hello");
}

TEST_CASE("an answer to HEAD has no body, and the connection goes on", "[net]") {
  Link link;
  link.browser.say("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" + kHead);
  link.appliance.asked(0, "\r\n\r\n");
  link.appliance.answer(0, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
  CHECK(link.appliance.asked(1, "\r\n\r\n") == kHead);
}

TEST_CASE("a connection ends when the browser says so, after the answer", "[net]") {
  Link link;
  link.browser.say("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  link.appliance.asked(0, "\r\n\r\n");
  link.appliance.answer(0, http_answer("answer"));
  CHECK(link.closed_with("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nanswer"));
}

TEST_CASE("an answer that is cut off ends the connection", "[net]") {
  SECTION("in its body") {
    Link link;
    link.browser.say(kHead);
    link.appliance.asked(0, "\r\n\r\n");
    link.appliance.answer(0, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nanswer");
    CHECK(link.closed_with("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nanswer"));
  }
  SECTION("before it began") {
    Link link;
    link.browser.say(kHead);
    link.appliance.asked(0, "\r\n\r\n");
    link.appliance.answer(0, "");
    CHECK(link.closed_with("HTTP/1.1 502 "));
  }
}

TEST_CASE("a full HTTP server means come back later, on the same connection", "[net]") {
  Link link;
  link.appliance.full = true;
  link.browser.say(kHead);
  REQUIRE(link.until([&] { return link.browser.heard.received.starts_with("HTTP/1.1 503 "); }));
  CHECK(link.browser.heard.received.find("\r\nRetry-After: ") != std::string::npos);
  CHECK(link.browser.heard.received.find("Connection: close") == std::string::npos);
  link.appliance.full = false;
  link.browser.say(kHead);
  link.appliance.asked(0, "\r\n\r\n");
}

TEST_CASE("a full HTTP server says so to HEAD without a body", "[net]") {
  Link link;
  link.appliance.full = true;
  link.browser.say("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" + kHead);
  REQUIRE(link.until([&] { return link.browser.heard.received.ends_with("again in a few seconds.\n"); }));
  const std::string& heard = link.browser.heard.received;
  const auto first_end = heard.find("\r\n\r\n");
  CHECK(heard.compare(first_end + 4, 9, "HTTP/1.1 ") == 0);
}

TEST_CASE("after an upgrade bytes pass both ways, early ones too", "[net]") {
  Link link;
  link.browser.say("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\nearly");
  link.appliance.asked(0, "\r\n\r\n");
  link.settle();
  CHECK_FALSE(link.appliance.http_heard[0]->received.ends_with("early"));
  const std::string switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
  link.appliance.https[0]->write(as_bytes(switching + "first"));
  REQUIRE(link.until([&] { return link.browser.heard.received == switching + "first"; }));
  link.appliance.asked(0, "early");
  link.browser.say(std::string("\0no HTTP", 8));
  link.appliance.asked(0, std::string("\0no HTTP", 8));
  link.appliance.https[0]->close();
  CHECK(link.until([&] { return link.browser.heard.closed; }));
}

TEST_CASE("a connection without a next request is ended after a while", "[net]") {
  net::FrontEndLimits hasty;
  hasty.idle_deadline = std::chrono::milliseconds(100);
  Link link(hasty);
  link.browser.say(kHead);
  link.appliance.asked(0, "\r\n\r\n");
  link.appliance.answer(0, http_answer("one"));
  CHECK(link.closed_with(http_answer("one")));
  CHECK(link.browser.heard.received == http_answer("one"));
}

TEST_CASE("a browser that leaves takes the request with it", "[net]") {
  Link link;
  link.browser.say(kPost + "\r\nhel");
  link.settle();
  link.browser.stream.reset();
  CHECK(link.until([&] { return link.appliance.front->counters().open == 0; }));
}

}  // namespace gatehouse::http_link_test
