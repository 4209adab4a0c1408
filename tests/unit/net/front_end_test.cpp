#include "appliance/net/front_end.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/unit/net/net_support.h"

namespace gatehouse::front_end_test {
using namespace net_support;

// A TCP connection that says `text` and no more.
std::unique_ptr<net::Stream> raw_client(net::EventLoop& loop, std::uint16_t port, std::string_view text) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  auto stream = net::stream_over(loop, std::move(socket));
  stream->write(as_bytes(text));
  return stream;
}

TEST_CASE("a whole request reaches the HTTP server, and its answer the browser", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client browser;
  browser.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return browser.answered(); }));
  REQUIRE_FALSE(browser.failure);
  CHECK(browser.stream->peer_fingerprint() == *net::key_fingerprint(authorities().host.certificate_pem));
  browser.say(kHead.substr(0, 10));
  int turns = 0;
  CHECK(run_until(loop, [&] { return ++turns > 20; }));
  CHECK(appliance.https.empty());
  browser.say(kHead.substr(10));
  CHECK(appliance.asked(0, "\r\n\r\n") == kHead);
  CHECK(appliance.peers[0].ip == "127.0.0.1");
  appliance.answer(0, http_answer("answer"));
  REQUIRE(run_until(loop, [&] { return browser.heard_all("answer"); }));
  CHECK(browser.heard.received == http_answer("answer"));
  CHECK_FALSE(browser.heard.closed);
  browser.stream->close();
  CHECK(run_until(loop, [&] { return appliance.front->counters().open == 0; }));
}

std::string answer_to(const std::string& said, net::FrontEndLimits limits = {}) {
  net::EventLoop loop;
  TestAppliance appliance(loop, limits);
  Client browser;
  browser.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return browser.answered(); }));
  browser.say(said);
  REQUIRE(run_until(loop, [&] { return browser.heard.closed; }));
  CHECK(appliance.https.empty());
  return browser.heard.received;
}

TEST_CASE("bad heads are refused before the HTTP server hears of them", "[net]") {
  net::FrontEndLimits small;
  small.head_bytes = 1000;
  CHECK(answer_to("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(1000, 'x'), small)
            .starts_with("HTTP/1.1 431 "));
  CHECK(answer_to("GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n").starts_with("HTTP/1.1 400 "));
  CHECK(answer_to("GET / HTTP/1.1\nHost: a\n\n\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

TEST_CASE("a head that comes too slowly is ended, a silent connection without a word", "[net]") {
  net::FrontEndLimits hasty;
  hasty.head_deadline = std::chrono::milliseconds(100);
  CHECK(answer_to("GET / HT", hasty).starts_with("HTTP/1.1 408 "));
  CHECK(answer_to("", hasty).empty());
}

TEST_CASE("plain HTTP on the TLS port gets an explanation", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  auto client = raw_client(loop, appliance.front->port(), kHead);
  Listener heard;
  client->start(heard.events());
  REQUIRE(run_until(loop, [&] { return heard.closed; }));
  CHECK(heard.received.starts_with("HTTP/1.1 400 "));
  CHECK(heard.received.find("https://") != std::string::npos);
}

TEST_CASE("a handshake that does not go on is ended", "[net]") {
  net::EventLoop loop;
  net::FrontEndLimits hasty;
  hasty.handshake_deadline = std::chrono::milliseconds(100);
  TestAppliance appliance(loop, hasty);
  auto client = raw_client(loop, appliance.front->port(), "\x16\x03\x01\x02");
  Listener heard;
  client->start(heard.events());
  REQUIRE(run_until(loop, [&] { return heard.closed; }));
  CHECK(appliance.front->counters().handshakes_timed_out == 1);
}

TEST_CASE("half-open TLS and HTTP clients keep nobody out", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  std::vector<std::unique_ptr<net::Stream>> half_shaken;
  std::vector<std::unique_ptr<Client>> half_asked;
  for (int i = 0; i < 300; ++i) {
    half_shaken.push_back(raw_client(loop, appliance.front->port(), "\x16\x03\x01"));
    half_asked.push_back(std::make_unique<Client>());
    half_asked.back()->dial(loop, options_for(appliance, net::kAlpnHttp));
    REQUIRE(run_until(loop, [&] { return half_asked.back()->answered(); }));
    if (half_asked.back()->stream) half_asked.back()->say("GET / HT");
  }
  Client browser;
  browser.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return browser.answered(); }));
  REQUIRE_FALSE(browser.failure);
  browser.say(kHead);
  REQUIRE(run_until(loop, [&] { return appliance.https.size() == 1; }));
  const net::FrontEndCounters counters = appliance.front->counters();
  CHECK(counters.open <= 256);
  CHECK(counters.gave_way > 300);
  CHECK(counters.refused_address == 0);
}

// What a client says first, of whatever it shows and trusts.
std::string client_hello(net::EventLoop& loop, net::TlsClientOptions options) {
  const UniqueFd listening(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(listening.get(), raw, size) == 0);
  REQUIRE(::listen(listening.get(), 1) == 0);
  REQUIRE(::getsockname(listening.get(), raw, &size) == 0);
  options.port = ntohs(address.sin_port);
  Client client;
  client.dial(loop, options);
  UniqueFd accepted;
  char buffer[4096];
  ssize_t got = 0;
  REQUIRE(run_until(loop, [&] {
    if (!accepted)
      accepted = UniqueFd(::accept4(listening.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    return accepted && (got = ::recv(accepted.get(), buffer, sizeof buffer, 0)) > 0;
  }));
  return {buffer, static_cast<std::size_t>(got)};
}

TEST_CASE("handshakes that go on are not driven out by more of the same address", "[net]") {
  net::EventLoop loop;
  net::FrontEndLimits few;
  few.connections_per_address = 2;
  TestAppliance appliance(loop, few);
  const std::string hello = client_hello(loop, device_options(appliance));
  Listener heard[4];
  std::vector<std::unique_ptr<net::Stream>> clients;
  const auto come = [&](const std::string& text) {
    clients.push_back(raw_client(loop, appliance.front->port(), text));
    clients.back()->start(heard[clients.size() - 1].events());
  };
  come(hello);
  come(hello);
  REQUIRE(run_until(loop, [&] { return !heard[0].received.empty() && !heard[1].received.empty(); }));
  come("");
  REQUIRE(run_until(loop, [&] { return heard[2].closed; }));
  CHECK(appliance.front->counters().refused_address == 1);
  CHECK(appliance.front->counters().gave_way == 0);
  // Who has not said hello gives way at once.
  clients[1].reset();
  REQUIRE(run_until(loop, [&] { return appliance.front->counters().open == 1; }));
  clients[2] = raw_client(loop, appliance.front->port(), "");
  Listener silent;
  clients[2]->start(silent.events());
  REQUIRE(run_until(loop, [&] { return appliance.front->counters().open == 2; }));
  come(hello);
  REQUIRE(run_until(loop, [&] { return silent.closed && !heard[3].received.empty(); }));
  CHECK(appliance.front->counters().gave_way == 1);
  CHECK_FALSE(heard[0].closed);
}

TEST_CASE("one address can't have more connections than allowed", "[net]") {
  net::EventLoop loop;
  net::FrontEndLimits few;
  few.connections_per_address = 2;
  TestAppliance appliance(loop, few);
  Client browsers[3];
  for (Client& browser : browsers) {
    browser.dial(loop, options_for(appliance, net::kAlpnHttp));
    REQUIRE(run_until(loop, [&] { return browser.answered(); }));
    if (browser.stream) browser.say(kHead);
    run_until(loop, [&] {
      return browser.failure || appliance.https.size() == std::size_t(&browser - browsers) + 1;
    });
  }
  CHECK(browsers[1].stream);
  CHECK(browsers[2].failure);
  CHECK(appliance.front->counters().refused_address == 1);
  // Devices that the relay knows do not count; their certificate alone is not enough.
  browsers[0].stream.reset();
  appliance.answer(0, http_answer(""));
  REQUIRE(run_until(loop, [&] { return appliance.front->counters().open == 1; }));
  Client devices[3];
  for (std::size_t i = 0; i < 3; ++i) {
    devices[i].dial(loop, device_options(appliance));
    REQUIRE(run_until(loop, [&] { return devices[i].answered() && appliance.devices.size() == i + 1; }));
    CHECK(appliance.front->counters().open == 2);
    appliance.devices.back()->leave_limits();
    CHECK(appliance.front->counters().open == 1);
  }
}

TEST_CASE("a reload changes new handshakes and no open connection; a bad one changes nothing", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client before, after;
  before.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return before.answered(); }));
  net::ServerIdentity identity = authorities().identity();
  identity.browser = *net::issue_server(authorities().server, {"localhost"}, now(), 30);
  const std::string renewed = *net::key_fingerprint(identity.browser.certificate_pem);
  REQUIRE(appliance.front->reload(identity));
  identity.browser.key_pem = authorities().host.key_pem;
  CHECK_FALSE(appliance.front->reload(identity));
  after.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return after.answered(); }));
  CHECK(after.stream->peer_fingerprint() == renewed);
  before.say(kHead);
  CHECK(run_until(loop, [&] { return appliance.https.size() == 1; }));
}

TEST_CASE("draining lets an answer finish and takes nobody new", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client asking, idle, late;
  asking.dial(loop, options_for(appliance, net::kAlpnHttp));
  idle.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return asking.answered() && idle.answered(); }));
  asking.say(kHead);
  REQUIRE(run_until(loop, [&] { return appliance.https.size() == 1; }));
  bool drained = false;
  appliance.front->drain([&] { drained = true; });
  CHECK_FALSE(drained);
  REQUIRE(run_until(loop, [&] { return idle.heard.closed; }));
  late.dial(loop, options_for(appliance, net::kAlpnHttp));
  REQUIRE(run_until(loop, [&] { return late.answered(); }));
  CHECK(late.failure);
  appliance.answer(0, http_answer("answer"));
  REQUIRE(run_until(loop, [&] { return drained && asking.heard.closed; }));
  CHECK(asking.heard.received.find("\r\nConnection: close\r\n") != std::string::npos);
  CHECK(asking.heard.received.ends_with("answer"));
}

TEST_CASE("why it can't listen is said with what to do", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  const std::string taken = "127.0.0.1:" + std::to_string(appliance.front->port());
  const auto second = net::FrontEnd::open(loop, taken, {}, authorities().identity(), appliance);
  REQUIRE_FALSE(second);
  CHECK(second.error().message.find("port " + std::to_string(appliance.front->port()) +
                                    " is already in use") == 0);
  const auto nonsense = net::FrontEnd::open(loop, "localhost", {}, authorities().identity(), appliance);
  REQUIRE_FALSE(nonsense);
  CHECK(nonsense.error().message.find("0.0.0.0:8443") != std::string::npos);
  CHECK_FALSE(net::FrontEnd::open(loop, "192.0.2.1:0", {}, authorities().identity(), appliance));
}

}  // namespace gatehouse::front_end_test
