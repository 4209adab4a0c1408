#include <set>

#include "db/group_repository.h"
#include "db/permission_set_repository.h"
#include "db/role_repository.h"
#include "tests/unit/db/store.h"

namespace gatehouse::rights_store_test {

using test::kNow;
using test::must;
using test::Store;

struct Fixture : Store {
  db::UserRepository users{*database};
  db::RoleRepository roles{*database};
  db::PermissionSetRepository sets{*database};
  db::GroupRepository groups{*database};
  db::OrganizationId org = organization.id;

  db::Role role(const std::string& name, std::vector<db::PermissionSetId> with = {}) {
    db::Role wanted;
    wanted.organization = org;
    wanted.name = name;
    wanted.permission_sets = std::move(with);
    return must(roles.add(wanted)).value();
  }
  db::PermissionSet set(const std::string& name, db::SectionLevels levels) {
    db::PermissionSet wanted;
    wanted.organization = org;
    wanted.name = name;
    wanted.levels = std::move(levels);
    return must(sets.add(wanted)).value();
  }
  db::Group group(const std::string& name) {
    db::Group wanted;
    wanted.organization = org;
    wanted.name = name;
    return must(groups.add(wanted)).value();
  }
  std::multiset<std::string> held(std::int64_t now = kNow) {
    std::multiset<std::string> names;
    for (const auto& one : must(roles.held(org, user.id, now)))
      names.insert(one.name + (one.group ? " by " + one.group_name : ""));
    return names;
  }
};

TEST_CASE("an organization has the six preconfigured roles from its start, and nobody can change them",
          "[db]") {
  Fixture store;
  std::vector<std::string> names;
  for (const auto& role : must(store.roles.list(store.org))) names.push_back(role.name);
  CHECK(names == std::vector<std::string>{"Owner", "Admin", "Support agent", "Data protection officer",
                                          "Accountant", "User"});
  auto owner = must(store.roles.find_by_key(store.org, "owner")).value();
  CHECK(owner.users == 1);
  owner.description = "Changed";
  CHECK_FALSE(store.roles.change(owner));
  CHECK_FALSE(store.roles.remove(store.org, owner.id));
  const auto set = store.set("All", {{"users", 2}});
  owner.description = "";
  owner.permission_sets = {set.id};
  CHECK_FALSE(store.roles.change(owner));
  CHECK(must(store.roles.find(store.org, owner.id))->permission_sets.empty());
}

TEST_CASE("a name is used once in an organization, whatever its case", "[db]") {
  Fixture store;
  store.role("Night shift");
  db::Role twin;
  twin.organization = store.org;
  twin.name = "NIGHT shift";
  CHECK_FALSE(must(store.roles.add(twin)));
  twin.name = "admin";
  CHECK_FALSE(must(store.roles.add(twin)));
  twin.name = "Day shift";
  auto day = must(store.roles.add(twin)).value();
  day.name = "night shift";
  CHECK_FALSE(must(store.roles.change(day)));
  twin.organization = must(db::OrganizationRepository(*store.database).add("Other", "other", kNow)).id;
  twin.name = "Night shift";
  CHECK(must(store.roles.add(twin)));
}

TEST_CASE("a role gives the union of its permission sets", "[db]") {
  Fixture store;
  const auto low = store.set("Low", {{"users", 1}, {"clients", 2}});
  const auto high = store.set("High", {{"users", 2}});
  const auto role = store.role("Both", {low.id, high.id});
  CHECK(must(store.roles.levels(store.org, role.id)) == db::SectionLevels{{"users", 2}, {"clients", 2}});
  must(store.roles.give(store.org, store.user.id, role.id, std::nullopt));
  db::SectionLevels given;
  for (const auto& held : must(store.roles.held(store.org, store.user.id, kNow))) {
    if (held.role == role.id) given = held.levels;
  }
  CHECK(given == db::SectionLevels{{"users", 2}, {"clients", 2}});
  CHECK(must(store.sets.find(store.org, low.id))->roles == std::vector<db::RoleId>{role.id});
  must(store.sets.remove(store.org, high.id));
  CHECK(must(store.roles.levels(store.org, role.id)) == db::SectionLevels{{"users", 1}, {"clients", 2}});
}

TEST_CASE("roles are held by oneself and by groups, each until its end", "[db]") {
  Fixture store;
  const auto direct = store.role("Direct"), shared = store.role("Shared");
  const auto night = store.group("Night"), day = store.group("Day");
  must(store.groups.give(store.org, {night.id, shared.id}));
  must(store.groups.give(store.org, {day.id, shared.id}));
  must(store.groups.give(store.org, {day.id, shared.id}));  // once is enough
  must(store.roles.give(store.org, store.user.id, direct.id, kNow + 10));
  must(store.groups.set_member(store.org, {night.id, store.user.id, kNow + 20}));
  must(store.groups.set_member(store.org, {day.id, store.user.id, {}}));
  CHECK(store.held() ==
        std::multiset<std::string>{"Owner", "User", "Direct", "Shared by Night", "Shared by Day"});
  CHECK(store.held(kNow + 9).contains("Direct"));
  CHECK_FALSE(store.held(kNow + 10).contains("Direct"));
  CHECK(store.held(kNow + 20) == std::multiset<std::string>{"Owner", "User", "Shared by Day"});
  CHECK(must(store.groups.memberships(store.org, store.user.id, kNow)).size() == 2);
  CHECK(must(store.groups.memberships(store.org, store.user.id, kNow + 20)).front().group_name == "Day");

  must(store.roles.give(store.org, store.user.id, direct.id, std::nullopt));  // the later word
  CHECK(store.held(kNow + 1000).contains("Direct"));
  CHECK(must(store.groups.remove_member(store.org, day.id, store.user.id)));
  CHECK_FALSE(must(store.groups.remove_member(store.org, day.id, store.user.id)));
  CHECK(must(store.groups.take(store.org, night.id, shared.id)));
  CHECK(must(store.roles.take(store.org, store.user.id, direct.id)));
  CHECK(store.held() == std::multiset<std::string>{"Owner", "User"});
}

TEST_CASE("a group's role ends, for whoever is in the group, with whichever end comes first", "[db]") {
  Fixture store;
  const auto shared = store.role("Shared");
  const auto night = store.group("Night");
  must(store.groups.give(store.org, {night.id, shared.id, kNow + 10}));
  must(store.groups.set_member(store.org, {night.id, store.user.id, {}}));
  const auto end = [&] {
    for (const db::HeldRole& role : must(store.roles.held(store.org, store.user.id, kNow))) {
      if (role.group) return role.expires_at;
    }
    return std::optional<std::int64_t>();
  };
  CHECK(end() == kNow + 10);
  CHECK(store.held(kNow + 9).contains("Shared by Night"));
  CHECK_FALSE(store.held(kNow + 10).contains("Shared by Night"));
  const auto group = must(store.groups.find(store.org, night.id, kNow)).value();
  CHECK(group.roles == std::vector{shared.id});
  CHECK(group.role_ends.at(shared.id) == kNow + 10);
  CHECK(must(store.groups.find(store.org, night.id, kNow + 10))->roles.empty());
  CHECK(must(store.groups.list(store.org, kNow + 10)).front().roles.empty());
  CHECK(must(store.groups.find_given(store.org, night.id, shared.id))->expires_at == kNow + 10);

  must(store.groups.set_member(store.org, {night.id, store.user.id, kNow + 5}));
  CHECK(end() == kNow + 5);
  must(store.groups.give(store.org, {night.id, shared.id}));
  CHECK(end() == kNow + 5);
  must(store.groups.set_member(store.org, {night.id, store.user.id, {}}));
  CHECK(!end());
  CHECK(store.held(kNow + 1000).contains("Shared by Night"));
}

TEST_CASE("what is deleted takes with it what hung on it", "[db]") {
  Fixture store;
  const auto set = store.set("Set", {{"users", 1}});
  const auto role = store.role("Role", {set.id});
  const auto group = store.group("Group");
  must(store.groups.give(store.org, {group.id, role.id}));
  must(store.groups.set_member(store.org, {group.id, store.user.id, {}}));
  must(store.roles.give(store.org, store.user.id, role.id, std::nullopt));
  CHECK(must(store.groups.find(store.org, group.id, kNow))->members == 1);
  CHECK(must(store.roles.remove(store.org, role.id)));
  CHECK(store.held() == std::multiset<std::string>{"Owner", "User"});
  CHECK(must(store.groups.find(store.org, group.id, kNow))->roles.empty());
  CHECK(must(store.sets.find(store.org, set.id))->roles.empty());
  CHECK(must(store.groups.remove(store.org, group.id)));
  CHECK(must(store.users.remove(store.org, store.user.id)));
  CHECK(must(store.roles.find_by_key(store.org, "owner"))->users == 0);
}

TEST_CASE("no right points across organizations", "[db]") {
  Fixture store;
  const auto other = must(db::OrganizationRepository(*store.database).add("Other", "other", kNow)).id;
  const auto theirs = must(store.roles.find_by_key(other, "owner")).value();
  CHECK_FALSE(must(store.roles.find(store.org, theirs.id)));
  CHECK_FALSE(store.roles.give(store.org, store.user.id, theirs.id, std::nullopt));
  CHECK_FALSE(store.roles.give(other, store.user.id, theirs.id, std::nullopt));
  const auto group = store.group("Ours");
  CHECK_FALSE(store.groups.give(store.org, {group.id, theirs.id}));
  CHECK_FALSE(store.groups.set_member(other, {group.id, store.user.id, {}}));
  CHECK_FALSE(must(store.groups.find(other, group.id, kNow)));
  CHECK_FALSE(must(store.groups.remove(other, group.id)));
  CHECK_FALSE(must(store.users.remove(other, store.user.id)));
  CHECK(must(store.roles.count_holders(other, "owner", kNow)) == 0);
}

TEST_CASE("owners are counted who can sign in", "[db]") {
  Fixture store;
  const auto count = [&](std::int64_t now) {
    return must(store.roles.count_holders(store.org, "owner", now));
  };
  CHECK(count(kNow) == 1);
  db::User user = store.user;
  user.expires_at = kNow + 10;
  must(store.users.change(user));
  CHECK(count(kNow + 9) == 1);
  CHECK(count(kNow + 10) == 0);
  user.expires_at.reset();
  user.disabled = true;
  must(store.users.change(user));
  CHECK(count(kNow) == 0);
  user.disabled = false;
  user.verified_at.reset();
  must(store.users.change(user));
  CHECK(count(kNow) == 0);
}

TEST_CASE("users are listed by name, narrowed by state, role, group and words", "[db]") {
  Fixture store;
  const auto group = store.group("Night");
  const auto add = [&](const std::string& last, auto change) {
    db::User user = store.user;
    user.email = last + "@example.org";
    user.first_name = "Ana";
    user.last_name = last;
    change(user);
    return must(store.users.add(user, {"user"})).value();
  };
  const auto berg = add("Berg", [](db::User&) {});
  const auto adam = add("adam", [](db::User& user) { user.disabled = true; });
  add("Carl", [](db::User& user) { user.verified_at.reset(); });
  add("Dorn", [](db::User& user) { user.expires_at = kNow; });
  must(store.groups.set_member(store.org, {group.id, berg.id, {}}));
  const auto names = [&](const db::UserFilter& filter, int limit = 2) {
    std::string all;
    db::Cursor cursor;
    for (;;) {
      const auto page = must(store.users.list(store.org, filter, kNow, cursor, limit));
      for (const auto& user : page.rows) all += user.last_name + " ";
      if (!page.next) return all;
      cursor = db::Cursor::parse(page.next->text()).value();
    }
  };
  using State = db::UserFilter::State;
  CHECK(names({}) == "adam Berg Carl Dorn Irgendwer ");
  CHECK(names({.search = "ANA b"}) == "Berg ");
  CHECK(names({.search = "carl@EXAMPLE"}) == "Carl ");
  CHECK(names({.search = "%"}).empty());
  CHECK(names({.state = State::active}) == "Berg Irgendwer ");
  CHECK(names({.state = State::unverified}) == "Carl ");
  CHECK(names({.state = State::disabled}) == "adam ");
  CHECK(names({.state = State::ended}) == "Dorn ");
  CHECK(names({.group = group.id}) == "Berg ");
  CHECK(names({.role = must(store.roles.find_by_key(store.org, "owner"))->id}) == "Irgendwer ");
}

TEST_CASE("an account has one link, which ends when it was used", "[db]") {
  Fixture store;
  db::User user = store.user;
  user.verified_at.reset();
  must(store.users.change(user));
  must(store.users.set_link({user, user.id}, "first", kNow, kNow + 10));
  must(store.users.set_link({user, user.id}, "second", kNow, kNow + 10));
  CHECK_FALSE(must(store.users.find_link("first", kNow)));
  CHECK(must(store.users.find_link("second", kNow + 9))->user.id == user.id);
  CHECK_FALSE(must(store.users.find_link("second", kNow + 10)));
  must(store.users.set_password_by_link(user, "hash", kNow + 5));
  CHECK_FALSE(must(store.users.find_link("second", kNow + 5)));
  const auto found = must(store.users.find(store.org, user.id));
  CHECK(found->password_hash == "hash");
  CHECK(found->verified_at == kNow + 5);
}

}  // namespace gatehouse::rights_store_test
