// The appliance's own organization, and a team beside it, which invites its users.
#pragma once
#include <algorithm>

#include "db/access.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_test {

inline const std::string kInvitations = "/api/v1/invitations";

struct Team : People {
  const db::Organization own = organization();  // Ultimate; its Owner is olga@example.org
  db::Organization team;                        // its Owner is tess@crew.test
  Browser lead;                                 // who is signed in here

  Team() : lead(*this) {
    const json order = {{"name", "Crew"},
                        {"owner_first_name", "Tess"},
                        {"owner_last_name", "Lead"},
                        {"owner_email", "tess@crew.test"}};
    const Answer made = owner.post("/api/v1/organizations", order);
    INFO(made.text);
    REQUIRE(made.status == 201);
    Browser guest(*this);
    REQUIRE(guest.post("/api/v1/account-links/use", {{"token", token_in(made)}, {"password", kPassword}})
                .status == 200);
    const auto found = db::OrganizationRepository(*database).find_by_login_id("crew");
    REQUIRE(found);
    team = **found;
    license("standard");
    REQUIRE(sign_in(lead, "crew", "tess@crew.test").status == 200);
  }

  void run(const std::string& sql) {
    const auto done = db::write(*database, [&](db::Connection& connection) { connection.run(sql); });
    if (!done) FAIL(done.error().message);
  }
  // What one query says of everything, as text.
  std::string told(const std::string& sql) {
    const auto found = db::read(*database, [&](db::Connection& connection) {
      std::string text;
      SQLite::Statement query(connection.handle(), sql);
      while (query.executeStep()) {
        for (int i = 0; i < query.getColumnCount(); ++i) text += query.getColumn(i).getString() + "|";
        text += "\n";
      }
      return text;
    });
    if (!found) FAIL(found.error().message);
    return *found;
  }
  std::int64_t number(const std::string& sql) { return std::stoll(told(sql)); }
  void license(const std::string& tier) {
    run("UPDATE organization SET license = '" + tier + "' WHERE login_id = 'crew'");
  }
  Answer sign_in(Browser& browser, const std::string& where, const std::string& email,
                 const std::string& password = kPassword) {
    return browser.post("/api/v1/login",
                        {{"organization_id", where}, {"email", email}, {"password", password}});
  }
  // Of the team, with these preconfigured roles.
  db::User add_member(const std::string& email, const std::vector<std::string>& roles) {
    db::User user = **db::UserRepository(*database).find_by_email(team.id, "tess@crew.test");
    user.email = email;
    user.first_name = "Mia";
    user.last_name = "Member";
    const auto added = db::UserRepository(*database).add(user, roles);
    REQUIRE(added);
    return **added;
  }
  Browser member(const std::string& email, const std::vector<std::string>& roles) {
    add_member(email, roles);
    Browser browser(*this);
    REQUIRE(sign_in(browser, "crew", email).status == 200);
    return browser;
  }

  static json person(const std::string& email) {
    return {{"first_name", "Gus"}, {"last_name", "Guest"}, {"email", email}};
  }
  Answer invite(Browser& by, const std::string& email) {
    Answer answer = by.post(kInvitations, person(email));
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return answer;
  }
  static std::string token_in(const Answer& answer) {
    const std::string link = answer.string("link");
    return link.substr(link.find('#') + 1);
  }
  static std::string path_of(const Answer& invited) {
    return kInvitations + "/" + invited.body["invitation"]["id"].get<std::string>();
  }
  Answer check(const std::string& token) {
    return Browser(*this).post("/api/v1/invitation-links/check", {{"token", token}});
  }
  Answer accept(const std::string& token, const std::string& password = kPassword) {
    return Browser(*this).post("/api/v1/invitation-links/accept", {{"token", token}, {"password", password}});
  }
  Answer join(Browser& who, const std::string& token) {
    return who.post("/api/v1/invitation-links/join", {{"token", token}});
  }
  // What the log of an organization says was done, oldest first.
  std::vector<std::string> actions(const db::Organization& of) {
    return split(told("SELECT action FROM audit_entry WHERE organization_id = " +
                      std::to_string(static_cast<std::int64_t>(of.id)) + " ORDER BY number"),
                 '\n');
  }
  bool noted(const db::Organization& of, const std::string& action) {
    const auto all = actions(of);
    return std::find(all.begin(), all.end(), action + "|") != all.end();
  }
};

}  // namespace gatehouse::portal_test
