#include <netinet/in.h>
#include <sys/ioctl.h>

#include "appliance/base/text.h"
#include "appliance/net/distance.h"
#include "appliance/net/listener.h"
#include "tests/support/full_queue.h"
#include "tests/unit/net/net_support.h"

namespace gatehouse::tls_test {
using namespace net_support;

TEST_CASE("a device is known by its certificate", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client client;
  client.dial(loop, device_options(appliance));
  REQUIRE(run_until(loop, [&] { return client.answered() && !appliance.devices.empty(); }));
  REQUIRE_FALSE(client.failure);
  CHECK(appliance.devices[0]->peer_fingerprint() == *net::key_fingerprint(authorities().device_certificate));
  CHECK(appliance.devices[0]->alpn() == "gatehouse/1");
  CHECK(appliance.devices[0]->peer().ip == "127.0.0.1");
  CHECK(client.stream->peer_fingerprint() == *net::key_fingerprint(authorities().for_agents.certificate_pem));
}

TEST_CASE("a client without certificate may knock, as nobody", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client client;
  client.dial(loop, options_for(appliance, net::kAlpnGatehouse));
  REQUIRE(run_until(loop, [&] { return client.answered() && !appliance.devices.empty(); }));
  CHECK(appliance.devices[0]->peer_fingerprint().empty());
}

TEST_CASE("a certificate of another authority ends the handshake", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  const auto stranger = *net::new_authority("Test device CA", now(), 30);
  auto options = device_options(appliance);
  options.certificate = *net::issue_device(stranger, *net::new_request(options.key), "device-1", now(), 30);
  Client client;
  client.dial(loop, options);
  // With TLS 1.3 the client is done before the server has looked at its certificate.
  REQUIRE(run_until(loop, [&] { return client.failure || client.heard.closed; }));
  CHECK(run_until(loop, [&] { return appliance.front->counters().handshakes_failed == 1; }));
  CHECK(appliance.devices.empty());
}

TEST_CASE("a server certificate does not make a device", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  auto options = device_options(appliance);
  const auto wrong_purpose = *net::issue_server(authorities().device, {"device-1"}, now(), 30);
  options.certificate = wrong_purpose.certificate_pem;
  options.key = wrong_purpose.key_pem;
  Client client;
  client.dial(loop, options);
  REQUIRE(run_until(loop, [&] { return client.failure || client.heard.closed; }));
  CHECK(appliance.devices.empty());
}

TEST_CASE("a client accepts only the authority and the name it expects", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client wrong_name, wrong_authority, no_name;
  auto options = device_options(appliance);
  options.server_name = "other.appliance";
  wrong_name.dial(loop, options);
  options = device_options(appliance);
  options.trusted_ca = authorities().device.certificate_pem;
  wrong_authority.dial(loop, options);
  options = device_options(appliance);
  options.server_name.clear();
  no_name.dial(loop, options);
  REQUIRE(run_until(
      loop, [&] { return wrong_name.answered() && wrong_authority.answered() && no_name.answered(); }));
  CHECK(wrong_name.failure);
  CHECK(wrong_authority.failure);
  CHECK(no_name.failure);
}

TEST_CASE("a connection that is not answered can be given up at any time", "[net]") {
  const test::FullQueue full;
  net::EventLoop loop;
  net::TlsClientOptions options;
  options.host = "127.0.0.1";
  options.port = full.port();
  bool answered = false;
  auto dialing = net::tls_connect(loop, options, [&](auto) { answered = true; });
  net::EventLoop::HandlePtr measuring;
  measuring =
      net::measure_distance(loop, options.host, options.port, std::chrono::milliseconds(100), [&](auto time) {
        CHECK_FALSE(time);
        measuring.reset();
        dialing.reset();
      });
  CHECK(run_until(loop, [&] { return !measuring; }));
  int turns = 0;
  CHECK(run_until(loop, [&] { return ++turns > 20; }));
  CHECK_FALSE(answered);
}

TEST_CASE("a connection that breaks in the middle of the handshake is told at once", "[net]") {
  net::EventLoop loop;
  UniqueFd accepted;
  const auto there = *net::Listener::open(
      loop, "127.0.0.1:0", [&](UniqueFd socket, const net::PeerAddress&) { accepted = std::move(socket); });
  net::TlsClientOptions options;
  options.host = "127.0.0.1";
  options.port = there->port();
  options.server_name = "localhost";
  options.trusted_ca = authorities().server.certificate_pem;
  Client client;
  client.dial(loop, options);
  const auto said_hello = [&] {
    int waiting = 0;
    return accepted && ::ioctl(accepted.get(), FIONREAD, &waiting) == 0 && waiting > 0;
  };
  REQUIRE(run_until(loop, said_hello));
  const auto before = std::chrono::steady_clock::now();
  accepted.reset();  // with the hello unread: a reset
  REQUIRE(run_until(loop, [&] { return client.answered(); }));
  REQUIRE(client.failure);
  CHECK(client.failure->message.find("the connection broke") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - before < test::when_busy(std::chrono::seconds(1)));
}

TEST_CASE("a client that breaks the handshake off is gone at once", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(appliance.front->port());
  REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0);
  REQUIRE(::send(socket.get(), "\x16\x03\x01", 3, 0) == 3);
  REQUIRE(run_until(loop, [&] { return appliance.front->counters().open == 1; }));
  const linger at_once{1, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket.reset();
  REQUIRE(run_until(loop, [&] { return appliance.front->counters().open == 0; }));
  CHECK(appliance.front->counters().handshakes_failed == 1);
  CHECK(appliance.front->counters().handshakes_timed_out == 0);
}

// --- By the authority's fingerprint ---

std::string raw_fingerprint(const net::KeyAndCertificate& pair) {
  return *from_hex(*net::fingerprint(pair.certificate_pem));
}

// A front end that shows agents this certificate.
struct Shown final : net::FrontEndNeeds {
  Shown(net::EventLoop& loop, const net::KeyAndCertificate& for_agents) {
    auto opened = net::FrontEnd::open(
        loop, "127.0.0.1:0", {},
        {authorities().host, for_agents, authorities().device.certificate_pem, {}, {"localhost"}}, *this);
    REQUIRE(opened);
    front = std::move(*opened);
  }
  void device_connected(std::unique_ptr<net::TlsStream> stream) override {
    devices.push_back(std::move(stream));
  }
  bool http_connected(UniqueFd, const net::PeerAddress&) override { return false; }
  std::vector<std::unique_ptr<net::TlsStream>> devices;
  std::unique_ptr<net::FrontEnd> front;
};

// What a machine with `fingerprint` makes of it: the authority it found, or why not.
Result<std::string> meet(const net::KeyAndCertificate& shown, const std::string& fingerprint,
                         const std::string& name = "gatehouse.appliance") {
  net::EventLoop loop;
  Shown appliance(loop, shown);
  net::TlsClientOptions options;
  options.host = "127.0.0.1";
  options.port = appliance.front->port();
  options.server_name = name;
  options.trusted_fingerprint = fingerprint;
  std::string found;
  options.authority_found = [&](std::string pem) { found = std::move(pem); };
  Client client;
  client.dial(loop, options);
  REQUIRE(run_until(loop, [&] { return client.answered(); }));
  if (client.failure) {
    CHECK(found.empty());
    return *client.failure;
  }
  return found;
}

net::KeyAndCertificate with(net::KeyAndCertificate pair, const net::KeyAndCertificate& authority) {
  pair.certificate_pem += authority.certificate_pem;
  return pair;
}

TEST_CASE("an authority known by its fingerprint is found in the chain and kept", "[net]") {
  const auto& own = authorities();
  const auto found = meet(with(own.for_agents, own.server), raw_fingerprint(own.server));
  REQUIRE(found);
  CHECK(*net::fingerprint(*found) == *net::fingerprint(own.server.certificate_pem));
}

TEST_CASE("by fingerprint nothing else is accepted", "[net]") {
  const auto& own = authorities();
  const auto chain = with(own.for_agents, own.server);
  const std::string right = raw_fingerprint(own.server);
  std::string one_bit = right;
  one_bit[31] = static_cast<char>(one_bit[31] ^ 1);
  const auto says = [](const Result<std::string>& result, const char* words) {
    REQUIRE_FALSE(result);
    INFO(result.error().message);
    CHECK(result.error().message.find(words) != std::string::npos);
  };
  says(meet(chain, one_bit), "not of the appliance");
  says(meet(chain, right.substr(1)), "32 bytes");
  says(meet(chain, right, "other.appliance"), "another name");
  CHECK_FALSE(meet(chain, right, ""));
  // The authority is not sent, or is the certificate shown itself.
  says(meet(own.for_agents, right), "not of the appliance");
  says(meet(own.for_agents, raw_fingerprint(own.for_agents)), "not of the appliance");
  // Issued by another authority of the same name, with the right one beside it.
  const auto forger = *net::new_authority("Test server CA", now(), 30);
  const auto forged = *net::issue_server(forger, {"gatehouse.appliance"}, now(), 30);
  says(meet(with(forged, own.server), right), "not of the appliance");
  says(meet(with(with(forged, forger), own.server), right), "not of the appliance");
  says(meet(with(with(forged, own.server), forger), right), "not of the appliance");
}

TEST_CASE("by fingerprint, too, a certificate is good in its time only", "[net]") {
  const auto& own = authorities();
  constexpr std::int64_t kYear = 365 * 86400;
  const auto old = *net::issue_server(own.server, {"gatehouse.appliance"}, now() - kYear, 30);
  const auto early = *net::issue_server(own.server, {"gatehouse.appliance"}, now() + kYear, 30);
  for (const auto& shown : {old, early}) {
    const auto result = meet(with(shown, own.server), raw_fingerprint(own.server));
    REQUIRE_FALSE(result);
    CHECK(result.error().message.find("not valid at this time") != std::string::npos);
  }
  const auto old_authority = *net::new_authority("Test server CA", now() - 2 * kYear, 30);
  const auto shown = *net::issue_server(old_authority, {"gatehouse.appliance"}, now(), 30);
  CHECK_FALSE(meet(with(shown, old_authority), raw_fingerprint(old_authority)));
}

TEST_CASE("bytes cross a TLS connection whole, in both directions", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client client;
  client.dial(loop, device_options(appliance));
  REQUIRE(run_until(loop, [&] { return client.answered() && !appliance.devices.empty(); }));
  Listener server;
  appliance.devices[0]->start(server.events());
  std::string text;
  for (int i = 0; i < 200000; ++i) text += std::to_string(i) + ",";
  client.say(text);
  appliance.devices[0]->write(as_bytes(text));
  REQUIRE(run_until(loop, [&] {
    return server.received.size() >= text.size() && client.heard.received.size() >= text.size();
  }));
  CHECK(server.received == text);
  CHECK(client.heard.received == text);
  CHECK(client.heard.drained == 1);
  appliance.devices[0]->close();
  REQUIRE(run_until(loop, [&] { return client.heard.closed && server.closed; }));
  CHECK_FALSE(client.heard.error);
  CHECK_FALSE(server.error);
}

TEST_CASE("a TLS peer that vanishes is an error, not an end", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client client;
  client.dial(loop, device_options(appliance));
  REQUIRE(run_until(loop, [&] { return client.answered() && !appliance.devices.empty(); }));
  Listener server;
  appliance.devices[0]->start(server.events());
  client.stream.reset();
  REQUIRE(run_until(loop, [&] { return server.closed; }));
  CHECK(server.error);
}

TEST_CASE("a paused TLS stream delivers nothing until it is resumed", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Client client;
  client.dial(loop, device_options(appliance));
  REQUIRE(run_until(loop, [&] { return client.answered() && !appliance.devices.empty(); }));
  net::TlsStream& stream = *appliance.devices[0];
  std::string got;
  stream.start({.data =
                    [&](ByteView data) {
                      got.append(as_text(data));
                      stream.pause_reading();
                    },
                .drained = nullptr,
                .closed = nullptr});
  const std::string text(100000, 'x');
  client.say(text);
  std::size_t steps = 0;
  while (got.size() < text.size()) {
    const std::size_t before = got.size();
    REQUIRE(run_until(loop, [&] { return got.size() > before; }));
    ++steps;
    stream.resume_reading();
  }
  CHECK(got == text);
  CHECK(steps >= text.size() / 16384);
}

TEST_CASE("nobody to talk to is said in a sentence", "[net]") {
  net::EventLoop loop;
  Client client;
  net::TlsClientOptions options;
  options.host = "127.0.0.1";
  options.port = 1;
  options.server_name = "gatehouse.appliance";
  options.trusted_ca = authorities().server.certificate_pem;
  client.dial(loop, options);
  CHECK_FALSE(client.answered());
  REQUIRE(run_until(loop, [&] { return client.answered(); }));
  CHECK(client.failure->message == "cannot connect to 127.0.0.1 port 1: no connection: Connection refused");
}

}  // namespace gatehouse::tls_test
