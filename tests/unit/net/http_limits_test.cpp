// What one address, or one browser that reads nothing, can take of the HTTP server: little.
#include "tests/unit/net/net_support.h"

namespace gatehouse::http_limits_test {
using namespace net_support;

struct Crowd {
  Crowd(std::size_t size, net::FrontEndLimits limits) : appliance(loop, limits) {
    for (std::size_t i = 0; i < size; ++i) add();
  }
  Client& add() {
    browsers.push_back(std::make_unique<Client>());
    Client& browser = *browsers.back();
    browser.dial(loop, options_for(appliance, net::kAlpnHttp));
    REQUIRE(until([&] { return browser.answered(); }));
    REQUIRE(browser.stream);
    return browser;
  }
  bool until(const std::function<bool()>& holds) { return run_until(loop, holds); }
  void settle() {
    int turns = 0;
    REQUIRE(until([&] { return ++turns > 20; }));
  }

  net::EventLoop loop;
  TestAppliance appliance;
  std::vector<std::unique_ptr<Client>> browsers;
};

const std::string kLarge = http_answer(std::string(8 << 20, 'x'));

TEST_CASE("one address has so many requests at the server; others wait for their turn", "[net]") {
  net::FrontEndLimits limits;
  limits.requests_per_address = 2;
  Crowd crowd(4, limits);
  for (auto& browser : crowd.browsers) browser->say(kHead);
  REQUIRE(crowd.until([&] { return crowd.appliance.https.size() == 2; }));
  crowd.settle();
  CHECK(crowd.appliance.https.size() == 2);
  crowd.appliance.answer(0, http_answer("one"));
  REQUIRE(crowd.until([&] { return crowd.appliance.https.size() == 3; }));
  // A WebSocket is not in the way.
  crowd.appliance.https[1]->write(as_bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  REQUIRE(crowd.until([&] { return crowd.appliance.https.size() == 4; }));
}

TEST_CASE("who waits too long for a turn is told", "[net]") {
  net::FrontEndLimits limits;
  limits.requests_per_address = 1;
  limits.turn_deadline = std::chrono::milliseconds(100);
  Crowd crowd(2, limits);
  crowd.browsers[0]->say(kHead);
  REQUIRE(crowd.until([&] { return crowd.appliance.https.size() == 1; }));
  crowd.browsers[1]->say(kHead);
  REQUIRE(crowd.until([&] { return crowd.browsers[1]->heard.received.starts_with("HTTP/1.1 503 "); }));
  CHECK(crowd.appliance.front->counters().refused_address == 1);
}

TEST_CASE("a browser that takes nothing of its answer is left", "[net]") {
  net::FrontEndLimits limits;
  limits.unread_deadline = std::chrono::milliseconds(300);
  Crowd crowd(1, limits);
  crowd.browsers[0]->say(kHead);
  crowd.appliance.asked(0, "\r\n\r\n");
  crowd.browsers[0]->stream->pause_reading();
  crowd.appliance.answer(0, kLarge);
  REQUIRE(crowd.until([&] { return crowd.appliance.http_heard[0]->closed; }));
  CHECK(crowd.appliance.front->counters().unread_answers == 1);
  CHECK(crowd.until([&] { return crowd.appliance.front->counters().open == 0; }));
}

TEST_CASE("a browser that reads slowly is not left", "[net]") {
  net::FrontEndLimits limits;
  limits.unread_deadline = std::chrono::milliseconds(1500);
  Crowd crowd(1, limits);
  Client& browser = *crowd.browsers[0];
  browser.say(kHead);
  crowd.appliance.asked(0, "\r\n\r\n");
  crowd.appliance.answer(0, kLarge);
  bool reads = true;
  const auto slowly = crowd.loop.every(std::chrono::milliseconds(20), [&] {
    reads = !reads;
    if (browser.heard.closed) return;
    reads ? browser.stream->resume_reading() : browser.stream->pause_reading();
  });
  REQUIRE(crowd.until([&] { return browser.heard.received.size() == kLarge.size(); }));
  CHECK_FALSE(browser.heard.closed);
}

TEST_CASE("browsers that read nothing give way when the server has no thread left", "[net]") {
  net::FrontEndLimits limits;
  limits.requests = 2;
  Crowd crowd(3, limits);
  for (std::size_t i = 0; i < 2; ++i) {
    crowd.browsers[i]->say(kHead);
    crowd.appliance.asked(i, "\r\n\r\n");
    crowd.browsers[i]->stream->pause_reading();
    crowd.appliance.https[i]->write(as_bytes(kLarge));
    const std::size_t all = kLarge.size();
    // Blocked: what is left does not get less.
    std::size_t left = 0;
    int unchanged = 0;
    REQUIRE(crowd.until([&] {
      const std::size_t now_left = crowd.appliance.https[i]->pending();
      unchanged = now_left == left ? unchanged + 1 : 0;
      left = now_left;
      return left > 0 && left < all && unchanged > 50;
    }));
  }
  crowd.browsers[2]->say(kHead);
  crowd.appliance.asked(2, "\r\n\r\n");
  REQUIRE(crowd.until([&] { return crowd.appliance.http_heard[0]->closed; }));
  CHECK_FALSE(crowd.appliance.http_heard[1]->closed);
  CHECK(crowd.appliance.front->counters().gave_way == 1);
}

TEST_CASE("a browser that asks on and on and takes nothing is not answered on and on", "[net]") {
  Crowd crowd(1, {});
  Client& browser = *crowd.browsers[0];
  browser.stream->pause_reading();
  std::string requests;
  for (int i = 0; i < 3000; ++i) requests += kHead;
  browser.say(requests);
  std::size_t answered = 0;
  int quiet = 0;
  REQUIRE(crowd.until([&] {
    for (++quiet; answered < crowd.appliance.https.size(); quiet = 0)
      crowd.appliance.answer(answered++, http_answer(std::string(16 * 1024, 'x')));
    return quiet > 200;
  }));
  // What the kernel's buffers and the high-water mark hold, a third of all.
  CHECK(answered < 1500);
  browser.stream->resume_reading();
  REQUIRE(crowd.until([&] {
    while (answered < crowd.appliance.https.size())
      crowd.appliance.answer(answered++, http_answer(std::string(16 * 1024, 'x')));
    return answered == 3000;
  }));
}

TEST_CASE("memory for bodies is bounded, and small ones always fit", "[net]") {
  net::FrontEndLimits limits;
  limits.body_memory = 400 * 1024;  // 100 KiB for one address
  Crowd crowd(2, limits);
  const std::string head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
  crowd.browsers[0]->say(head + "200000\r\n\r\n" + std::string(199999, 'x'));
  REQUIRE(crowd.until([&] { return crowd.browsers[0]->heard.received.starts_with("HTTP/1.1 503 "); }));
  CHECK(crowd.appliance.front->counters().refused_busy == 1);
  crowd.browsers[1]->say(head + "10000\r\n\r\n" + std::string(10000, 'x'));
  crowd.appliance.asked(0, "xxx");
}

TEST_CASE("connections that wait for their own request give way to new ones", "[net]") {
  net::FrontEndLimits limits;
  limits.connections_per_address = 3;
  Crowd crowd(3, limits);
  crowd.browsers[0]->say(kHead);  // it waits for us, not we for it
  crowd.appliance.asked(0, "\r\n\r\n");
  crowd.browsers[1]->say("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n");
  crowd.settle();
  Client& late = crowd.add();
  REQUIRE(crowd.until([&] { return crowd.browsers[2]->heard.closed; }));  // silent for longest
  late.say("GET");
  crowd.settle();
  crowd.add();
  REQUIRE(crowd.until([&] { return crowd.browsers[1]->heard.closed; }));
  CHECK_FALSE(crowd.browsers[0]->heard.closed);
  CHECK(crowd.appliance.front->counters().gave_way == 2);
}

}  // namespace gatehouse::http_limits_test
