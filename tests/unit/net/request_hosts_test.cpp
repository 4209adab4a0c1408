#include "appliance/net/request_hosts.h"

#include "tests/support/catch.h"

namespace gatehouse::request_hosts_test {

TEST_CASE("requests are for names of the appliance or for an address", "[net]") {
  const net::RequestHosts hosts({"Box.example.org", "*.rooms.example.org", "::1"});
  for (const char* good :
       {"box.example.org", "BOX.EXAMPLE.ORG:8443", "box.example.org.", "localhost:8443",
        "a.rooms.example.org", "192.0.2.1", "192.0.2.1:8443", "[2001:db8::1]", "[::1]:8443"}) {
    INFO(good);
    CHECK(hosts.has(good));
  }
  for (const char* bad :
       {"", "evil.example", "box.example.org.evil.example", "xbox.example.org", "example.org",
        "rooms.example.org", "a.b.rooms.example.org", "*.rooms.example.org:x", "192.0.2.1.evil",
        "box.example.org:port", "box.example.org:99999", "[::1", "[box.example.org]", "[::1]x",
        "192.0.2.1:8443:1"}) {
    INFO(bad);
    CHECK_FALSE(hosts.has(bad));
  }
}

}  // namespace gatehouse::request_hosts_test
