#include <arpa/inet.h>

#include <array>

#include "appliance/policy/outbound_address.h"
#include "appliance/webhooks/courier.h"
#include "appliance/webhooks/signature.h"
#include "tests/support/catch.h"

namespace gatehouse::webhooks_test {

using policy::OutboundPlace;

OutboundPlace place_of(const std::string& text) {
  std::array<std::uint8_t, 16> bytes{};
  const bool v6 = text.find(':') != std::string::npos;
  REQUIRE(::inet_pton(v6 ? AF_INET6 : AF_INET, text.c_str(), bytes.data()) == 1);
  return policy::outbound_place({bytes.data(), v6 ? 16u : 4u});
}

TEST_CASE("where a person's address may lead", "[policy]") {
  for (const std::string address :
       {"93.184.216.34", "8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2001:db8::1", "2a00:1450::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"}) {
    INFO(address);
    CHECK(place_of(address) == OutboundPlace::open);
  }
  for (const std::string address :
       {"127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
        "::1", "fd12::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "64:ff9b:1::1", "fec0::1"}) {
    INFO(address);
    CHECK(place_of(address) == OutboundPlace::nearby);
  }
  for (const std::string address :
       {"169.254.169.254", "169.254.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1",
        "100.100.100.200", "::", "fe80::1", "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "::127.0.0.1", "2001::1", "4000::1", "192.0.0.192"}) {
    INFO(address);
    CHECK(place_of(address) == OutboundPlace::refused);
  }
  CHECK(policy::outbound_place({}) == OutboundPlace::refused);
}

TEST_CASE("a delivery is signed over its time and its body", "[webhooks]") {
  // printf '1769860800.{"a":1}' | openssl dgst -sha256 -hmac whsec_x
  CHECK(webhooks::signature("whsec_x", 1769860800, "{\"a\":1}") ==
        "t=1769860800,v1=98c4d2c53082698410223a22840b32933bb0c00c62fac1ee57c4f97b5e775448");
  CHECK(webhooks::signature("whsec_y", 1769860800, "{\"a\":1}") !=
        webhooks::signature("whsec_x", 1769860800, "{\"a\":1}"));
}

TEST_CASE("a failed delivery waits longer each time", "[webhooks]") {
  CHECK(webhooks::wait_after(1, 0) == std::chrono::seconds(30));
  CHECK(webhooks::wait_after(2, 0) == std::chrono::seconds(120));
  CHECK(webhooks::wait_after(5, 0) == std::chrono::seconds(7680));
  CHECK(webhooks::wait_after(6, 0) == std::chrono::hours(6));
  CHECK(webhooks::wait_after(1000, 0) == std::chrono::hours(6));
  CHECK(webhooks::wait_after(1, 300) == std::chrono::seconds(300));  // its webhook has failed that long
  CHECK(webhooks::wait_after(1, 86400) == std::chrono::hours(1));
}

}  // namespace gatehouse::webhooks_test
