#include "tests/unit/portal/world.h"

namespace gatehouse::portal_dashboard_test {

using namespace portal_test;

TEST_CASE("the dashboard counts what its reader may see", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc");
  world.add_client("off", false);
  REQUIRE(owner.post("/api/v1/connections", call_to(std::to_string(client.id))).status == 201);

  const json full = owner.get("/api/v1/dashboard").body;
  CHECK(full["clients_total"] == 2);
  CHECK(full["clients_online"] == 1);
  CHECK(full["sessions_active"] == 1);
  CHECK(full["sessions_today"] == 1);
  CHECK(full["recent_sessions"].size() == 1);
  CHECK(full["this_machine"].is_null());
  CHECK(full["attention"].size() == 1);  // as below

  Browser user = world.signed_in("tom@example.org", {"user"});
  const json some = user.get("/api/v1/dashboard").body;
  CHECK(some["clients_total"] == 2);
  CHECK(some["sessions_active"].is_null());
  CHECK(some["recent_sessions"].empty());

  Browser accountant = world.signed_in("al@example.org", {"accountant"});
  CHECK(accountant.get("/api/v1/dashboard").body["clients_total"].is_null());
}

TEST_CASE("what was going on lately is told day by day", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const std::string path = "/api/v1/activity";
  const auto last = [&](Browser& reader, const std::string& query = "") {
    return reader.get(path + query).body["days"].back();
  };
  CHECK(owner.get(path).body["days"].size() == 30);
  CHECK(last(owner)["clients_online"] == 0);
  CHECK(owner.get(path).body["days"][0]["clients_online"].is_null());  // nothing is known of it
  CHECK(last(owner)["sessions"] == 0);
  const db::Client client = world.add_client("desk");
  world.needs.online = {client.id};
  world.portal->tick();
  world.needs.online = {};
  world.clock.now += 360;
  world.portal->tick();
  CHECK(last(owner)["clients_online"] == 1);  // the most at a time
  REQUIRE(owner.post("/api/v1/connections", call_to(std::to_string(client.id))).status == 409);
  world.needs.online = {client.id};
  REQUIRE(owner.post("/api/v1/connections", call_to(std::to_string(client.id))).status == 201);
  CHECK(last(owner)["sessions"] == 1);
  CHECK(last(owner)["date"] == rfc3339(world.clock.now).substr(0, 10));
  CHECK(last(owner, "?utc_offset=840&days=1")["date"] == rfc3339(world.clock.now + 14 * 3600).substr(0, 10));
  CHECK(owner.get(path + "?days=91").names("days"));
  CHECK(owner.get(path + "?utc_offset=841").names("utc_offset"));
  Browser accountant = world.signed_in("al@example.org", {"accountant"});
  CHECK(last(accountant)["clients_online"].is_null());
  CHECK(last(accountant)["sessions"].is_null());
  world.clock.now += 3 * 86400;
  CHECK(owner.log_in("olga@example.org").status == 200);
  CHECK(last(owner)["sessions"] == 0);
  CHECK(owner.get(path).body["days"][26]["sessions"] == 1);
}

TEST_CASE("this machine is shown when it has enrolled", "[portal]") {
  World world;
  Browser owner = world.set_up();
  REQUIRE(db::ClientRepository(*world.database).add(world.organization().id, "f", {}, true, world.clock.now));
  CHECK(owner.get("/api/v1/dashboard").body["this_machine"]["this_machine"] == true);
  Browser accountant = world.signed_in("al@example.org", {"accountant"});
  CHECK(accountant.get("/api/v1/dashboard").body["this_machine"].is_null());
}

TEST_CASE("a full disk is told to those who look after the appliance", "[portal]") {
  World world;
  Browser owner = world.set_up();
  world.needs.disk_now = {1 << 20, 1ull << 40};
  CHECK(owner.get("/api/v1/dashboard").body["attention"][0]["code"] == "disk_low");
  Browser user = world.signed_in("tom@example.org", {"user"});
  CHECK(user.get("/api/v1/dashboard").body["attention"].empty());
}

TEST_CASE("an audit log that can't be forwarded is told to those who look after the appliance", "[portal]") {
  World world;
  Browser owner = world.set_up();
  world.needs.forwarding_problem = "the server takes nothing";
  const json first = owner.get("/api/v1/dashboard").body["attention"][0];
  CHECK(first["code"] == "audit_not_forwarded");
  CHECK(first["words"].get<std::string>().find("the server takes nothing.") != std::string::npos);
  Browser user = world.signed_in("tom@example.org", {"user"});
  CHECK(user.get("/api/v1/dashboard").body["attention"].empty());
}

TEST_CASE("changed keys are told to those who may confirm them", "[portal]") {
  World world;
  Browser owner = world.set_up();
  Browser user = world.signed_in("tom@example.org", {"user"});
  const auto attention = [&](Browser& reader) { return reader.get("/api/v1/dashboard").body["attention"]; };
  const std::string offered = std::string(42, 'C') + 'A';
  const auto change_key = [&](const db::Client& client) {
    db::ClientRepository clients(*world.database);
    CHECK(*clients.keep_device_key(client.id, kDeviceKey));
    CHECK_FALSE(*clients.keep_device_key(client.id, offered));
  };
  const db::Client first = world.add_client("front desk");
  const db::Client second = world.add_client("pc");
  CHECK(attention(owner).empty());

  change_key(first);
  REQUIRE(attention(owner).size() == 1);
  CHECK(attention(owner)[0]["code"] == "device_key_changed");
  CHECK(attention(owner)[0]["words"].get<std::string>().find("front desk") == 0);
  CHECK(attention(owner)[0]["link"] == "/clients/" + std::to_string(first.id));
  CHECK(attention(user).empty());

  change_key(second);
  REQUIRE(attention(owner).size() == 1);
  CHECK(attention(owner)[0]["link"] == "/clients?key=changed");
  CHECK(owner.get("/api/v1/clients?changed_key=true").body["items"].size() == 2);
  CHECK(owner.get("/api/v1/clients?changed_key=false").body["items"].empty());
}

TEST_CASE("the owner's account is told not to be the only one, nor one for every day", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const auto codes = [&](Browser& reader) {
    std::vector<std::string> out;
    const json list = reader.get("/api/v1/dashboard").body["attention"];
    for (const json& one : list) out.push_back(one["code"].get<std::string>());
    return out;
  };
  const std::vector<std::string> none, only = {"only_owner"}, daily = {"owner_daily"};
  CHECK(codes(owner) == only);
  Browser admin = world.signed_in("ada@example.org", {"user", "admin"});
  CHECK(codes(owner) == none);
  const auto a_day_passes = [&] {
    world.clock.now += 24 * 3600;
    REQUIRE(owner.log_in("olga@example.org").status == 200);
    REQUIRE(admin.log_in("ada@example.org").status == 200);
  };
  for (int day = 0; day < 3; ++day) a_day_passes();
  CHECK(codes(owner) == none);
  a_day_passes();
  CHECK(codes(owner) == daily);
  CHECK(codes(admin) == none);
  world.clock.now += 6 * 24 * 3600;  // used for nothing
  REQUIRE(owner.log_in("olga@example.org").status == 200);
  CHECK(codes(owner) == none);
  db::UserRepository users(*world.database);
  auto ada = users.find_by_email(world.organization().id, "ada@example.org").operator*().value();
  ada.disabled = true;
  REQUIRE(users.change(ada));
  CHECK(codes(owner) == only);
}

}  // namespace gatehouse::portal_dashboard_test
