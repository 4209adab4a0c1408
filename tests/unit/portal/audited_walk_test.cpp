// Every route that changes something, done by the Owner to one's own things: each stands in the audit log, but for those
// listed here with the reason.
#include <algorithm>

#include "db/audit_repository.h"
#include "tests/unit/portal/walk.h"

namespace gatehouse::portal_audited_walk_test {

using namespace portal_test;

const std::map<std::string, std::string> kNotNoted = {
    {"POST /connections", "is a session, with an entry of its own in their list"},
    {"POST /me/second-factor/secret", "nothing is kept until a code is shown"},
    {"POST /me/second-factor/passkeys/options", "nothing is kept until a passkey is shown"},
    {"POST /me/confirm/passkey/options", "a question"},
    {"POST /webhooks/{webhook_id}/test", "a delivery, with an entry of its own in their list"},
    {"POST /webhooks/{webhook_id}/deliveries/{delivery_id}/again", "the same"},
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

std::size_t entries_of(TwoOrganizations& world, const Side& side) {
  return rows_of(*world.database, side.organization.id)["audit_entry"].size();
}

TEST_CASE("every change is in the audit log", "[portal]") {
  TwoOrganizations world;
  const Side& own = world.first;
  Browser owner = world.owner_of(own);
  std::set<std::string> done;
  for (const Route* route : changing_routes()) {
    const std::string target = target_of(route->pattern, Owners(parameters_in(route->pattern).size(), &own));
    INFO(key_of(*route));
    const std::size_t before = entries_of(world, own);
    const Answer answer =
        owner.send(owner.request(std::string(route->method), target, body_for(*route, own)));
    INFO(answer.text);
    if (answer.status >= 300) continue;
    done.insert(key_of(*route));
    CHECK((entries_of(world, own) > before) == !kNotNoted.contains(key_of(*route)));
  }
  CHECK(done.size() > 70);
  for (const auto& [key, reason] : kNotNoted) {
    INFO(key << ": " << reason);
    CHECK(done.contains(key));
  }
}

}  // namespace gatehouse::portal_audited_walk_test
