// A relay of its own (`gatehouse relay`) beside an appliance and a machine, with the real binary.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/support/free_port.h"
#include "tests/support/machine.h"
#include "tests/support/patience.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::test {

// An appliance, a machine of its organization, and a relay of its own.
struct RelaySite {
  RelaySite() {
    const auto enrolled = machine.enroll(new_token(owner));
    REQUIRE(enrolled.status == 0);
    id = id_in(enrolled);
    const auto made = owner.request(
        "POST", "/api/v1/relays", Json{{"name", "Berlin"}, {"address", "127.0.0.2:" + std::to_string(port)}});
    INFO(made.body);
    REQUIRE(made.status == 201);
    relay_id = text(made.json()["relay"]["id"]);
    token = text(made.json()["token"]);
  }

  void start_relay(const std::vector<std::string>& more = {}) {
    std::vector<std::string> argv = {binary(), "relay", "--relay.data=" + directory.path() + "/relay",
                                     "--relay.listen=127.0.0.2:" + std::to_string(port)};
    argv.insert(argv.end(), more.begin(), more.end());
    relay = std::make_unique<ChildProcess>(argv);
  }
  void join() {
    start_relay({"--server", "127.0.0.1:" + std::to_string(appliance.port()), "--token", token});
    const auto port_shown = relay->wait_for("carries sessions on port ", kSoon);
    INFO(relay->output());
    REQUIRE(port_shown);
    REQUIRE(relay_online(true));
  }
  bool relay_online(bool wanted) {
    return ApplianceProcess::eventually([&] {
      const Json items = owner.request("GET", "/api/v1/relays").json()["items"];
      return items.size() == 1 && items[0]["online"] == wanted;
    });
  }
  // The machine has measured its way to it.
  bool offered() {
    return ApplianceProcess::eventually([&] {
      const ViewerClient asking(owner, id);  // refused while the machine has not shown its key yet
      return asking.status() == 201 && !asking.offer().at("relays").empty() &&
             asking.offer().at("from_machine_ms").is_number();
    });
  }
  Json last_session() { return owner.request("GET", "/api/v1/sessions").json()["items"][0]; }

  ApplianceProcess appliance{{"--desktop.enabled=off"}};
  HttpsClient owner = appliance.set_up();
  Machine machine{appliance};
  TemporaryDirectory directory;
  const std::uint16_t port = free_port();
  std::string id, relay_id, token;
  std::unique_ptr<ChildProcess> relay;
};

}  // namespace gatehouse::test
