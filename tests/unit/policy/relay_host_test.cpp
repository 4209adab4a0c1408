#include "appliance/policy/relay_host.h"

#include "appliance/wire/server_names.h"
#include "tests/support/catch.h"

namespace gatehouse::relay_host_test {

TEST_CASE("no relay has a name or an address of the appliance", "[policy]") {
  const std::vector<std::string> own = {"box",       "Box.Example", "10.66.0.1",   "2001:db8:0::1",
                                        "127.0.0.1", "::1",         "*.wild.test", "::ffff:10.66.0.3"};
  for (const std::string host : {"box",
                                 "BOX",
                                 "box.example",
                                 "box.example.",
                                 "10.66.0.1",
                                 "::ffff:10.66.0.1",
                                 "[::ffff:a42:1]",
                                 "10.66.0.3",
                                 "2001:db8::1",
                                 "[2001:DB8::1]",
                                 "127.0.0.1",
                                 "[::1]",
                                 "localhost",
                                 "LocalHost.",
                                 "a.localhost",
                                 "appliance",
                                 "gatehouse.appliance",
                                 "Gatehouse.Appliance.",
                                 "x.gatehouse.appliance",
                                 "gatehouse",
                                 "relay-1.gatehouse",
                                 ""}) {
    INFO(host);
    CHECK_FALSE(policy::may_be_relay_host(host, own));
  }
  CHECK_FALSE(policy::may_be_relay_host(wire::kApplianceName, {}));
  CHECK_FALSE(policy::may_be_relay_host(wire::relay_server_name(7), {}));
  for (const std::string host : {"relay.box.example", "10.66.0.2", "[2001:db8::2]", "my-appliance.example",
                                 "gatehouse.example", "relay.wild.test"}) {
    INFO(host);
    CHECK(policy::may_be_relay_host(host, own));
  }
}

}  // namespace gatehouse::relay_host_test
