// Two organizations on one appliance, each with one of everything there is, and the rows of each to compare.
#pragma once
#include <map>

#include "appliance/policy/roles.h"
#include "db/access.h"
#include "db/approval_repository.h"
#include "db/invitation_repository.h"
#include "db/passkey_repository.h"
#include "db/second_factor_repository.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_test {

// The tables that have an organization_id, by name.
inline std::vector<std::string> tables_of_organizations(db::Database& database) {
  const auto names = db::read(database, [](db::Connection& connection) {
    std::vector<std::string> found;
    db::Query query(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(sql, 'organization_id ') > 0"
        " ORDER BY name");
    while (query.next()) found.push_back(query.text());
    return found;
  });
  REQUIRE(names);
  return *names;
}

// Every row of the organization as text, by table.
inline std::map<std::string, std::vector<std::string>> rows_of(db::Database& database,
                                                               db::OrganizationId organization) {
  std::map<std::string, std::vector<std::string>> rows;
  const auto collect = [&](const std::string& table, const std::string& column) {
    const auto done = db::read(database, [&](db::Connection& connection) {
      SQLite::Statement query(connection.handle(), "SELECT * FROM " + table + " WHERE " + column + " = ?");
      query.bind(1, static_cast<std::int64_t>(organization));
      while (query.executeStep()) {
        std::string row;
        for (int i = 0; i < query.getColumnCount(); ++i) row += query.getColumn(i).getString() + "|";
        rows[table].push_back(std::move(row));
      }
      return true;
    });
    REQUIRE(done);
  };
  collect("organization", "id");
  for (const std::string& table : tables_of_organizations(database)) collect(table, "organization_id");
  return rows;
}

// An organization whose every text has its mark in it, so that a look into an answer tells whether it is from there.
struct Side {
  std::string mark;  // "Quartz"
  db::Organization organization;
  std::string owner_email, token;
  db::ClientId machine = 0;
  std::string alias;
  std::map<std::string, std::string> ids;  // by the name of the path's parameter; "/me/tokens" is told apart

  std::string lower() const { return lower_ascii(mark); }
};

struct TwoOrganizations : World {
  Side first, second;

  TwoOrganizations() {
    options.mail = portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
    start();
    json setup = setup_body();
    setup["organization_name"] = "Quartz Ltd";
    setup["first_name"] = "Quartz";
    setup["email"] = "owner@quartz.example";
    Browser founder(*this);
    REQUIRE(founder.post("/api/v1/setup", setup).status == 201);
    first = {"Quartz", organization(), "owner@quartz.example", {}, 0, {}, {}};
    fill(first);
    second = founded(founder, "Zephyr");
    fill(second);
    portal->tick();  // signs both logs
    for (Side* side : {&first, &second}) fill_by_hand(*side);
  }

  // As people do it: the appliance's Owner makes it, its own Owner follows the link.
  Side founded(Browser& appliances_owner, const std::string& mark) {
    const std::string email = "owner@" + lower_ascii(mark) + ".example";
    const Answer made = appliances_owner.post("/api/v1/organizations", {{"name", mark + " Ltd"},
                                                                        {"owner_first_name", mark},
                                                                        {"owner_last_name", "Owner"},
                                                                        {"owner_email", email}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    const std::string link = made.string("link");
    Browser guest(*this);
    const json used = {{"token", link.substr(link.find('#') + 1)}, {"password", kPassword}};
    REQUIRE(guest.post("/api/v1/account-links/use", used).status == 200);
    const auto found = db::OrganizationRepository(*database).find_by_login_id(
        made.body["organization"]["id"].get<std::string>());
    REQUIRE(found);
    return {mark, **found, email, {}, 0, {}, {}};
  }

  Browser owner_of(const Side& side) {
    Browser browser(*this);
    const json login = {{"organization_id", side.organization.login_id},
                        {"email", side.owner_email},
                        {"password", kPassword}};
    const Answer answer = browser.post("/api/v1/login", login);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return browser;
  }
  // As its Owner's program.
  Answer ask_by_token(const Side& side, const std::string& method, const std::string& target,
                      const json& body) {
    Browser program(*this);
    auto request = program.request(method, target, body);
    request.headers.emplace_back("authorization", "Bearer " + side.token);
    return program.send(request);
  }

 private:
  Answer made(Browser& browser, const std::string& path, const json& body = json::object()) {
    Answer answer = browser.post(path, body);
    INFO(path << " " << answer.text);
    REQUIRE(answer.status < 300);
    return answer;
  }

  // One of everything, as its Owner makes it.
  void fill(Side& side) {
    Browser owner = owner_of(side);
    const std::string& mark = side.mark;
    auto& ids = side.ids;
    REQUIRE(owner.patch("/api/v1/organization", {{"namespace", side.lower()}}).status == 200);
    REQUIRE(owner.patch("/api/v1/billing", {{"company", mark + " Ltd"}}).status == 200);
    add_machine(side);
    ids["permission_set_id"] =
        made(owner, "/api/v1/permission-sets", {{"name", mark + " set"}, {"access", {{"clients", "view"}}}})
            .string("id");
    ids["role_id"] =
        made(owner, "/api/v1/roles",
             {{"name", mark + " role"}, {"permission_sets", json::array({ids["permission_set_id"]})}})
            .string("id");
    auto group = owner.request("POST", "/api/v1/groups", {{"name", mark + " group"}});
    group.headers.emplace_back("idempotency-key", "one");
    ids["group_id"] = Answer(portal->handle(group)).string("id");
    const json user = {
        {"first_name", mark}, {"last_name", "Helper"}, {"email", "helper@" + side.lower() + ".example"}};
    ids["user_id"] = made(owner, "/api/v1/users", user).body["user"]["id"].get<std::string>();
    const std::string member = "/api/v1/groups/" + ids["group_id"];
    REQUIRE(owner.put(member + "/members/" + ids["user_id"]).status == 204);
    REQUIRE(owner.put(member + "/roles/" + ids["role_id"]).status == 204);
    const json token = {
        {"name", mark + " token"}, {"scope", everything()}, {"days", 30}, {"current_password", kPassword}};
    const Answer program = made(owner, "/api/v1/me/tokens", token);
    side.token = program.string("token");
    ids["/me/tokens"] = owner.get("/api/v1/me/tokens").body["items"][0]["id"].get<std::string>();
    ids["owner_id"] = owner.get("/api/v1/me").body["user"]["id"].get<std::string>();
    ids["login_id"] = owner.get("/api/v1/me/logins").body["items"][0]["id"].get<std::string>();
    made(owner, "/api/v1/enrolment-tokens", {{"label", mark + " machines"}, {"uses", 2}, {"days", 7}});
    ids["/enrolment-tokens"] =
        owner.get("/api/v1/enrolment-tokens").body["items"][0]["id"].get<std::string>();
    ids["relay_id"] = made(owner, "/api/v1/relays",
                           {{"name", mark + " relay"}, {"address", "relay." + side.lower() + ".example"}})
                          .body["relay"]["id"]
                          .get<std::string>();
    ids["webhook_id"] =
        made(owner, "/api/v1/webhooks",
             {{"url", "https://" + side.lower() + ".example/"}, {"events", {"session.requested"}}})
            .body["webhook"]["id"]
            .get<std::string>();
    const std::string webhook = "/api/v1/webhooks/" + ids["webhook_id"];
    made(owner, webhook + "/test");
    ids["delivery_id"] = owner.get(webhook + "/deliveries").body["items"][0]["id"].get<std::string>();
    made(owner, "/api/v1/mail/test");
    ids["mail_id"] = owner.get("/api/v1/mail/messages").body["items"][0]["id"].get<std::string>();
    json call = call_to(side.alias);
    call["reason"] = mark + " asked";
    ids["session_id"] = made(owner, "/api/v1/connections", call).string("session_id");
    REQUIRE(owner.patch("/api/v1/sessions/" + ids["session_id"], {{"comment", mark + " noted"}}).status ==
            200);
    ids["organization_id"] = side.organization.login_id;
    add_books(side, owner);
    add_factors(side);
  }
  static json everything() {
    json scope;
    for (const policy::Section section : policy::all_sections())
      if (section != policy::Section::personal_profile) scope[policy::section_key(section)] = "edit";
    return scope;
  }
  void add_machine(Side& side) {
    db::ClientFacts facts;
    facts.name = side.mark + " desk";
    facts.platform = side.lower() + "-x86_64";
    db::ClientRepository clients(*database);
    const auto added = clients.add(side.organization.id, "key of " + side.mark, facts, false, clock.now);
    REQUIRE(added);
    side.machine = added->id;
    side.alias = "desk@" + side.lower();
    REQUIRE(clients.set_alias(side.organization.id, added->id, side.alias));
    REQUIRE(clients.set_tags(side.organization.id, added->id, {side.mark + " tag"}));
    REQUIRE(clients.keep_device_key(added->id, kDeviceKey));
    REQUIRE(clients.set_help(added->id, db::Client::Help{clock.now, side.mark + " needs help"}));
    needs.online.insert(added->id);
    side.ids["client_id"] = std::to_string(added->id);
  }
  void add_books(Side& side, Browser& owner) {
    const json entry = {{"nickname", side.mark + " till"},
                        {"address", side.alias},
                        {"tags", json::array({side.mark + " tag"})}};
    const json book = {{"name", side.mark + " shops"},
                       {"visible_to", "groups"},
                       {"groups", json::array({side.ids["group_id"]})}};
    side.ids["book_id"] = made(owner, "/api/v1/address-books", book).string("id");
    const std::string entries = "/api/v1/address-books/" + side.ids["book_id"] + "/entries";
    side.ids["entry_id"] = made(owner, entries, entry).string("id");
    side.ids["/me/address-book"] = made(owner, "/api/v1/me/address-book/entries", entry).string("id");
  }
  // Somebody else's, so that the Owner needs no code to sign in.
  void add_factors(Side& side) {
    db::TotpDevice device;
    device.organization = side.organization.id;
    device.user = std::stoll(side.ids["user_id"]);
    device.name = side.mark + " phone";
    device.secret = std::string(20, 's');
    device.created_at = clock.now;
    db::SecondFactorRepository factors(*database);
    const auto added = factors.add_device(device);
    REQUIRE(added);
    REQUIRE(factors.set_recovery_codes(device.organization, device.user, {std::string(32, 'h')}));
    side.ids["device_id"] = std::to_string(added->id);
    db::Passkey passkey;
    passkey.organization = device.organization;
    passkey.user = device.user;
    passkey.name = side.mark + " key";
    passkey.rp_id = "gate.example.org";
    passkey.credential_id = "credential of " + side.mark;
    passkey.public_key = "key";
    passkey.created_at = clock.now;
    db::PasskeyRepository passkeys(*database);
    const auto kept = passkeys.add(passkey);
    REQUIRE(kept);
    REQUIRE(*kept);
    side.ids["passkey_id"] = std::to_string((*kept)->id);
    REQUIRE(passkeys.handle_of(device.organization, device.user, "handle of " + side.mark));
  }
  // What no route makes at will.
  void fill_by_hand(Side& side) {
    // Of a license that has invitations; this one makes users.
    db::Invitation invitation;
    invitation.organization = side.organization.id;
    invitation.email = "guest@" + side.lower() + ".example";
    invitation.first_name = side.mark;
    invitation.last_name = "Guest";
    invitation.made_by = std::stoll(side.ids["owner_id"]);
    invitation.created_at = clock.now;
    invitation.expires_at = clock.now + 7 * 86400;
    const auto invited =
        db::InvitationRepository(*database).add(invitation, "hash of an invitation to " + side.mark);
    REQUIRE(invited);
    side.ids["invitation_id"] = std::to_string((*invited)->id);
    db::Approval approval;
    approval.organization = side.organization.id;
    approval.client = side.machine;
    approval.client_name = side.mark + " desk";
    approval.asked_by = std::stoll(side.ids["user_id"]);
    approval.asked_by_name = side.mark + " Helper";
    approval.reason = side.mark + " reason";
    approval.minutes = 60;
    approval.asked_at = clock.now;
    approval.ends_at = clock.now + 30 * 60;
    const auto asked = db::ApprovalRepository(*database).add(approval);
    REQUIRE(asked);
    side.ids["approval_id"] = std::to_string((*asked)->id);
    const auto done = db::write(*database, [&](db::Connection& connection) {
      db::Query(connection, "INSERT INTO setting (organization_id, key, value) VALUES (?, 'of', ?)",
                side.organization.id, side.mark)
          .run();
      db::Query(connection, "INSERT INTO audit_forwarding (organization_id, number) VALUES (?, 1)",
                side.organization.id)
          .run();
      db::Query(connection, "INSERT INTO audit_start (organization_id, number, hash) VALUES (?, 0, ?)",
                side.organization.id, db::Blob{"hash"})
          .run();
    });
    REQUIRE(done);
  }
};

}  // namespace gatehouse::portal_test
