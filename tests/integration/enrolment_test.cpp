// Other machines join the appliance and leave it, through the real binary.
#include <filesystem>

#include "appliance/base/text.h"
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::enrolment_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::clients;
using test::HttpsClient;
using test::id_in;
using test::Json;
using test::Machine;
using test::new_token;
using test::online;
using test::text;
using test::ViewerClient;
using wire::CloseReason;

TEST_CASE("a machine joins with a token, is reached, and is removed", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  Machine machine(appliance);
  const auto joined = machine.enroll(new_token(owner));
  INFO(joined.output);
  REQUIRE(joined.status == 0);
  CHECK(joined.says("gatehouse agent --agent.data=" + machine.data()));
  const std::string id = id_in(joined);
  CHECK_FALSE(online(owner, id));

  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return online(owner, id); }));
  CHECK(clients(owner).size() == 1);
  ViewerClient viewer(owner, id);
  REQUIRE(viewer.wait_open());
  test::RfbClient rfb(viewer.take_rfb());
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
  CHECK(rfb.picture.at(333, 222) == hw::test_card_pixel(333, 222));

  // It needs nothing but its directory.
  machine.agent.reset();
  REQUIRE(ApplianceProcess::eventually([&] { return !online(owner, id); }));
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return online(owner, id); }));

  ViewerClient last(owner, id);
  REQUIRE(last.wait_open());
  CHECK(owner.request("DELETE", "/api/v1/clients/" + id).status == 204);
  CHECK(last.wait_closed() == wire::websocket_code(CloseReason::unknown_device));
  CHECK(clients(owner).empty());
  CHECK(machine.agent->wait_for("does not know this machine", test::kSoon));
  machine.agent.reset();
  machine.start();
  CHECK(machine.agent->wait_for("does not know this machine", test::kSoon));
  CHECK(clients(owner).empty());
}

TEST_CASE("enrolling again is asked for, and makes a new machine", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  Machine machine(appliance);
  const std::string token = new_token(owner, 3);
  const std::string first = id_in(machine.enroll(token));
  const auto refused = machine.enroll(token);
  CHECK(refused.status == 1);
  CHECK(refused.says("enrolled already, as " + first));
  CHECK(refused.says("--again"));
  CHECK(clients(owner).size() == 1);
  // A token that is no good leaves the machine as it was.
  CHECK(machine.enroll(std::string(43, 'A') + token.substr(43), {"--again"}).status == 1);
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return online(owner, first); }));
  machine.agent.reset();

  const std::string second = id_in(machine.enroll(token, {"--again"}));
  CHECK(second != first);
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return online(owner, second); }));
  CHECK_FALSE(online(owner, first));
}

TEST_CASE("machines that join get an alias by themselves, and a new one at once", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const Json wish = {{"namespace", "example"}, {"automatic_alias", true}};
  REQUIRE(owner.request("PATCH", "/api/v1/organization", wish).status == 200);
  Machine first(appliance), second(appliance);
  const std::string token = new_token(owner, 2);
  const std::string id = id_in(first.enroll(token)), other = id_in(second.enroll(token));
  const auto alias_of = [&](const std::string& machine) {
    return text(owner.request("GET", "/api/v1/clients/" + machine).json()["alias"]);
  };
  const std::string alias = alias_of(id), space = "@example";
  CHECK(alias.ends_with(space));
  CHECK(alias_of(other) == alias.substr(0, alias.size() - space.size()) + "-2" + space);

  first.start();
  REQUIRE(first.agent->wait_for("as machine " + id + ", " + alias, test::kSoon));
  CHECK(owner.request("PATCH", "/api/v1/clients/" + id, Json{{"alias", "front"}}).status == 200);
  CHECK(first.agent->wait_for("as machine " + id + ", front@example", test::kSoon));
  ViewerClient viewer(owner, "FRONT@example");
  CHECK(viewer.wait_open());
}

TEST_CASE("a copied disk is found, and does not disturb the machine", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  Machine machine(appliance), copy(appliance);
  const std::string id = id_in(machine.enroll(new_token(owner)));
  std::filesystem::copy(machine.data(), copy.data(), std::filesystem::copy_options::recursive);
  machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return online(owner, id); }));
  const auto client = [&] { return owner.request("GET", "/api/v1/clients/" + id).json(); };
  CHECK(client()["clone"].is_null());
  CHECK(ApplianceProcess::eventually([&] { return client()["round_trip_ms"].is_number(); }));
  ViewerClient viewer(owner, id);
  REQUIRE(viewer.wait_open());

  copy.start();
  CHECK(copy.agent->wait_for("gatehouse enroll --again", test::kSoon));
  REQUIRE(ApplianceProcess::eventually([&] { return client()["clone"].is_object(); }));
  CHECK(client()["clone"]["address"] == "127.0.0.1");
  CHECK(online(owner, id));
  copy.agent.reset();

  CHECK(copy.enroll(new_token(owner), {"--again"}).status == 0);
  copy.start();
  CHECK(ApplianceProcess::eventually([&] { return clients(owner).size() == 2; }));
  CHECK(online(owner, id));
}

TEST_CASE("what is wrong with an enrolment is said", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  Machine machine(appliance);
  const std::string token = new_token(owner);
  const auto check = [&](const std::string& given, int status, const char* words) {
    const auto outcome = machine.enroll(given);
    INFO(outcome.output);
    CHECK(outcome.status == status);
    CHECK(outcome.says(words));
    CHECK_FALSE(outcome.says(token.substr(0, 43)));
  };
  check("hello", 2, "no enrolment token");
  check(token.substr(0, 80), 2, "not the whole of it");
  check(std::string(43, 'A') + token.substr(43), 1, "wrong, used up, revoked or expired");
  check(token.substr(0, 44) + std::string(43, 'A'), 1, "not of the appliance expected there");
  machine.server = "127.0.0.1:1";
  check(token, 1, "no connection");
  machine.server = "127.0.0.1:99999";
  check(token, 2, "no port");
  machine.server = "127.0.0.1:" + std::to_string(appliance.port());
  // None of this has spent it.
  CHECK(machine.enroll(token).status == 0);
  Machine other(appliance);
  CHECK(other.enroll(token).says("used up"));
  const auto list = owner.request("GET", "/api/v1/enrolment-tokens").json()["items"];
  REQUIRE(list.size() == 1);
  CHECK(list[0]["state"] == "used_up");
  const std::string revoked = new_token(owner);
  const std::string id = text(owner.request("GET", "/api/v1/enrolment-tokens").json()["items"][0]["id"]);
  CHECK(owner.request("DELETE", "/api/v1/enrolment-tokens/" + id).status == 204);
  CHECK(other.enroll(revoked).status == 1);
}

TEST_CASE("an agent with a token file and a small ini enrols by itself", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  Machine machine(appliance);
  const std::string token_file = machine.directory.path() + "/token", ini = machine.directory.path() + "/ini";
  REQUIRE(write_file_atomically(token_file, new_token(owner) + "\n", 0600));
  REQUIRE(write_file_atomically(ini,
                                "[agent]\nserver=" + machine.server + "\ndata=" + machine.data() +
                                    "\ntoken_file=" + token_file + "\n[desktop]\ncapture=test_card\n",
                                0600));
  const auto start = [&] {
    machine.agent =
        std::make_unique<ChildProcess>(std::vector<std::string>{binary(), "agent", "--config=" + ini});
  };
  start();
  const Json client = appliance.online_client(owner);
  CHECK(client["this_machine"] == false);
  CHECK(ApplianceProcess::eventually([&] { return !file_exists(token_file); }));
  machine.agent.reset();
  start();
  CHECK(ApplianceProcess::eventually([&] { return online(owner, text(client["id"])); }));
}

}  // namespace gatehouse::enrolment_test
