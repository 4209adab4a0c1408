#include "db/audit_repository.h"
#include "db/connection.h"
#include "tests/unit/db/store.h"

namespace gatehouse::audit_store_test {

using test::kNow;
using test::must;
using test::Store;

struct Fixture : Store {
  db::AuditRepository audit{*database};

  void add(const std::string& action, std::int64_t at = kNow, const std::string& target = "Tom") {
    db::AuditEntry entry;
    entry.organization = organization.id;
    entry.at = at;
    entry.actor_id = user.id;
    entry.actor = user.email;
    entry.action = action;
    entry.target = target;
    must(audit.append(entry));
  }
  std::string actions(const db::AuditFilter& filter) {
    std::string all;
    db::Cursor cursor;
    for (;;) {
      const auto page = must(audit.list(organization.id, filter, cursor, 2));
      for (const auto& entry : page.rows) all += entry.action + " ";
      if (!page.next) return all;
      cursor = db::Cursor::parse(page.next->text()).value();
    }
  }
};

TEST_CASE("entries of the audit log hang together, each organization's for itself", "[db]") {
  Fixture store;
  store.add("user.created");
  store.add("user.changed");
  const auto other = must(db::OrganizationRepository(*store.database).add("Other", "other", kNow)).id;
  db::AuditEntry theirs;
  theirs.organization = other;
  must(store.audit.append(theirs));
  store.add("user.deleted");

  const auto entries = must(store.audit.after(store.organization.id, 0, 10));
  REQUIRE(entries.size() == 3);
  std::string previous = db::kAuditStart;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    CHECK(entries[i].number == static_cast<std::int64_t>(i) + 1);
    CHECK(entries[i].hash == db::audit_hash(previous, entries[i]));
    previous = entries[i].hash;
  }
  CHECK(must(store.audit.after(other, 0, 10)).front().number == 1);
  CHECK(must(store.audit.after(store.organization.id, 1, 1)).front().action == "user.changed");
}

TEST_CASE("every field of an entry is in its hash, and none runs into another", "[db]") {
  db::AuditEntry entry;
  entry.number = 7;
  entry.actor = "ab";
  entry.address = "c";
  const std::string hash = db::audit_hash(db::kAuditStart, entry);
  const auto changed = [&](auto change) {
    db::AuditEntry other = entry;
    change(other);
    return db::audit_hash(db::kAuditStart, other) != hash;
  };
  CHECK(changed([](auto& e) { e.number = 8; }));
  CHECK(changed([](auto& e) { e.at = 1; }));
  CHECK(changed([](auto& e) { e.actor_id = 0; }));
  CHECK(changed([](auto& e) { e.actor = "a", e.address = "bc"; }));
  CHECK(changed([](auto& e) { e.action = "x"; }));
  CHECK(changed([](auto& e) { e.target_id = "x"; }));
  CHECK(changed([](auto& e) { e.target = "x"; }));
  CHECK(changed([](auto& e) { e.before = "{}"; }));
  CHECK(changed([](auto& e) { e.after = "{}"; }));
  CHECK(db::audit_hash(std::string(32, 'x'), entry) != hash);
}

TEST_CASE("an entry that was written cannot be changed", "[db]") {
  Fixture store;
  store.add("user.created");
  db::Connection raw(store.directory.path() + "/" + db::kDatabaseFile, db::Connection::Use::write);
  CHECK_THROWS(raw.run("UPDATE audit_entry SET actor = 'somebody else'"));
  CHECK_THROWS(raw.run("DELETE FROM audit_entry"));
  CHECK_NOTHROW(raw.run(
      "DROP TRIGGER organization_of_appliance_stays; DELETE FROM organization"));  // with everything that is theirs
}

TEST_CASE("the log is narrowed by who, what, when and words", "[db]") {
  Fixture store;
  store.add("user.created", kNow, "Tom");
  store.add("user.changed", kNow + 10, "Tom");
  store.add("role.created", kNow + 20, "Night");
  store.add("users.imported", kNow + 30, "List");
  CHECK(store.actions({}) == "users.imported role.created user.changed user.created ");
  CHECK(store.actions({.action = "user.changed"}) == "user.changed ");
  CHECK(store.actions({.action = "user."}) == "user.changed user.created ");
  CHECK(store.actions({.search = "tom"}) == "user.changed user.created ");
  CHECK(store.actions({.search = "INES@"}) == "users.imported role.created user.changed user.created ");
  CHECK(store.actions({.from = kNow + 10, .to = kNow + 20}) == "user.changed ");
  CHECK(store.actions({.actor = store.user.id + 1}).empty());
}

}  // namespace gatehouse::audit_store_test
