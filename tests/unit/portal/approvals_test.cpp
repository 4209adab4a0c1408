// Machines that want a second person's word before anybody connects: who may ask, who may decide, how long that is good, and
// what becomes of sessions when it ends.
#include <algorithm>
#include <thread>

#include "db/access.h"
#include "db/approval_repository.h"
#include "tests/support/disable_user.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_approvals_test {

using namespace portal_test;

constexpr std::int64_t kMinute = 60;
const std::string kApprovals = "/api/v1/approvals/";

struct Fixture : People {
  db::Client client = add_client("vault");
  std::string id = std::to_string(client.id), path = "/api/v1/clients/" + id;
  Browser asker = with_access("asker@example.org", {{"clients", "view"}});
  Browser approver = with_access("approver@example.org", {{"clients", "edit"}});

  Fixture() { require(true); }
  void disable(const std::string& email) {
    const auto user = db::UserRepository(*database).find_by_email(organization().id, email);
    REQUIRE(user);
    test::disable(*database, **user);
  }
  void require(bool required) {
    const Answer answer = owner.patch(path, {{"approval_required", required}});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
  }
  Answer connect(Browser& browser, const char* transport = "websocket") {
    json call = call_to(id);
    call["transport"] = transport;
    return browser.post("/api/v1/connections", call);
  }
  Answer ask(Browser& browser, int minutes = 60) {
    return browser.post(path + "/approvals", {{"reason", "Ticket 4711"}, {"minutes", minutes}});
  }
  std::string asked(int minutes = 60) { return made(ask(asker, minutes)); }
  Answer approve(Browser& browser, const std::string& number) {
    return browser.post(kApprovals + number + "/approve", json::object());
  }
  std::string approved(int minutes = 60) {
    const std::string number = asked(minutes);
    REQUIRE(approve(approver, number).status == 200);
    return number;
  }
  std::string state(const std::string& number) { return owner.get(kApprovals + number).string("state"); }
  // Opens a session and gives its number.
  db::SessionId open(Browser& browser, std::unique_ptr<OpenSocket>& socket) {
    const Answer answer = connect(browser);
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    auto accepted = browser.upgrade(answer.string("stream_path"));
    REQUIRE(std::holds_alternative<http::WebSocketAccept>(accepted));
    socket = std::make_unique<OpenSocket>(std::get<http::WebSocketAccept>(accepted));
    const db::SessionId number = std::stoll(answer.string("session_id"));
    portal->session_opened(number);
    return number;
  }
  // Everything that somebody with a token of this one may do, by program.
  http::Request by_token(Browser& browser, const std::string& method, const std::string& target,
                         const json& body = nullptr) {
    const Answer token = browser.post("/api/v1/me/tokens", {{"name", "x" + std::to_string(++tokens)},
                                                            {"scope", {{"clients", "edit"}}},
                                                            {"days", 1},
                                                            {"current_password", kPassword}});
    INFO(token.text);
    REQUIRE(token.status == 201);
    Browser program(*this);
    auto request = program.request(method, target, body);
    request.headers.emplace_back("authorization", "Bearer " + token.string("token"));
    return request;
  }
  int tokens = 0;
};

TEST_CASE("who may ask for approvals, see them and decide", "[portal]") {
  Fixture world;
  Browser guest(world), other = world.with_access("other@example.org", {{"clients", "view"}});
  CHECK(world.ask(guest).status == 401);
  const std::string number = world.asked();
  struct Scenario {
    Browser& who;
    int list, get, approve, decline, end;
    std::size_t sees;
  };
  for (const auto& [who, list, get, approve, decline, end, sees] :
       {Scenario{guest, 401, 401, 401, 401, 401, 0}, Scenario{other, 200, 404, 403, 403, 404, 0},
        Scenario{world.approver, 200, 200, 200, 409, 204, 1}}) {
    const Answer all = who.get("/api/v1/approvals");
    CHECK(all.status == list);
    if (list == 200) CHECK(all.body["items"].size() == sees);
    CHECK(who.get(kApprovals + number).status == get);
    CHECK(world.approve(who, number).status == approve);
    CHECK(who.post(kApprovals + number + "/decline", json::object()).status == decline);
    CHECK(who.del(kApprovals + number).status == end);
  }
  CHECK(world.asker.get("/api/v1/approvals?open=true").body["items"].empty());
  CHECK(world.asker.get("/api/v1/approvals?client_id=" + world.id).body["items"].size() == 1);
  CHECK(world.owner.get("/api/v1/approvals?own=true").body["items"].empty());
}

TEST_CASE("such a machine is connected to with an approval, by who asked for it, until it ends", "[portal]") {
  Fixture world;
  for (const char* transport : {"websocket", "link"}) {
    for (Browser* browser : {&world.asker, &world.approver, &world.owner}) {  // owners, too
      const Answer refused = world.connect(*browser, transport);
      CHECK(refused.status == 403);
      CHECK(refused.code() == "approval_needed");
      CHECK(refused.string("client_id") == world.id);
    }
  }
  const std::string number = world.asked(15);
  CHECK(world.connect(world.asker).code() == "approval_needed");  // it waits
  const Answer approved = world.approver.post(kApprovals + number + "/approve", {{"comment", "Go ahead"}});
  CHECK(approved.body["state"] == "approved");
  CHECK(approved.body["decided_by"] == "Some One");
  CHECK(approved.body["comment"] == "Go ahead");
  CHECK(approved.body["ends_at"] == "2026-01-31T12:15:00Z");
  CHECK(world.connect(world.approver).code() == "approval_needed");  // it is nobody else's
  const db::Client other = world.add_client("other vault");
  REQUIRE(world.owner.patch("/api/v1/clients/" + std::to_string(other.id), {{"approval_required", true}})
              .status == 200);
  CHECK(world.asker.post("/api/v1/connections", call_to(std::to_string(other.id))).code() ==
        "approval_needed");

  std::unique_ptr<OpenSocket> socket;
  const db::SessionId session = world.open(world.asker, socket);
  const json shown = world.owner.get("/api/v1/sessions/" + std::to_string(session)).body["authorization"];
  CHECK(shown["approval_id"] == number);
  CHECK(shown["approved_by"] == "Some One");
  const Answer link = world.connect(world.asker, "link");
  REQUIRE(link.status == 201);
  world.clock.now += 15 * kMinute - 1;
  world.portal->tick();
  CHECK(world.needs.hung_up.empty());
  const Answer late = world.connect(world.asker, "link");
  REQUIRE(late.status == 201);
  world.clock.now += 1;
  // Its end counts at once, also where nobody has looked yet.
  CHECK_FALSE(world.portal->claim_direct_call(std::stoll(late.string("session_id")), world.client.id));
  CHECK(world.connect(world.asker).code() == "approval_needed");
  world.portal->tick();
  REQUIRE(world.needs.hung_up.size() == 1);
  CHECK(world.needs.hung_up.front() == std::pair(session, wire::CloseReason::approval_over));
  CHECK(world.state(number) == "over");
  CHECK(world.ask(world.asker).status == 201);  // and anew
}

TEST_CASE("nobody approves what they asked for themself", "[portal]") {
  Fixture world;
  const std::string own = world.made(world.ask(world.approver));
  CHECK(world.approve(world.approver, own).code() == "own_approval");
  CHECK(world.approver.post(kApprovals + own + "/decline", json::object()).code() == "own_approval");
  CHECK(world.approver.get(kApprovals + own).body["may_decide"] == false);
  // Nor does a program, whoever's it is.
  for (Browser* browser : {&world.approver, &world.owner}) {
    for (const char* deed : {"/approve", "/decline"}) {
      const auto request = world.by_token(*browser, "POST", kApprovals + own + deed, json::object());
      CHECK(browser->send(request).code() == "login_only");
    }
  }
  CHECK(world.state(own) == "waiting");
  // A group that gives the right doesn't make somebody another person.
  const std::string group = world.group("Approvers");
  const std::string role = world.role("Approves", {{"clients", "edit"}});
  REQUIRE(world.owner.put("/api/v1/groups/" + group + "/roles/" + role).status == 204);
  REQUIRE(
      world.owner.put("/api/v1/groups/" + group + "/members/" + world.id_of("asker@example.org")).status ==
      204);
  const std::string number = world.asked();
  CHECK(world.approve(world.asker, number).code() == "own_approval");
  // The store itself refuses it.
  db::ApprovalRepository store(*world.database);
  db::Approval forced = **store.find(world.organization().id, std::stoll(number));
  forced.state = db::ApprovalState::approved;
  forced.decided_by = forced.asked_by;
  forced.decided_at = world.clock.now;
  CHECK_FALSE(*store.decide(forced));
}

TEST_CASE("a request is decided once, in time, by somebody who still may", "[portal]") {
  Fixture world;
  Browser second = world.with_access("second@example.org", {{"clients", "edit"}});
  SECTION("two at once: the later one learns it") {
    const std::string number = world.asked();
    REQUIRE(world.approve(world.approver, number).status == 200);
    CHECK(second.post(kApprovals + number + "/decline", json::object()).code() == "not_open");
    CHECK(world.approve(second, number).code() == "not_open");
    CHECK(world.state(number) == "approved");
  }
  SECTION("two in the same moment: one of them is heard") {
    for (int round = 0; round < 5; ++round) {
      const std::string number = world.asked();
      int approving = 0, declining = 0;
      std::thread first([&] { approving = world.approve(world.approver, number).status; });
      std::thread other(
          [&] { declining = second.post(kApprovals + number + "/decline", json::object()).status; });
      first.join();
      other.join();
      CHECK(std::min(approving, declining) == 200);
      CHECK(std::max(approving, declining) == 409);
      CHECK(world.state(number) == (approving == 200 ? "approved" : "declined"));
      if (approving == 200) REQUIRE(world.asker.del(kApprovals + number).status == 204);
    }
  }
  SECTION("after half an hour nobody can") {
    const std::string number = world.asked();
    world.clock.now += 30 * kMinute;
    Browser late(world);
    REQUIRE(late.log_in("approver@example.org").status == 200);
    CHECK(world.approve(late, number).code() == "not_open");
    CHECK(late.del(kApprovals + number).code() == "not_open");
    CHECK(late.get(kApprovals + number).body["state"] == "expired");
  }
  SECTION("whose right has ended meanwhile") {
    const std::string number = world.asked();
    const std::string given = "/api/v1/users/" + world.id_of("approver@example.org") + "/roles/";
    const json roles = world.owner.get("/api/v1/roles").body["items"];
    for (const json& role : roles) {
      if (role["name"] == "Role of approver@example.org")
        REQUIRE(world.owner.del(given + role["id"].get<std::string>()).status == 204);
    }
    CHECK(world.approve(world.approver, number).status == 403);
    world.disable("second@example.org");
    CHECK(world.approve(second, number).status == 401);
    CHECK(world.state(number) == "waiting");
  }
  SECTION("withdrawn meanwhile") {
    const std::string number = world.asked();
    REQUIRE(world.asker.del(kApprovals + number).status == 204);
    CHECK(world.approve(world.approver, number).code() == "not_open");
    CHECK(world.state(number) == "withdrawn");
  }
  SECTION("for somebody who is gone") {
    const std::string number = world.asked();
    REQUIRE(world.owner.del("/api/v1/users/" + world.id_of("asker@example.org")).status == 204);
    CHECK(world.approve(world.approver, number).code() == "not_open");
  }
  SECTION("who has not shown lately who they are") {
    const std::string number = world.asked();
    world.clock.now += 6 * kMinute;
    CHECK(world.approve(world.approver, number).code() == "confirmation_wanted");
    CHECK(world.approver.post(kApprovals + number + "/decline", {{"comment", "Not now"}}).status == 200);
    CHECK(world.asker.get(kApprovals + number).body["comment"] == "Not now");
  }
}

TEST_CASE("when an approval is taken back, what it allowed ends at once", "[portal]") {
  Fixture world;
  const std::string number = world.approved();
  std::unique_ptr<OpenSocket> socket;
  const db::SessionId session = world.open(world.asker, socket);
  SECTION("withdrawn by who asked") {
    REQUIRE(world.asker.del(kApprovals + number).status == 204);
    CHECK(world.state(number) == "withdrawn");
  }
  SECTION("revoked by somebody else than who approved") {
    REQUIRE(world.owner.del(kApprovals + number).status == 204);
    CHECK(world.state(number) == "revoked");
  }
  SECTION("the asker's right ended") {
    world.disable("asker@example.org");
    world.portal->tick();
  }
  SECTION("who approved it may not sign in any more") {
    world.disable("approver@example.org");
    world.portal->tick();
  }
  SECTION("the machine wants one, and this session has another machine's") {
    const auto moved = db::write(*world.database, [&](db::Connection& connection) {
      db::Query(connection, "UPDATE approval SET client_id = 1").run();
    });
    REQUIRE(moved);
    world.portal->tick();
  }
  REQUIRE_FALSE(world.needs.hung_up.empty());
  CHECK(world.needs.hung_up.front().first == session);
  CHECK(world.connect(world.asker).status >= 401);
}

TEST_CASE("a machine that wants approvals from now on ends sessions without, and one that wants none goes on",
          "[portal]") {
  Fixture world;
  world.require(false);
  CHECK(world.ask(world.asker).code() == "approval_not_needed");
  std::unique_ptr<OpenSocket> socket;
  const db::SessionId session = world.open(world.asker, socket);
  world.require(true);
  REQUIRE(world.needs.hung_up.size() == 1);
  CHECK(world.needs.hung_up.front().first == session);
  world.portal->session_ended(session, wire::CloseReason::approval_over, 0, 0);
  world.needs.hung_up.clear();
  const std::string number = world.approved(15);
  const db::SessionId next = world.open(world.asker, socket);
  world.require(false);
  world.clock.now += 20 * kMinute;
  world.portal->tick();
  CHECK(world.needs.hung_up.empty());
  CHECK(world.owner.get("/api/v1/sessions/" + std::to_string(next)).body["state"] == "open");
}

TEST_CASE("to take the second person away one shows who one is", "[portal]") {
  Fixture world;
  world.clock.now += 6 * kMinute;
  CHECK(world.approver.patch(world.path, {{"comment", "x"}, {"approval_required", true}}).status == 200);
  CHECK(world.approver.patch(world.path, {{"approval_required", false}}).code() == "confirmation_wanted");
  CHECK(world.asker.patch(world.path, {{"approval_required", false}}).status == 403);
  REQUIRE(world.approver.post("/api/v1/me/confirm", {{"password", kPassword}}).status == 204);
  // A program, which nobody asks who it is, takes nobody away, but may ask for one.
  const auto by_program = [&](bool required) {
    return world.approver.send(
        world.by_token(world.approver, "PATCH", world.path, {{"approval_required", required}}));
  };
  CHECK(by_program(false).code() == "login_only");
  CHECK(by_program(true).status == 200);
  CHECK(world.approver.patch(world.path, {{"approval_required", false}}).body["approval_required"] == false);
  CHECK(by_program(false).status == 200);  // there is nobody to be taken away
  const json entry = world.owner.get("/api/v1/audit?action=client.changed").body["items"][0];
  CHECK(entry["before"] == json{{"approval_required", true}});
  CHECK(entry["after"] == json{{"approval_required", false}});
}

TEST_CASE("one asks once, with a reason, for a quarter of an hour to eight hours", "[portal]") {
  Fixture world;
  for (const json& wrong : std::vector<json>{{{"reason", "x"}}, {{"minutes", 60}}}) {
    CHECK(world.asker.post(world.path + "/approvals", wrong).status == 400);
  }
  for (const int minutes : {0, 14, 481, -1})
    CHECK(world.asker.post(world.path + "/approvals", {{"reason", "x"}, {"minutes", minutes}})
              .names("minutes"));
  for (const char* reason : {"", "  ", "two\nlines", "a\u202eb"})
    CHECK(world.asker.post(world.path + "/approvals", {{"reason", reason}, {"minutes", 60}}).names("reason"));
  CHECK(world.asker.post("/api/v1/clients/1/approvals", {{"reason", "x"}, {"minutes", 60}}).code() ==
        "no_such_client");
  const std::string number = world.asked();
  CHECK(world.ask(world.asker).code() == "already_asked");
  REQUIRE(world.approve(world.approver, number).status == 200);
  CHECK(world.ask(world.asker).code() == "already_asked");
  // Who asks again and again has to wait.
  REQUIRE(world.asker.del(kApprovals + number).status == 204);
  int taken = 1;
  for (; taken < 20; ++taken) {
    const Answer again = world.ask(world.asker);
    if (again.status == 429) break;
    REQUIRE(world.asker.del(kApprovals + again.string("id")).status == 204);
  }
  CHECK(taken == 10);
}

TEST_CASE("who may decide is told by mail and on the dashboard, and all of it is in the audit log",
          "[portal]") {
  Fixture world;
  world.options.mail =
      portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
  world.start();
  world.with_access("disabled@example.org", {{"clients", "edit"}});
  world.disable("disabled@example.org");
  const std::string number = world.asked();
  std::set<std::string> told;
  const json letters = world.owner.get("/api/v1/mail/messages").body["items"];
  for (const json& mail : letters) {
    if (mail["kind"] == "approval") told.insert(mail["to"].get<std::string>());
  }
  CHECK(told == std::set<std::string>{"olga@example.org", "approver@example.org"});
  const auto attention = [](Browser& browser) {
    std::string codes;
    const json items = browser.get("/api/v1/dashboard").body["attention"];
    for (const json& item : items) codes += item["code"].get<std::string>() + " ";
    return codes;
  };
  CHECK(attention(world.approver).find("approval_wanted") != std::string::npos);
  CHECK(attention(world.asker).find("approval_wanted") == std::string::npos);
  REQUIRE(world.approve(world.approver, number).status == 200);
  CHECK(attention(world.approver).find("approval_wanted") == std::string::npos);
  REQUIRE(world.owner.del(kApprovals + number).status == 204);
  std::string actions;
  const json entries = world.owner.get("/api/v1/audit?action=approval.").body["items"];
  for (const json& entry : entries) actions += entry["action"].get<std::string>() + " ";
  CHECK(actions == "approval.revoked approval.approved approval.requested ");
}

TEST_CASE("old approvals are forgotten with the sessions", "[portal]") {
  Fixture world;
  world.asked();
  world.clock.now += 366 * 86400;
  world.portal->tick();
  Browser owner(world);
  REQUIRE(owner.log_in("olga@example.org").status == 200);
  CHECK(owner.get("/api/v1/approvals").body["items"].empty());
}

}  // namespace gatehouse::portal_approvals_test
