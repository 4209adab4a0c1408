#include "tests/unit/net/net_support.h"

namespace gatehouse::resumption_test {
using namespace net_support;

// The link of a device that is idle most of its life, twice: what the second trusts shows whether it was resumed,
// for a resumed connection shows no certificate.
struct Device {
  net::TlsClientOptions options(const TestAppliance& appliance) const {
    auto made = device_options(appliance);
    made.idle_link = kept;
    return made;
  }
  // The fingerprint by which the appliance knows it now, or nothing: the connection failed.
  std::string connects(TestAppliance& appliance, const net::TlsClientOptions& options) {
    Client client;
    client.dial(appliance.loop, options);
    const auto here = appliance.devices.size() + 1;
    REQUIRE(run_until(appliance.loop, [&] { return client.failure || appliance.devices.size() == here; }));
    if (client.failure) return "";
    REQUIRE(run_until(appliance.loop, [&] { return client.answered(); }));
    client.say("a word");
    Listener& heard = *heards.emplace_back(std::make_unique<Listener>());
    appliance.devices.back()->start(heard.events());
    REQUIRE(run_until(appliance.loop, [&] { return heard.received == "a word"; }));
    return appliance.devices.back()->peer_fingerprint();
  }
  std::string resumes(TestAppliance& appliance) {
    auto made = options(appliance);
    made.trusted_ca = authorities().device.certificate_pem;  // of which the appliance has no certificate
    return connects(appliance, made);
  }

  std::vector<std::unique_ptr<Listener>> heards{};
  std::shared_ptr<net::TlsResumption> kept = net::TlsResumption::create();
};

const std::string& device_1() {
  static const std::string fingerprint = *net::key_fingerprint(authorities().device_certificate);
  return fingerprint;
}

TEST_CASE("a device resumes its link, and is known by its certificate still", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Device device;
  CHECK(device.resumes(appliance).empty());
  CHECK(device.connects(appliance, device.options(appliance)) == device_1());
  CHECK(device.resumes(appliance) == device_1());
  CHECK(device.resumes(appliance) == device_1());
}

TEST_CASE("a link is resumed after a restart with the same keys, and after one change of them", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Device device;
  REQUIRE(device.connects(appliance, device.options(appliance)) == device_1());
  net::ServerIdentity identity = authorities().identity();
  SECTION("the same") {
    REQUIRE(appliance.front->reload(identity));
    CHECK(device.resumes(appliance) == device_1());
  }
  SECTION("one change") {
    identity.resumption = {std::string(36, 'n'), identity.resumption.current};
    REQUIRE(appliance.front->reload(identity));
    CHECK(device.resumes(appliance) == device_1());
  }
  SECTION("two changes: a whole handshake, which works as ever") {
    identity.resumption = {std::string(36, 'n'), std::string(36, 'm')};
    REQUIRE(appliance.front->reload(identity));
    CHECK(device.resumes(appliance).empty());
    CHECK(device.connects(appliance, device.options(appliance)) == device_1());
  }
}

TEST_CASE("long messages pass a link of small records, in both directions", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Device device;
  Client client;
  client.dial(loop, device.options(appliance));
  REQUIRE(run_until(loop, [&] { return client.stream && appliance.devices.size() == 1; }));
  Listener heard;
  appliance.devices[0]->start(heard.events());
  std::string text;
  for (int i = 0; text.size() < 100'000; ++i) text += std::to_string(i);
  client.say(text);
  appliance.devices[0]->write(as_bytes(text));
  CHECK(run_until(loop, [&] { return heard.received == text && client.heard.received == text; }));
}

TEST_CASE("what a browser's connection left behind makes nobody a device", "[net]") {
  net::EventLoop loop;
  TestAppliance appliance(loop);
  Device device;
  auto browser = options_for(appliance, net::kAlpnHttp);
  browser.idle_link = device.kept;
  Client client;
  client.dial(loop, browser);
  REQUIRE(run_until(loop, [&] { return client.stream != nullptr; }));
  auto stranger = options_for(appliance, net::kAlpnGatehouse);
  stranger.idle_link = device.kept;
  CHECK(device.connects(appliance, stranger).empty());
}

}  // namespace gatehouse::resumption_test
