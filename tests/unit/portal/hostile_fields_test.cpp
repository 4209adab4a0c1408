// Every text field of every body, as openapi.json declares it, filled with what it should not take: the answer names the
// field, and nothing changes. A new field fails here until it has a limit.
#include <fstream>
#include <set>

#include "tests/unit/portal/walk.h"

namespace gatehouse::portal_hostile_fields_test {

using namespace portal_test;
using portal::Route;

json document() {
  std::ifstream file(GATEHOUSE_OPENAPI_FILE);
  REQUIRE(file);
  return json::parse(file);
}

json resolved(const json& document, const json& schema) {
  if (!schema.contains("$ref")) return schema;
  const std::string pointer = schema["$ref"].get<std::string>().substr(1);
  return resolved(document, document.at(json::json_pointer(pointer)));
}

bool takes_text(const json& schema) {
  const json type = schema.value("type", json());
  if (type.is_array()) return std::ranges::find(type, json("string")) != type.end();
  return type == "string";
}

// By name, and what it is.
std::map<std::string, json> text_fields(const json& document, const Route& route) {
  std::map<std::string, json> fields;
  const std::string path(route.pattern.substr(portal::kApi.size()));
  const json operation = document["paths"][path][lower_ascii(route.method)];
  const json content =
      operation.value("/requestBody/content/application~1json/schema"_json_pointer, json::object());
  const json body = resolved(document, content);
  const json properties = body.value("properties", json::object());
  for (const auto& [name, declared] : properties.items()) {
    const json field = resolved(document, declared);
    if (takes_text(field)) fields.emplace(name, field);
  }
  return fields;
}

// Passwords may hold anything, and are wrong by that.
const std::set<std::string> kSecrets = {"password", "current_password", "new_password", "code"};

// Of a text, what is none or too much.
std::vector<std::pair<std::string, json>> hostile_for(const std::string& name, const json& field) {
  std::vector<std::pair<std::string, json>> all = {{"a number", 5},
                                                   {"a list", json::array({"x"})},
                                                   {"an object", json::object({{"x", "y"}})},
                                                   {"yes", true}};
  if (field.contains("maxLength"))
    all.emplace_back("too long", std::string(field["maxLength"].get<std::size_t>() + 1, 'x'));
  if (!kSecrets.contains(name)) {
    all.emplace_back("turned around", "abc\u202Ecba");
    all.emplace_back("invisible", "abc\u200B\u2060");
    all.emplace_back("a zero byte", std::string("abc\0def", 7));
  }
  return all;
}

TEST_CASE("no field takes what it should not", "[portal]") {
  TwoOrganizations world;
  const json openapi = document();
  const Side& own = world.first;
  Browser owner = world.owner_of(own);
  const auto before = rows_of(*world.database, own.organization.id);
  int tried = 0, guests = 0;
  for (const Route& route : portal::routes()) {
    if (route.method == "GET" || route.access.kind() == portal::RouteAccess::Kind::setup) continue;
    if (!route.pattern.starts_with(portal::kApi)) continue;
    world.license(own.organization.id, route);
    const auto parameters = parameters_in(route.pattern);
    const std::string target = target_of(route.pattern, Owners(parameters.size(), &own));
    for (const auto& [name, field] : text_fields(openapi, route)) {
      INFO(route.method << " " << route.pattern << ", " << name);
      CHECK((field.contains("maxLength") || field.contains("enum") || field.contains("format")));
      for (const auto& [what, value] : hostile_for(name, field)) {
        INFO(what);
        json body = body_for(route, own);
        body[name] = value;
        Browser guest(world, "198.51.100." + std::to_string(++guests % 250));
        Browser& browser = route.access.needs_login() ? owner : guest;
        const Answer answer = browser.send(browser.request(std::string(route.method), target, body));
        INFO(answer.text);
        if (answer.code() != "name_is_fixed") {
          CHECK(answer.status == 400);
          CHECK(answer.names(name));
        }
        ++tried;
      }
    }
  }
  CHECK(tried > 500);
  REQUIRE(db::OrganizationRepository(*world.database).set_license(own.organization.id, "ultimate"));
  CHECK(rows_of(*world.database, own.organization.id) == before);
}

}  // namespace gatehouse::portal_hostile_fields_test
