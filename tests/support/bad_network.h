// An appliance, a machine and a viewer, with a bad network on each side of the appliance.
#pragma once
#include "tests/support/fault_proxy.h"
#include "tests/support/machine.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::test {

struct BadNetwork {
  explicit BadNetwork(const std::vector<std::string>& agent_options = {"--desktop.capture=test_card"})
      : owner(appliance.set_up()), at_machine(appliance.port()), machine(at_machine.port()) {
    const auto joined = machine.enroll(new_token(owner));
    INFO(joined.output);
    REQUIRE(joined.status == 0);
    id = id_in(joined);
    machine.start(agent_options);
    REQUIRE(ApplianceProcess::eventually([&] { return online(owner, id); }));
  }
  Json session(const ViewerClient& viewer) {
    return owner.request("GET", "/api/v1/sessions/" + viewer.session_id()).json();
  }

  ApplianceProcess appliance{{"--desktop.enabled=off"}};
  HttpsClient owner;  // over a good network
  FaultProxy at_machine, at_viewer{appliance.port()};
  HttpsClient remote = appliance.sign_in_by(at_viewer.port());
  Machine machine;
  std::string id;
};

}  // namespace gatehouse::test
