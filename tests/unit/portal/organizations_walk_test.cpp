// Every route of the table, asked by the Owner of one organization about the things of another, in both directions: what is
// asked for by its number is not there, lists and answers hold nothing of it, and none of its rows changes. A new route
// with a new parameter fails here until two_organizations.h knows one of those things; a new table, until it has a row.
#include <algorithm>

#include "tests/unit/portal/walk.h"

namespace gatehouse::portal_walk_test {

using namespace portal_test;
using portal::RouteAccess;

// All ways in which at least one of `count` things is the other's.
std::vector<Owners> with_something_foreign(const Side& own, const Side& foreign, std::size_t count) {
  std::vector<Owners> all;
  for (unsigned bits = 1; bits < 1u << count; ++bits) {
    Owners owners;
    for (std::size_t i = 0; i < count; ++i) owners.push_back((bits >> i & 1) != 0 ? &foreign : &own);
    all.push_back(std::move(owners));
  }
  return all;
}

bool mentions(const Answer& answer, const Side& side) {
  std::string all = answer.text;
  for (const auto& [name, value] : answer.headers) all += "\n" + name + ": " + value;
  return lower_ascii(all).find(side.lower()) != std::string::npos ||
         all.find(std::to_string(side.machine)) != std::string::npos;
}

// The only routes that tell of other organizations, and only to who owns the appliance.
bool is_for_appliance(const Route& route) {
  return route.access.kind() == RouteAccess::Kind::appliance_owner;
}

struct Ask {
  TwoOrganizations& world;
  const Side& own;
  const bool by_token;

  Answer operator()(const Route& route, const std::string& target) const {
    world.license(own.organization.id, route);
    const std::string method(route.method);
    const json body = body_for(route, own);
    if (by_token) return world.ask_by_token(own, method, target, body);
    Browser owner = world.owner_of(own);
    if (!route.is_websocket()) return owner.send(owner.request(method, target, body));
    auto answer = owner.upgrade(target);
    if (auto* refusal = std::get_if<http::Response>(&answer)) return Answer(std::move(*refusal));
    const OpenSocket socket(std::get<http::WebSocketAccept>(answer));
    return Answer(http::Response{101, {}, socket.heard(), {}});
  }
};

bool is_asked(const Route& route) {
  return route.access.needs_login();
}

TEST_CASE("the two organizations of these tests have something in every table", "[portal]") {
  TwoOrganizations world;
  const auto tables = tables_of_organizations(*world.database);
  CHECK(tables.size() > 25);
  for (const Side* side : {&world.first, &world.second}) {
    const auto rows = rows_of(*world.database, side->organization.id);
    for (const std::string& table : tables) {
      INFO(table << " of " << side->mark);
      CHECK(rows.contains(table));
    }
  }
}

TEST_CASE("no table is without an organization", "[portal]") {
  World world;
  const auto without = db::read(*world.database, [](db::Connection& connection) {
    std::string names;
    db::Query query(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(sql, 'organization_id ') = 0"
        " ORDER BY name");
    while (query.next()) names += query.text() + " ";
    return names;
  });
  REQUIRE(without);
  CHECK(*without == "organization sqlite_sequence ");
}

void walk_things(bool first_asks, bool by_token) {
  TwoOrganizations world;
  const Side& own = first_asks ? world.first : world.second;
  const Side& foreign = first_asks ? world.second : world.first;
  const Ask ask{world, own, by_token};
  const auto before = rows_of(*world.database, foreign.organization.id);
  int asked = 0;
  for (const Route& route : portal::routes()) {
    if (!is_asked(route)) continue;
    const auto parameters = parameters_in(route.pattern);
    for (const Owners& owners : with_something_foreign(own, foreign, parameters.size())) {
      const std::string target = target_of(route.pattern, owners);
      INFO(own.mark << " asks for " << route.method << " " << target << " (" << route.pattern << ")");
      const Answer answer = ask(route, target);
      INFO(answer.text);
      ++asked;
      if (is_for_appliance(route)) {
        CHECK(answer.status == (first_asks && !by_token ? 409 : 403));
      } else if (by_token && !route.access.takes_tokens()) {
        CHECK(answer.code() == "login_only");
      } else {
        CHECK(answer.status == 404);
      }
      CHECK_FALSE(mentions(answer, foreign));
      CHECK(rows_of(*world.database, foreign.organization.id) == before);
    }
  }
  CHECK(asked > 60);
}

TEST_CASE("no route finds a thing of another organization by its number", "[portal]") {
  for (const bool first_asks : {false, true}) walk_things(first_asks, false);
}

TEST_CASE("nor does an API token", "[portal]") {
  for (const bool first_asks : {false, true}) walk_things(first_asks, true);
}

TEST_CASE("what is no thing's own route shows and changes nothing of another organization", "[portal]") {
  for (const bool first_asks : {false, true}) {
    for (const bool by_token : {false, true}) {
      TwoOrganizations world;
      const Side& own = first_asks ? world.first : world.second;
      const Side& foreign = first_asks ? world.second : world.first;
      const Ask ask{world, own, by_token};
      const auto before = rows_of(*world.database, foreign.organization.id);
      // Reading first; the organization itself goes last.
      for (const int turn : {0, 1, 2}) {
        for (const Route& route : portal::routes()) {
          const bool removes = route.access.kind() == RouteAccess::Kind::owner;
          if (!is_asked(route) || (route.method == "GET" ? 0 : removes ? 2 : 1) != turn) continue;
          const auto parameters = parameters_in(route.pattern);
          if (!parameters.empty() && route.method != "GET") continue;  // on the own things
          if (is_for_appliance(route) && first_asks) continue;
          if (route.pattern == "/api/v1/me/password") continue;  // nobody could sign in for the next one
          const std::string target = target_of(route.pattern, Owners(parameters.size(), &own));
          INFO(own.mark << " asks for " << route.method << " " << target);
          const Answer answer = ask(route, target);
          INFO(answer.text);
          CHECK(answer.status < 500);
          // Every body is one that the route understands; what it then says is its own matter.
          CHECK((answer.status != 400 || route.pattern == "/api/v1/me/second-factor/devices" ||
                 route.pattern == "/api/v1/me/second-factor/passkeys"));
          // The log of the appliance's own organization tells that the other was made.
          if (!(first_asks && route.pattern.starts_with("/api/v1/audit")))
            CHECK_FALSE(mentions(answer, foreign));
          auto now = rows_of(*world.database, foreign.organization.id);
          if (removes && answer.status == 204) {  // and that it was deleted
            CHECK(now["audit_entry"].size() == before.at("audit_entry").size() + 1);
            now["audit_entry"].pop_back();
          }
          CHECK(now == before);
        }
      }
    }
  }
}

// Numbers that are not in the path.
TEST_CASE("nothing of another organization is reached by what a request says", "[portal]") {
  TwoOrganizations world;
  for (const auto& [own, foreign] :
       {std::pair(&world.first, &world.second), std::pair(&world.second, &world.first)}) {
    const auto before = rows_of(*world.database, foreign->organization.id);
    const auto& theirs = foreign->ids;
    Browser owner = world.owner_of(*own);
    const json set = json::array({theirs.at("permission_set_id")}),
               role = json::array({theirs.at("role_id")});
    const json users = json::array({{{"email", "x@" + own->lower() + ".example"}}});
    const std::pair<std::string, json> changes[] = {
        {"/api/v1/roles", {{"name", "n"}, {"permission_sets", set}}},
        {"/api/v1/permission-sets", {{"name", "n"}, {"access", {{"clients", "view"}}}, {"roles", role}}},
        {"/api/v1/users/many", {{"users", users}, {"role_id", theirs.at("role_id")}}},
        {"/api/v1/users/many", {{"users", users}, {"group_id", theirs.at("group_id")}}},
        {"/api/v1/connections", call_to(foreign->alias)},
        {"/api/v1/connections", call_to(theirs.at("client_id"))},
    };
    for (const auto& [path, body] : changes) {
      INFO(own->mark << " " << path << " " << body.dump());
      const Answer answer = owner.post(path, body);
      INFO(answer.text);
      CHECK((answer.status == 404 || answer.status == 400));
      CHECK_FALSE(mentions(answer, *foreign));
    }
    // This refusal names what was asked for, whoever has it.
    const json tagged = {{"clients", {theirs.at("client_id")}}, {"add", {"x"}}};
    CHECK(owner.post("/api/v1/clients/tags", tagged).status == 404);
    for (const std::string& list :
         {"/api/v1/users?role=" + theirs.at("role_id"), "/api/v1/users?group=" + theirs.at("group_id"),
          "/api/v1/sessions?client_id=" + theirs.at("client_id"),
          "/api/v1/sessions?user_id=" + theirs.at("owner_id"), "/api/v1/audit?actor=" + theirs.at("owner_id"),
          "/api/v1/users?search=" + foreign->mark, "/api/v1/clients?search=" + foreign->mark,
          "/api/v1/clients?tags=" + foreign->lower() + " tag", "/api/v1/sessions?search=" + foreign->mark,
          "/api/v1/audit?search=" + foreign->mark}) {
      INFO(own->mark << " " << list);
      const Answer answer = owner.get(list);
      INFO(answer.text);
      CHECK(answer.status == 200);
      // The appliance's own log tells that the other organization was made.
      if (list.starts_with("/api/v1/audit?search") && own->organization.appliance) {
        REQUIRE(answer.body["items"].size() == 1);
        CHECK(answer.body["items"][0]["action"] == "organization.added");
      } else {
        CHECK(answer.body["items"].empty());
      }
    }
    CHECK(rows_of(*world.database, foreign->organization.id) == before);
  }
}

TEST_CASE("neither pages nor webhooks hear of what happens in another organization", "[portal]") {
  TwoOrganizations world;
  for (const auto& [own, foreign] :
       {std::pair(&world.first, &world.second), std::pair(&world.second, &world.first)}) {
    Browser listener = world.owner_of(*own);
    auto accepted = listener.upgrade("/api/v1/events");
    const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
    const auto before = rows_of(*world.database, own->organization.id);
    Browser owner = world.owner_of(*foreign);
    REQUIRE(owner.patch("/api/v1/clients/" + foreign->ids.at("client_id"), {{"comment", "y"}}).status == 200);
    REQUIRE(owner.post("/api/v1/connections", call_to(foreign->alias)).status == 201);
    REQUIRE(owner.post("/api/v1/mail/test", json::object()).status < 300);
    world.portal->clients_changed(foreign->organization.id);
    world.portal->relays_changed(foreign->organization.id);
    world.portal->mail_changed(foreign->organization.id);
    world.portal->client_news(foreign->organization.id, foreign->machine, portal::Portal::ClientNews::online);
    world.portal->tick();
    CHECK(page.heard().empty());
    CHECK_FALSE(page.closed());
    CHECK(rows_of(*world.database, own->organization.id) == before);
  }
}

}  // namespace gatehouse::portal_walk_test
