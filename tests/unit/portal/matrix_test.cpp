// The matrix of the preconfigured roles (requirements PT-44), cell by cell and by requests: six people with one role each,
// twelve sections, and of each section a route that shows and one that changes.
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_matrix_test {

using namespace portal_test;

constexpr const char* kRoles[] = {"owner",      "admin", "support_agent", "data_protection_officer",
                                  "accountant", "user"};

struct Row {
  std::string section;
  std::string levels;                     // one letter a role, in that order: none (x), view, edit
  std::string shows;                      // GET; empty: no route is about this yet
  std::string method = {}, changes = {};  // what needs edit; empty: likewise
};

const std::vector<Row> kMatrix = {
    {"personal_profile", "exxxxe", "/me/logins", "DELETE", "/me/logins"},
    {"license", "evxvvx", "/license"},
    {"invoices", "evxvvx", "/billing", "PATCH", "/billing"},
    {"users", "eevvxx", "/users", "POST", "/users"},
    {"roles", "eexvxx", "/roles", "POST", "/roles"},
    {"groups", "eevvxx", "/groups", "POST", "/groups"},
    {"permission_sets", "eexvxx", "/permission-sets", "POST", "/permission-sets"},
    {"address_books", "eevvxx", "/address-books", "POST", "/address-books"},
    {"clients", "eevvxv", "/clients", "PATCH", "/clients/1"},
    {"sessions", "eexvxx", "/sessions", "PATCH", "/sessions/1"},
    {"builds", "eexxxv", ""},
    {"organization", "eexvvx", "/organization", "PATCH", "/organization"},
};

std::string level_of(char letter) {
  return letter == 'e' ? "edit" : letter == 'v' ? "view" : "none";
}

TEST_CASE("each preconfigured role may do what its cell of the matrix says, and no more", "[portal]") {
  World world;
  world.set_up();
  int cells = 0;
  for (std::size_t role = 0; role < std::size(kRoles); ++role) {
    Browser browser = world.signed_in(std::string(kRoles[role]) + "@example.org", {kRoles[role]});
    const json access = browser.get("/api/v1/me").body["access"];
    CHECK(access.size() == kMatrix.size());
    for (const Row& row : kMatrix) {
      INFO(kRoles[role] << ", " << row.section);
      const char cell = row.levels.at(role);
      CHECK(access[row.section] == level_of(cell));
      if (!row.shows.empty()) CHECK(browser.get("/api/v1" + row.shows).status == (cell == 'x' ? 403 : 200));
      if (!row.changes.empty()) {
        // Nothing that could be done: whoever may is told what is wrong with it.
        const Answer answer =
            browser.send(browser.request(row.method, "/api/v1" + row.changes, json::object()));
        INFO(answer.text);
        CHECK((answer.status == 403) == (cell != 'e'));
        CHECK(answer.status < 500);
      }
      ++cells;
    }
  }
  CHECK(cells == 72);
}

// Roles only give: what is nobody's by Admin alone comes with User, which everybody has.
TEST_CASE("an Admin changes the own profile by being a User, too", "[portal]") {
  World world;
  world.set_up();
  Browser admin = world.signed_in("both@example.org", {"admin", "user"});
  CHECK(admin.get("/api/v1/me").body["access"]["personal_profile"] == "edit");
  CHECK(admin.send(admin.request("DELETE", "/api/v1/me/logins")).status == 204);
}

}  // namespace gatehouse::portal_matrix_test
