// Every route that changes something, done by the Owner to one's own things: each stands in the audit log, but for those
// listed here with the reason.
#include <algorithm>
#include <set>

#include "tests/unit/portal/walk.h"

namespace gatehouse::portal_audited_walk_test {

using namespace portal_test;

const std::map<std::string, std::string> kNotNoted = {
    {"POST /me/second-factor/secret", "nothing is kept until a code is shown"},
    {"POST /me/second-factor/passkeys/options", "nothing is kept until a passkey is shown"},
    {"POST /me/address-book/entries", "nobody else learns what is in one's own book"},
    {"PATCH /me/address-book/entries/{entry_id}", "the same"},
    {"DELETE /me/address-book/entries/{entry_id}", "the same"},
    {"POST /me/address-book/import", "the same"},
};

std::string key_of(const Route& route) {
  return std::string(route.method) + " " + std::string(route.pattern.substr(portal::kApi.size()));
}

// What takes away comes last, the inner things first; then what ends the login that asks.
int turn_of(const Route& route) {
  if (route.pattern == "/api/v1/logout" || route.pattern == "/api/v1/me/password") return 1000;
  if (route.pattern.ends_with("/logins/{login_id}")) return 1001;
  return route.method == "DELETE" ? 500 - static_cast<int>(route.pattern.size()) : 0;
}

std::vector<const Route*> changing_routes() {
  std::vector<const Route*> routes;
  for (const Route& route : portal::routes()) {
    if (route.method != "GET" && route.access.needs_login()) routes.push_back(&route);
  }
  std::ranges::stable_sort(routes, {}, [](const Route* route) { return turn_of(*route); });
  return routes;
}

TEST_CASE("every change is in the audit log", "[portal]") {
  TwoOrganizations world;
  const Side& own = world.first;
  Browser owner = world.owner_of(own);
  std::set<std::string> done;
  for (const Route* route : changing_routes()) {
    const std::string key = key_of(*route);
    const std::string target = target_of(route->pattern, Owners(parameters_in(route->pattern).size(), &own));
    INFO(key);
    world.license(own.organization.id, *route);
    auto before = rows_of(*world.database, own.organization.id);
    const Answer answer =
        owner.send(owner.request(std::string(route->method), target, body_for(*route, own)));
    INFO(answer.text);
    auto after = rows_of(*world.database, own.organization.id);
    if (answer.status >= 300 || (before == after && !kNotNoted.contains(key))) continue;
    done.insert(key);
    CHECK((before["audit_entry"] != after["audit_entry"]) == !kNotNoted.contains(key));
  }
  CHECK(done.size() > 55);
  for (const char* of_teams : {"PATCH /team", "POST /invitations", "DELETE /invitations/{invitation_id}"})
    CHECK(done.contains(of_teams));
  for (const auto& [key, reason] : kNotNoted) {
    INFO(key << ": " << reason);
    CHECK(done.contains(key));
  }
}

}  // namespace gatehouse::portal_audited_walk_test
