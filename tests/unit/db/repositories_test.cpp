#include <set>

#include "db/enrolment_repository.h"
#include "db/login_repository.h"
#include "db/role_repository.h"
#include "db/session_repository.h"
#include "db/setting_repository.h"
#include "tests/unit/db/store.h"

namespace gatehouse::repositories_test {

using test::kNow;
using test::must;
using test::Store;

TEST_CASE("an organization is found by what people type to sign in", "[db]") {
  Store store;
  db::OrganizationRepository organizations(*store.database);
  CHECK(must(organizations.only())->name == "Example");
  CHECK(must(organizations.find_by_login_id("EXAMPLE"))->id == store.organization.id);
  CHECK_FALSE(must(organizations.find_by_login_id("other")));
  CHECK(must(organizations.add("Example", "example", kNow)).login_id == "example-2");
  CHECK(must(organizations.add("Example", "example", kNow)).login_id == "example-3");
  CHECK_FALSE(must(organizations.only()));
  CHECK(must(organizations.count()) == 3);
}

TEST_CASE("an organization's users come from people, until it is told otherwise, and from one of three",
          "[db]") {
  Store store;
  db::OrganizationRepository organizations(*store.database);
  const auto other = must(organizations.add("Other", "other", kNow));
  CHECK(other.user_provider == "admin");
  CHECK(must(organizations.find(other.id))->user_provider == "admin");
  for (const std::string provider : {"idp", "ldap", "admin", "idp"}) {
    CHECK(must(organizations.set_user_provider(other.id, provider)));
    CHECK(must(organizations.find(other.id))->user_provider == provider);
  }
  for (const std::string wrong : {"", "Admin", "oidc", "idp,ldap"})
    CHECK_FALSE(organizations.set_user_provider(other.id, wrong));
  CHECK(must(organizations.find(other.id))->user_provider == "idp");
  CHECK(must(organizations.find(store.organization.id))->user_provider == "admin");
  CHECK_FALSE(must(organizations.set_user_provider(db::OrganizationId{999}, "idp")));
}

TEST_CASE("an e-mail address is used once in an organization, whatever its case", "[db]") {
  Store store;
  db::UserRepository users(*store.database);
  db::User twin = store.user;
  twin.email = "INES@Example.org";
  CHECK_FALSE(must(users.add(twin, {})));
  const auto other = must(db::OrganizationRepository(*store.database).add("Other", "other", kNow));
  twin.organization = other.id;
  CHECK(must(users.add(twin, {})));
  CHECK(must(users.find_by_email(store.organization.id, "Ines@EXAMPLE.org"))->id == store.user.id);
}

TEST_CASE("nothing of one organization is reached through another", "[db]") {
  Store store;
  const auto other = must(db::OrganizationRepository(*store.database).add("Other", "other", kNow)).id;
  const auto client = store.add_client("pi");
  db::UserRepository users(*store.database);
  db::ClientRepository clients(*store.database);
  CHECK_FALSE(must(users.find(other, store.user.id)));
  CHECK(must(db::RoleRepository(*store.database).held(other, store.user.id, kNow)).empty());
  CHECK_FALSE(must(users.set_password_hash(other, store.user.id, "x")));
  CHECK_FALSE(must(clients.find(other, client.id)));
  CHECK_FALSE(must(clients.set_alias(other, client.id, "a@b")));
  CHECK_FALSE(must(clients.remove(other, client.id)));
  CHECK(must(clients.list(other, {}, {}, 10)).rows.empty());

  db::Login login;
  login.organization = other;  // not the user's
  login.user = store.user.id;
  CHECK_FALSE(db::LoginRepository(*store.database).add(login, "hash"));
}

TEST_CASE("a password, the roles and the disabled state are kept", "[db]") {
  Store store;
  db::UserRepository users(*store.database);
  const auto org = store.organization.id;
  CHECK(must(users.set_password_hash(org, store.user.id, "new")));
  db::User disabled = store.user;
  disabled.disabled = true;
  CHECK(must(users.change(disabled)));
  const auto found = must(users.find(org, store.user.id));
  CHECK(found->password_hash == "new");
  CHECK(found->disabled);
  CHECK(found->version == 2);
  std::set<std::string> roles;
  for (const auto& role : must(db::RoleRepository(*store.database).held(org, store.user.id, kNow)))
    roles.insert(role.name);
  CHECK(roles == std::set<std::string>{"Owner", "User"});
  CHECK(must(users.anyone_has_role("owner")));
  CHECK_FALSE(must(users.anyone_has_role("admin")));
}

TEST_CASE("logins are found by the hash of their token, listed and ended", "[db]") {
  Store store;
  db::LoginRepository logins(*store.database);
  const auto org = store.organization.id;
  std::vector<db::LoginId> ids;
  for (int i = 0; i < 5; ++i) {
    db::Login login;
    login.organization = org;
    login.user = store.user.id;
    login.csrf_token = "csrf";
    login.address = "192.0.2.1";
    login.created_at = login.last_seen_at = kNow + i / 2;  // equal times, too
    login.expires_at = kNow + 1000;
    ids.push_back(must(logins.add(login, std::string("\0hash", 5) + std::to_string(i))).id);
  }
  CHECK(must(logins.find_by_token_hash(std::string("\0hash3", 6)))->id == ids[3]);
  CHECK_FALSE(must(logins.find_by_token_hash("hash3")));

  std::vector<db::LoginId> seen;
  db::Cursor cursor;
  for (;;) {
    const auto page = must(logins.list(org, store.user.id, kNow, 0, cursor, 2));
    for (const auto& login : page.rows) seen.push_back(login.id);
    if (!page.next) break;
    cursor = db::Cursor::parse(page.next->text()).value();
  }
  CHECK(seen == std::vector<db::LoginId>(ids.rbegin(), ids.rend()));

  must(logins.touch(org, ids[0], kNow + 500));
  CHECK(must(logins.list(org, store.user.id, kNow, kNow + 400, {}, 10)).rows.size() == 1);
  CHECK(must(logins.list(org, store.user.id, kNow + 1000, 0, {}, 10)).rows.empty());
  CHECK(must(logins.remove(org, store.user.id, ids[1])));
  CHECK_FALSE(must(logins.remove(org, store.user.id, ids[1])));
  CHECK(must(logins.remove_all_but(org, store.user.id, ids[2])).size() == 3);
  CHECK(must(logins.remove_stale(kNow + 1000, 0)) == 1);
}

TEST_CASE("the last twenty addresses of a user are remembered", "[db]") {
  Store store;
  db::LoginRepository logins(*store.database);
  const auto org = store.organization.id;
  for (int i = 0; i < 25; ++i) {
    must(logins.remember_address(org, store.user.id, "192.0.2." + std::to_string(i), kNow + i));
  }
  must(logins.remember_address(org, store.user.id, "192.0.2.24", kNow + 30));
  CHECK_FALSE(must(logins.knows_address(org, store.user.id, "192.0.2.4")));
  CHECK(must(logins.knows_address(org, store.user.id, "192.0.2.5")));
  CHECK(must(logins.knows_address(org, store.user.id, "192.0.2.24")));
}

TEST_CASE("a client's number has nine or ten digits and is drawn at random", "[db]") {
  Store store;
  std::set<db::ClientId> ids;
  for (int i = 0; i < 20; ++i) {
    const auto client = store.add_client("pi " + std::to_string(i));
    const auto digits = std::to_string(client.id).size();
    CHECK((digits == 9 || digits == 10));
    CHECK(ids.insert(client.id).second);
  }
  CHECK(*ids.rbegin() - *ids.begin() > 1000);
}

TEST_CASE("a client is found by number, alias and certificate, and keeps its facts", "[db]") {
  Store store;
  db::ClientRepository clients(*store.database);
  const auto org = store.organization.id;
  const auto pi = store.add_client("pi");
  const auto other = store.add_client("other");
  CHECK(must(clients.set_alias(org, pi.id, "Shop@ad")));
  CHECK_FALSE(must(clients.set_alias(org, other.id, "shop@AD")));
  CHECK(must(clients.set_alias(org, pi.id, "shop@ad")));  // its own, spelt otherwise
  CHECK(must(clients.find_by_alias(org, "SHOP@ad"))->id == pi.id);
  CHECK(must(clients.find_by_link_key("fingerprint of pi"))->id == pi.id);
  CHECK_FALSE(must(clients.find_this_machine()));

  db::ClientFacts facts;
  facts.name = "pi-5";
  facts.width = 1920;
  CHECK(must(clients.update_facts(pi.id, facts, kNow + 9)));
  const auto found = must(clients.find(org, pi.id));
  CHECK(found->facts.name == "pi-5");
  CHECK(found->facts.width == 1920);
  CHECK(found->last_seen_at == kNow + 9);
  CHECK_FALSE(must(clients.touch(1, kNow)));
  CHECK(must(clients.set_alias(org, pi.id, std::nullopt)));
  CHECK(must(clients.set_alias(org, other.id, "shop@ad")));
  CHECK(must(clients.remove(org, other.id)));
  CHECK(must(clients.count(org)) == 1);
}

TEST_CASE("clients are searched and filtered while paging", "[db]") {
  Store store;
  db::ClientRepository clients(*store.database);
  const auto org = store.organization.id;
  std::vector<db::ClientId> ids;
  for (int i = 0; i < 9; ++i) {
    ids.push_back(store.add_client((i % 3 == 0 ? "Pi 100% " : "desk ") + std::to_string(i), kNow + i).id);
  }
  db::ClientFilter filter;
  filter.search = "pi 100%";
  CHECK(must(clients.list(org, filter, {}, 10)).rows.size() == 3);
  filter.search = std::to_string(ids[4]);
  CHECK(must(clients.list(org, filter, {}, 10)).rows.front().id == ids[4]);
  filter.search.clear();
  filter.wanted = [&](db::ClientId id) { return id == ids[1] || id == ids[7] || id == ids[8]; };
  const auto first = must(clients.list(org, filter, {}, 2));
  REQUIRE(first.rows.size() == 2);
  CHECK(first.rows[1].id == ids[7]);
  const auto second = must(clients.list(org, filter, first.next.value(), 2));
  REQUIRE(second.rows.size() == 1);
  CHECK(second.rows[0].id == ids[1]);
  CHECK_FALSE(second.next);
}

TEST_CASE("an enrolment token lets in as many as it says, and none after its time", "[db]") {
  Store store;
  db::EnrolmentRepository tokens(*store.database);
  db::EnrolmentToken token;
  token.organization = store.organization.id;
  token.purpose = "agent";
  token.uses = token.uses_left = 2;
  token.expires_at = kNow + 60;
  must(tokens.add(token, "hash"));
  CHECK_FALSE(must(tokens.take("other", kNow)));
  CHECK_FALSE(must(tokens.take("hash", kNow + 60)));
  CHECK(must(tokens.take("hash", kNow))->uses_left == 1);
  CHECK(must(tokens.take("hash", kNow))->purpose == "agent");
  CHECK_FALSE(must(tokens.take("hash", kNow)));
  CHECK(must(tokens.remove_stale(kNow)) == 1);
}

TEST_CASE("enrolment tokens are listed newest first, page by page, of one organization", "[db]") {
  Store store;
  db::EnrolmentRepository tokens(*store.database);
  const auto other = must(db::OrganizationRepository(*store.database).add("Other", "other", kNow));
  std::vector<db::EnrolmentTokenId> wanted;
  for (int i = 0; i < 5; ++i) {
    db::EnrolmentToken token;
    token.organization = i == 0 ? other.id : store.organization.id;
    token.purpose = i == 1 ? "this_machine" : "agent";
    token.created_at = kNow + i / 2;
    token.expires_at = kNow + 100;
    const auto id = must(tokens.add(token, "hash" + std::to_string(i))).id;
    if (i > 1) wanted.insert(wanted.begin(), id);
  }
  const auto first = must(tokens.list(store.organization.id, "agent", {}, 2));
  REQUIRE(first.rows.size() == 2);
  REQUIRE(first.next);
  const auto rest = must(tokens.list(store.organization.id, "agent", *first.next, 2));
  REQUIRE(rest.rows.size() == 1);
  CHECK_FALSE(rest.next);
  CHECK(std::vector{first.rows[0].id, first.rows[1].id, rest.rows[0].id} == wanted);
  CHECK(must(tokens.take("hash2", kNow))->id == wanted.back());
  CHECK(must(tokens.revoke(store.organization.id, "agent", wanted.front(), kNow)));
  CHECK_FALSE(must(tokens.take("hash4", kNow)));
}

TEST_CASE("a session goes from requested to ended and never back", "[db]") {
  Store store;
  db::SessionRepository sessions(*store.database);
  const auto org = store.organization.id;
  const auto client = store.add_client("pi");
  db::Session wanted;
  wanted.organization = org;
  wanted.client = client.id;
  wanted.client_name = "pi";
  wanted.user = store.user.id;
  wanted.user_name = "Ines Irgendwer";
  wanted.started_at = kNow;
  const auto id = must(sessions.add(wanted)).id;
  CHECK(must(sessions.find(org, id))->state == db::SessionState::requested);
  CHECK(must(db::ClientRepository(*store.database).find(org, client.id))->active_sessions == 1);
  CHECK(must(sessions.open(id, "192.0.2.9", "Berlin")));
  CHECK_FALSE(must(sessions.open(id, "", "")));
  CHECK(must(sessions.find(org, id))->direct_from == "192.0.2.9");
  CHECK(must(sessions.find(org, id))->relay == "Berlin");
  CHECK(must(sessions.progress(id, 5'000'000'000, 7)));
  CHECK(must(sessions.count_active(org)) == 1);
  CHECK(must(sessions.end(id, 2, 6'000'000'000, 8, kNow + 5)));
  CHECK_FALSE(must(sessions.end(id, 3, 0, 0, kNow + 6)));
  CHECK_FALSE(must(sessions.progress(id, 0, 0)));
  CHECK_FALSE(must(sessions.open(id, "", "")));
  const auto ended = must(sessions.find(org, id));
  CHECK(ended->state == db::SessionState::ended);
  CHECK(ended->close_reason == 2);
  CHECK(ended->bytes_to_viewer == 6'000'000'000);
  CHECK(ended->ended_at == kNow + 5);
  CHECK(must(sessions.count_started_since(org, kNow)) == 1);
  CHECK(must(sessions.count_started_since(org, kNow + 1)) == 0);
}

TEST_CASE("sessions are listed by client and by state, and an earlier run's are ended at start", "[db]") {
  Store store;
  db::SessionRepository sessions(*store.database);
  const auto org = store.organization.id;
  for (int i = 0; i < 6; ++i) {
    db::Session session;
    session.organization = org;
    session.client = 100 + i % 2;
    session.started_at = kNow + i;
    const auto id = must(sessions.add(session)).id;
    if (i < 4) must(sessions.end(id, 1, 0, 0, kNow + 10));
  }
  db::SessionFilter filter;
  filter.client = 101;
  CHECK(must(sessions.list(org, filter, {}, 10)).rows.size() == 3);
  filter.active = true;
  CHECK(must(sessions.list(org, filter, {}, 10)).rows.size() == 1);
  filter.client.reset();
  CHECK(must(sessions.list(org, filter, {}, 10)).rows.size() == 2);
  CHECK(must(sessions.end_left_open(14, kNow + 20)) == 2);
  CHECK(must(sessions.count_active(org)) == 0);
  filter.active = false;
  const auto all = must(sessions.list(org, filter, {}, 10));
  REQUIRE(all.rows.size() == 6);
  CHECK(all.rows[0].close_reason == 14);
  CHECK(all.rows[5].close_reason == 1);
}

TEST_CASE("settings of the appliance and of organizations don't meet", "[db]") {
  Store store;
  db::SettingRepository ours(*store.database, store.organization.id);
  db::SettingRepository appliance(*store.database, std::nullopt);
  must(ours.set("namespace", "example"));
  must(appliance.set("namespace", "ad"));
  must(appliance.set("namespace", "ad2"));
  CHECK(must(ours.get("namespace")) == "example");
  CHECK(must(appliance.get("namespace")) == "ad2");
  must(ours.remove("namespace"));
  CHECK_FALSE(must(ours.get("namespace")));
  CHECK(must(appliance.get("namespace")));
}

TEST_CASE("a cursor that is not ours is none", "[db]") {
  for (const char* bad : {"", ".", "1", "1.", "a.b", "1.2.3", "-1.2", "99999999999999999999.1"}) {
    CHECK_FALSE(db::Cursor::parse(bad));
  }
}

}  // namespace gatehouse::repositories_test
