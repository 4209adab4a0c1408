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

}  // namespace gatehouse::announcement_test
