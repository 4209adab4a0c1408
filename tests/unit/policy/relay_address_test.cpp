#include "appliance/policy/relay_address.h"

#include "tests/support/catch.h"

namespace gatehouse::relay_address_test {

using policy::parse_relay_address;

TEST_CASE("a relay's address is a host with or without a port", "[policy]") {
  const auto text = [](const std::string& typed) {
    const auto address = parse_relay_address(typed);
    return address ? address->text() : "none";
  };
  CHECK(text("relay.example.org") == "relay.example.org:443");
  CHECK(text(" Relay.Example.ORG:8443 ") == "relay.example.org:8443");
  CHECK(text("relay.example.org.") == "relay.example.org:443");
  CHECK(text("xn--mnchen-3ya.example") == "xn--mnchen-3ya.example:443");
  CHECK(text("localhost:1") == "localhost:1");
  CHECK(text("192.0.2.7:65535") == "192.0.2.7:65535");
  CHECK(text("[2001:DB8:0::7]:8443") == "[2001:db8::7]:8443");
  CHECK(text("[2001:db8::7]") == "[2001:db8::7]:443");
  CHECK(text("2001:db8::7") == "[2001:db8::7]:443");
  CHECK_FALSE(parse_relay_address("relay.example")->is_literal);
  CHECK(parse_relay_address("192.0.2.7")->is_literal);
  CHECK(parse_relay_address("::1")->is_literal);
}

TEST_CASE("what is no address of a relay is refused", "[policy]") {
  for (const std::string bad : {"",
                                " ",
                                ":443",
                                "https://relay.example",
                                "relay.example/",
                                "relay.example:",
                                "relay.example:0",
                                "relay.example:65536",
                                "relay.example:+5",
                                "relay.example: 5",
                                "relay.example:4x",
                                "a:1:2",
                                "-a.example",
                                "a-.example",
                                "a..example",
                                ".example",
                                "a_b.example",
                                "m\xc3\xbcnchen.example",
                                "a b.example",
                                "u@h.example",
                                "300.1.1.1",
                                "1.2.3",
                                "5",
                                "0x7f.1",
                                "0.0.0.0",
                                "0.0.0.0:443",
                                "[::]:443",
                                "::",
                                "[::1",
                                "[::1]443",
                                "[::1]:",
                                "[relay.example]:443",
                                "[192.0.2.1]",
                                "fe80::1%eth0",
                                "relay.example;x",
                                "'self'",
                                "*.example",
                                "relay.example\n"
                                "x"}) {
    INFO(bad);
    CHECK_FALSE(parse_relay_address(bad));
  }
  CHECK_FALSE(parse_relay_address(std::string(64, 'a') + ".example"));
  CHECK(parse_relay_address(std::string(63, 'a') + ".example"));
  CHECK_FALSE(parse_relay_address(std::string(63, 'a') + "." + std::string(63, 'b') + ".example"));
}

}  // namespace gatehouse::relay_address_test
