#include "appliance/wire/direct_address.h"

#include "tests/support/catch.h"

namespace gatehouse::direct_address_test {

TEST_CASE("only addresses that can be another computer's are told to viewers", "[wire]") {
  for (const char* good : {"192.0.2.7", "10.0.0.1", "172.17.0.1", "2001:db8::1", "fd00::2"}) {
    INFO(good);
    CHECK(wire::direct_ip(good) == good);
  }
  CHECK(wire::direct_ip("2001:DB8:0:0::1") == "2001:db8::1");
  for (const std::string bad : {"",
                                "host",
                                "127.0.0.1",
                                "127.255.0.1",
                                "0.0.0.0",
                                "0.1.2.3",
                                "224.0.0.1",
                                "239.1.1.1",
                                "240.0.0.1",
                                "255.255.255.255",
                                "169.254.169.254",
                                "192.0.2",
                                "192.0.2.7 ",
                                "192.0.2.7:80",
                                "::",
                                "::1",
                                "ff02::1",
                                "fe80::1",
                                "fe80::1%eth0",
                                "febf::1",
                                "::ffff:127.0.0.1",
                                "::ffff:192.0.2.7",
                                "::127.0.0.1",
                                "[2001:db8::1]"}) {
    INFO(bad);
    CHECK_FALSE(wire::direct_ip(bad));
  }
  CHECK_FALSE(wire::direct_ip(std::string("192.0.2.7\0x", 11)));
}

TEST_CASE("a direct address has a port that is not a system service's, and is read as it is written",
          "[wire]") {
  CHECK_FALSE(wire::direct_address("192.0.2.7", 0));
  CHECK_FALSE(wire::direct_address("192.0.2.7", 1023));
  CHECK_FALSE(wire::direct_address("127.0.0.1", 7070));
  CHECK(wire::direct_address("192.0.2.7", 1024)->text() == "192.0.2.7:1024");
  CHECK(wire::direct_address("2001:db8::1", 65535)->text() == "[2001:db8::1]:65535");
  for (const char* good : {"192.0.2.7:7070", "[2001:db8::1]:7070"}) {
    INFO(good);
    REQUIRE(wire::parse_direct_address(good));
    CHECK(wire::parse_direct_address(good)->text() == good);
  }
  for (const char* bad :
       {"", "192.0.2.7", "192.0.2.7:", "192.0.2.7:80", "192.0.2.7:65536", "2001:db8::1:7070",
        "[192.0.2.7]:7070", "[]:7070", "127.0.0.1:7070", "[::1]:7070", "localhost:7070"}) {
    INFO(bad);
    CHECK_FALSE(wire::parse_direct_address(bad));
  }
}

}  // namespace gatehouse::direct_address_test
