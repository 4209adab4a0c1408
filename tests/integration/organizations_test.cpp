// `gatehouse organization` beside a running appliance.
#include <fstream>

#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"

namespace gatehouse::organizations_integration_test {

using test::ApplianceProcess;
using test::ChildProcess;
using test::Json;

struct Outcome {
  int status = -1;
  std::string output;
  bool says(std::string_view words) const { return output.find(words) != std::string::npos; }
};

Outcome organization(const ApplianceProcess& appliance, std::vector<std::string> words) {
  words.insert(words.begin(), {test::binary(), "organization", "--server.data=" + appliance.data(),
                               "--server.names=box.example"});
  ChildProcess process(words);
  const auto status = process.wait(test::kSoon);
  return {status.value_or(-1), process.output()};
}

TEST_CASE("an organization made on the console is there at once, and gone when it is removed there",
          "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  const auto early = organization(appliance, {"add", "Early", "--owner-email", "e@example.org"});
  CHECK(early.status == 1);
  CHECK(early.says("not set up yet"));
  auto owner = appliance.set_up();
  const auto made = organization(
      appliance, {"add", "Branch Office", "--id", "branch", "--owner-email", "bo.branch@example.org"});
  INFO(made.output);
  REQUIRE(made.status == 0);
  const std::size_t link = made.output.find("https://box.example:8443/set-password#");
  REQUIRE(link != std::string::npos);
  const std::string token = made.output.substr(made.output.find('#', link) + 1, 43);
  CHECK(organization(appliance, {"list"}).says("waits for its Owner"));
  CHECK(owner.request("GET", "/api/v1/organizations").json()["items"].size() == 2);

  auto theirs = appliance.client();
  REQUIRE(theirs
              .request("POST", "/api/v1/account-links/use",
                       {{"token", token}, {"password", "other horse battery"}})
              .status == 200);
  REQUIRE(theirs
              .request("POST", "/api/v1/login",
                       {{"organization_id", "branch"},
                        {"email", "bo.branch@example.org"},
                        {"password", "other horse battery"}})
              .status == 200);
  CHECK(theirs.request("GET", "/api/v1/me").json()["organization"]["name"] == "Branch Office");
  CHECK(organization(appliance, {"link", "branch"}).says("somebody there has set a password"));

  REQUIRE(theirs.request("POST", "/api/v1/groups", {{"name", "Shops"}}).status == 201);
  const auto in_use = organization(appliance, {"license", "branch", "standard"});
  CHECK(in_use.status == 1);
  CHECK(in_use.says("Standard does not have what this organization has: 1 group. Remove them first."));
  const auto group = theirs.request("GET", "/api/v1/groups").json()["items"][0]["id"].get<std::string>();
  REQUIRE(theirs.request("DELETE", "/api/v1/groups/" + group).status == 204);
  const auto licensed = organization(appliance, {"license", "branch", "Standard"});
  INFO(licensed.output);
  CHECK(licensed.status == 0);
  CHECK(theirs.request("GET", "/api/v1/me").json()["license"] == "standard");
  CHECK(theirs.request("GET", "/api/v1/groups").status == 403);
  CHECK(organization(appliance, {"list"}).says("license Standard"));
  CHECK(organization(appliance, {"license", "branch", "ultimate"}).status == 0);

  test::Machine machine(appliance);
  const auto joined = machine.enroll(test::new_token(theirs));
  INFO(joined.output);
  REQUIRE(joined.status == 0);
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return test::online(theirs, test::id_in(joined)); }));
  CHECK(test::clients(owner).empty());

  CHECK(organization(appliance, {"remove", "branch"}).says("--name \"Branch Office\""));
  CHECK(theirs.request("GET", "/api/v1/me").status == 200);
  const auto removed = organization(appliance, {"remove", "branch", "--name", "Branch Office"});
  INFO(removed.output);
  CHECK(removed.status == 0);
  CHECK(theirs.request("GET", "/api/v1/me").status == 401);
  CHECK(machine.agent->wait_for("does not know this machine", test::kSoon));
  CHECK(owner.request("GET", "/api/v1/audit?action=organization.removed").json()["items"].size() == 1);
  // It starts with the organization that is its own.
  REQUIRE(appliance.end(SIGTERM) == 0);
  appliance.start();
  CHECK(owner.request("GET", "/api/v1/me").status == 200);
}

// CL-28, CL-29: in the real programs, in both directions.
TEST_CASE("nobody reaches a machine of another organization, from a page or with a native viewer",
          "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto ours = appliance.set_up();
  const auto made = organization(
      appliance, {"add", "Branch Office", "--id", "branch", "--owner-email", "bo.branch@example.org"});
  const std::size_t link = made.output.find("https://box.example:8443/set-password#");
  REQUIRE(link != std::string::npos);
  auto theirs = appliance.client();
  const std::string password = "other horse battery";
  const Json used = {{"token", made.output.substr(made.output.find('#', link) + 1, 43)},
                     {"password", password}};
  REQUIRE(theirs.request("POST", "/api/v1/account-links/use", used).status == 200);
  const Json login = {
      {"organization_id", "branch"}, {"email", "bo.branch@example.org"}, {"password", password}};
  REQUIRE(theirs.request("POST", "/api/v1/login", login).status == 200);

  test::Machine our_machine(appliance), their_machine(appliance);
  const auto our_join = our_machine.enroll(test::new_token(ours));
  const auto their_join = their_machine.enroll(test::new_token(theirs));
  REQUIRE(our_join.status == 0);
  REQUIRE(their_join.status == 0);
  our_machine.start();
  their_machine.start();
  const std::string our_id = test::id_in(our_join), their_id = test::id_in(their_join);
  REQUIRE(ApplianceProcess::eventually(
      [&] { return test::online(ours, our_id) && test::online(theirs, their_id); }));

  const std::string viewer_key(43, 'A');
  for (const char* transport : {"websocket", "link"}) {
    for (const auto& [who, foreign, own] :
         {std::tuple(&ours, their_id, our_id), std::tuple(&theirs, our_id, their_id)}) {
      Json call = {{"address", foreign}, {"viewer_key", viewer_key}, {"transport", transport}};
      const auto refused = who->request("POST", "/api/v1/connections", call);
      CHECK(refused.status == 404);
      CHECK(refused.json()["code"] == "no_such_client");
      call["address"] = own;
      CHECK(who->request("POST", "/api/v1/connections", call).status == 201);
    }
  }
  // The native viewer, with a token that may connect in its own organization.
  for (const auto& [who, secret, foreign] : {std::tuple(&ours, std::string(test::kOwnerPassword), their_id),
                                             std::tuple(&theirs, password, our_id)}) {
    const Json wanted = {
        {"name", "x"}, {"scope", {{"clients", "view"}}}, {"days", 1}, {"current_password", secret}};
    const auto token = who->request("POST", "/api/v1/me/tokens", wanted);
    INFO(token.body);
    REQUIRE(token.status == 201);
    const std::string file = appliance.data() + "/token";
    std::ofstream(file) << token.json()["token"].get<std::string>() << "\n";
    ChildProcess viewer({"sh", "-c", "exec \"$0\" \"$@\" < " + file, test::binary(), "connect", foreign,
                         "--server", "localhost:" + std::to_string(appliance.port()), "--token-stdin",
                         "--fingerprint", *net::fingerprint(appliance.ca()), "--listen", "127.0.0.1:0"},
                        std::vector<std::string>{"XDG_CONFIG_HOME=" + appliance.data()});
    CHECK(viewer.wait(test::kSoon) == 1);
    INFO(viewer.output());
    CHECK(viewer.output().find("There is no machine with this ID or alias.") != std::string::npos);
  }
  CHECK(test::clients(ours).size() == 1);
  CHECK(test::clients(theirs).size() == 1);
}

TEST_CASE("what the console can't do with organizations it says in words", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  appliance.set_up();
  const auto own = organization(appliance, {"remove", "acme-support", "--name", "Acme Support"});
  CHECK(own.status == 1);
  CHECK(own.says("owns the appliance"));
  CHECK(organization(appliance, {"remove", "nobody"}).says("there is no organization with the ID nobody"));
  CHECK(organization(appliance, {"rename"}).status == 2);
  CHECK(organization(appliance, {"add"}).status == 2);
  CHECK(organization(appliance, {"add", "X"}).says("--owner-email"));
  CHECK(organization(appliance, {"add", "X", "--owner-email", "nobody"}).status == 2);
  CHECK(organization(appliance, {"add", "X", "--id", "A B", "--owner-email", "a@b.example"})
            .says("--id takes"));
  CHECK(organization(appliance, {"add", "X", "--id", "acme-support", "--owner-email", "a@b.example"})
            .says("already"));
  CHECK(organization(appliance, {"add", "X", "--license", "gold", "--owner-email", "a@b.example"})
            .says("--license: a license is standard, advanced or ultimate"));
  CHECK(organization(appliance, {"license", "acme-support"}).says("name the organization by its ID"));
  CHECK(organization(appliance, {"license", "acme-support", "gold"}).says("standard, advanced or ultimate"));
  CHECK(organization(appliance, {"license", "nobody", "standard"}).status == 1);
  CHECK(organization(appliance, {"list", "x", "y", "z"}).status == 2);
  CHECK(organization(appliance, {"--server.data=/nowhere"}).status == 1);
}

}  // namespace gatehouse::organizations_integration_test
