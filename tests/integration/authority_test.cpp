// Certificates over the years, through the real binary.
#include <signal.h>

#include "appliance/base/clock.h"
#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"

namespace gatehouse::authority_integration_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::HttpsClient;
using test::id_in;
using test::Machine;
using test::new_token;
using test::online;

// Empty: it is not there.
std::string content(const std::string& path) {
  const auto found = read_file(path, 65536);
  return found ? *found : "";
}

TEST_CASE("the appliance changes its authorities, and nobody needs to do anything", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();  // trusts the authority of now
  const std::string old_token = new_token(owner);
  Machine machine(appliance);
  const std::string id = id_in(machine.enroll(new_token(owner)));
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return online(owner, id); }));
  const std::string before = appliance.ca();
  const auto command = [&](const std::vector<std::string>& words) {
    std::vector<std::string> argv = {binary(), "authority", "--server.data=" + appliance.data()};
    argv.insert(argv.end(), words.begin(), words.end());
    ChildProcess process(argv);
    CHECK(process.wait(test::kSoon) == 0);
    return process.output();
  };
  const bool away = GENERATE(false, true);
  if (away) machine.agent.reset();
  CHECK(command({}).find(*net::fingerprint(before)) != std::string::npos);
  CHECK(command({"renew"}).find("need\nnothing") != std::string::npos);
  appliance.process().signal(SIGHUP);
  REQUIRE(ApplianceProcess::eventually([&] { return appliance.ca() != before; }));
  const std::string after = appliance.ca();

  const auto kept = [&] { return content(machine.data() + "/authority.crt"); };
  if (away) {  // it knows the former one only
    CHECK(kept() == before);
    machine.start();
  }
  CHECK(ApplianceProcess::eventually([&] { return kept() == after + before; }));
  CHECK(ApplianceProcess::eventually([&] { return online(owner, id); }));
  REQUIRE(appliance.end(SIGTERM) == 0);
  appliance.start();
  CHECK(ApplianceProcess::eventually([&] { return online(owner, id); }));
  CHECK(HttpsClient(appliance.port(), after).request("GET", "/healthz").status == 200);
  Machine late(appliance);
  CHECK(late.enroll(old_token).status == 0);
  Machine newcomer(appliance);
  CHECK(newcomer.enroll(new_token(owner)).status == 0);
  CHECK(command({}).find("who knows only the former one") != std::string::npos);
}

TEST_CASE("a machine renews a certificate that ends soon", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  Machine machine(appliance);
  const std::string id = id_in(machine.enroll(new_token(owner)));
  const auto kept = [&] { return content(machine.data() + "/certificate.pem"); };
  const auto in_keys = [&](const std::string& name) {
    return content(appliance.data() + "/keys/devices." + name);
  };
  const auto short_lived = net::issue_device({in_keys("key"), in_keys("crt")},
                                             *net::new_request(content(machine.data() + "/key.pem")), id,
                                             SystemClock().unix_seconds(), 5);
  REQUIRE(write_file_atomically(machine.data() + "/certificate.pem", *short_lived, 0600));
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return kept() != *short_lived; }));
  CHECK(net::describe(kept())->subject == id);
  CHECK(net::describe(kept())->not_after > SystemClock().unix_seconds() + 700 * 86400);
  CHECK(online(owner, id));
}

}  // namespace gatehouse::authority_integration_test
