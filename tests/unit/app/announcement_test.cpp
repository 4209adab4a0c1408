#include "appliance/app/announcement.h"

#include "tests/support/catch.h"

namespace gatehouse::announcement_test {

using Lines = std::vector<std::string>;

TEST_CASE("only addresses that answer are announced", "[app]") {
  const Lines names = {"box", "box.local", "localhost", "127.0.0.1",
                       "::1", "192.0.2.2", "fd00::2",   "help.example"};
  CHECK(app::web_addresses("0.0.0.0:8443", 8443, names, true) ==
        Lines{"https://localhost:8443", "https://box:8443", "https://box.local:8443",
              "https://192.0.2.2:8443", "https://help.example:8443"});
  CHECK(app::web_addresses("[::]:443", 443, names, true) ==
        Lines{"https://localhost:443", "https://box:443", "https://box.local:443", "https://192.0.2.2:443",
              "https://[fd00::2]:443", "https://help.example:443"});
  CHECK(app::web_addresses("127.0.0.1:0", 4711, names, true) == Lines{"https://localhost:4711"});
  CHECK(app::web_addresses("[::1]:1", 1, names, true) == Lines{"https://localhost:1"});
  CHECK(app::web_addresses("192.0.2.2:1", 1, names, true) ==
        Lines{"https://192.0.2.2:1", "https://box:1", "https://box.local:1", "https://help.example:1"});
  CHECK(app::web_addresses("192.0.2.2:1", 1, names, false) ==
        Lines{"https://192.0.2.2:1", "https://box:1", "https://help.example:1"});
  CHECK(app::web_addresses("[fd00::2]:1", 1, names, true).front() == "https://[fd00::2]:1");
}

TEST_CASE("other computers are never told a name that means themselves", "[app]") {
  const Lines names = {"box",       "box.lan", "box.local", "localhost",     "127.0.0.1",   "::1",
                       "192.0.2.2", "fd00::2", "127.0.1.1", "box.localhost", "help.example"};
  const Lines given = {"help.example", "*.example.org", "localhost", "help.example"};
  CHECK(app::servers_for_others("0.0.0.0:8443", 8443, given, names, false) ==
        Lines{"help.example:8443", "192.0.2.2:8443", "box.lan:8443", "box:8443"});
  CHECK(app::servers_for_others("[::]:443", 443, {}, names, true) == Lines{"192.0.2.2:443", "box.lan:443",
                                                                           "help.example:443", "box:443",
                                                                           "box.local:443", "[fd00::2]:443"});
  CHECK(app::servers_for_others("192.0.2.2:1", 1, {}, names, false) ==
        Lines{"192.0.2.2:1", "box.lan:1", "help.example:1", "box:1"});
  for (const char* here : {"127.0.0.1:8443", "[::1]:8443", "localhost:8443"}) {
    CHECK(app::servers_for_others(here, 8443, given, names, true).empty());
  }
  CHECK(app::servers_for_others("0.0.0.0:1", 1, {}, {"localhost", "127.0.0.1", "::1"}, true).empty());
}

}  // namespace gatehouse::announcement_test
