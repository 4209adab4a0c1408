#include "appliance/app/authority.h"

#include <algorithm>
#include <filesystem>

#include "appliance/app/identity.h"
#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/net/net_support.h"

namespace gatehouse::authority_test {

using app::Authority;
using app::Identity;

constexpr std::int64_t kDay = 86400;

struct Keys {
  Identity load(std::int64_t now = net_support::now()) const {
    auto identity = Identity::load({directory.path() + "/keys", {}, "", ""}, now);
    REQUIRE(identity);
    return *std::move(identity);
  }
  std::string base() const { return directory.path() + "/keys/authority"; }
  void order() const {
    REQUIRE(Authority::order_successor(base(), net_support::now()));
    REQUIRE(Authority::order_successor(directory.path() + "/keys/devices", net_support::now()));
  }

  test::TemporaryDirectory directory;
};

// Whether who trusts this, or has a certificate of that, can connect.
struct Meeting {
  explicit Meeting(const Identity& identity) {
    const auto server = identity.server_identity();
    REQUIRE(appliance.front->reload(server));
  }
  bool works(net::TlsClientOptions options, const std::string& alpn = net::kAlpnGatehouse) {
    options.host = "127.0.0.1";
    options.port = appliance.front->port();
    options.server_name = alpn == net::kAlpnGatehouse ? "gatehouse.appliance" : "localhost";
    options.alpn = alpn;
    net_support::Client& client = *clients.emplace_back(std::make_unique<net_support::Client>());
    client.dial(loop, options);
    REQUIRE(net_support::run_until(loop, [&] { return client.answered(); }));
    return !client.failure;
  }
  bool trusts(const std::string& authority_pem) {
    net::TlsClientOptions options;
    options.trusted_ca = authority_pem;
    return works(options) && works(options, net::kAlpnHttp);
  }

  net::EventLoop loop;
  net_support::TestAppliance appliance{loop};
  std::vector<std::unique_ptr<net_support::Client>> clients;
};

TEST_CASE("a successor is trusted by who knows it, who knows the former one, and who has its fingerprint",
          "[app]") {
  Keys keys;
  const auto first = keys.load();
  CHECK_FALSE(first.authority().has_former());
  keys.order();
  const auto second = keys.load();
  REQUIRE(second.authority().has_former());
  const std::string old = first.authority().present().certificate_pem;
  const std::string present = second.authority().present().certificate_pem;
  CHECK(old != present);
  CHECK(second.authority().anchor() == old);
  Meeting meeting(second);
  CHECK(meeting.trusts(old));
  CHECK(meeting.trusts(present));
  CHECK(meeting.trusts(second.authority().all()));
  CHECK_FALSE(meeting.trusts(net_support::authorities().server.certificate_pem));
  net::TlsClientOptions by_fingerprint;
  by_fingerprint.trusted_fingerprint = *from_hex(*net::fingerprint(second.authority().anchor()));
  CHECK(meeting.works(by_fingerprint));

  SECTION("also when it has a successor itself") {
    keys.order();
    const auto third = keys.load();
    Meeting later(third);
    CHECK(later.trusts(old));
    CHECK(later.trusts(present));
    CHECK(later.trusts(third.authority().present().certificate_pem));
  }
  SECTION("and machines with certificates of both are known") {
    for (const Identity* identity : {&first, &second}) {
      const std::string key = net::new_key_pem();
      const auto certificate = net::issue_device(identity->devices().present(), *net::new_request(key), "1",
                                                 net_support::now(), 30);
      REQUIRE(certificate);
      net::TlsClientOptions machine;
      machine.trusted_ca = old;
      machine.certificate = *certificate;
      machine.key = key;
      CHECK(meeting.works(machine));
      CHECK(net_support::run_until(meeting.loop, [&] {
        const auto& devices = meeting.appliance.devices;
        return std::any_of(devices.begin(), devices.end(), [&](const auto& device) {
          return device->peer_fingerprint() == *net::key_fingerprint(*certificate);
        });
      }));
    }
  }
}

TEST_CASE("an authority has a successor in time, and is forgotten when it has ended", "[app]") {
  Keys keys;
  const std::int64_t start = kThisVersion;
  const auto first = keys.load(start);
  CHECK(keys.load(start + 2400 * kDay).authority().all() == first.authority().all());
  const auto second = keys.load(start + 2500 * kDay);
  CHECK(second.authority().anchor() == first.authority().anchor());
  CHECK(second.devices().has_former());
  const auto later = keys.load(start + 3700 * kDay);
  CHECK_FALSE(later.authority().has_former());
  CHECK(later.authority().anchor() == second.authority().present().certificate_pem);
  // Every hour the same question.
  CHECK(keys.load(start + 3700 * kDay).authority().all() == later.authority().all());
}

TEST_CASE("a change of authorities that was cut off is finished or never began", "[app]") {
  Keys keys;
  const auto before = keys.load();
  keys.order();
  const std::string next = keys.base() + "-next";
  const auto move = [&](const std::string& file) {
    std::filesystem::rename(next + file, keys.base() + file);
  };
  SECTION("before the last file was written") {
    std::filesystem::remove(next + ".crt");
    CHECK(keys.load().authority().all() == before.authority().all());
    keys.order();
    CHECK(keys.load().authority().has_former());
  }
  SECTION("when the key was in its place") {
    move(".key");
    CHECK(keys.load().authority().has_former());
  }
  SECTION("when only the certificate was left") {
    move(".key");
    move("-former.crt");
    CHECK(keys.load().authority().has_former());
  }
  const auto after = keys.load();
  Meeting meeting(after);
  CHECK(meeting.trusts(before.authority().anchor()));
  CHECK_FALSE(file_exists(next + ".crt"));
}

}  // namespace gatehouse::authority_test
