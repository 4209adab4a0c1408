// `gatehouse organization` beside a running appliance.
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
