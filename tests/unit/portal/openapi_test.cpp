// openapi.json, which the UI's types are made from, and the route table say the same.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "appliance/base/text.h"
#include "appliance/policy/permissions.h"
#include "appliance/portal/idempotency.h"
#include "appliance/portal/routes.h"
#include "tests/support/catch.h"

namespace gatehouse::portal_openapi_test {

using nlohmann::json;
using portal::Route;
using portal::RouteAccess;

json document() {
  std::ifstream file(GATEHOUSE_OPENAPI_FILE);
  REQUIRE(file);
  return json::parse(file);
}

std::string said_by(const Route& route) {
  switch (route.access.kind()) {
    case RouteAccess::Kind::open:
      return "public";
    case RouteAccess::Kind::loopback:
      return "loopback";
    case RouteAccess::Kind::setup:
      return "setup";
    case RouteAccess::Kind::login:
      return "login";
    case RouteAccess::Kind::owner:
      return "owner";
    case RouteAccess::Kind::appliance_owner:
      return "appliance_owner";
    case RouteAccess::Kind::section:
      return "section " + std::string(policy::section_key(route.access.section())) + " " +
             std::string(policy::level_key(route.access.level()));
  }
  return "";
}

std::string said_by(const json& operation) {
  std::string said = operation.at("x-gatehouse-access").get<std::string>();
  if (said == "section") {
    said += " " + operation.at("x-gatehouse-section").get<std::string>() + " " +
            operation.at("x-gatehouse-level").get<std::string>();
  }
  return said;
}

TEST_CASE("every route is in the document with the same access, and the other way round", "[portal]") {
  std::map<std::string, std::string> table, written;
  for (const Route& route : portal::routes()) {
    if (!route.pattern.starts_with(portal::kApi)) continue;
    const std::string path(route.pattern.substr(portal::kApi.size()));
    CHECK(table.emplace(std::string(route.method) + " " + path, said_by(route)).second);
  }
  const json paths = document()["paths"];
  for (const auto& [path, operations] : paths.items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string upper = method;
      for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
      written[upper + " " + path] = said_by(operation);
    }
  }
  CHECK(table == written);
}

TEST_CASE("the document says what a route needs: login, token, parameters, refusals", "[portal]") {
  const json paths = document()["paths"];
  for (const Route& route : portal::routes()) {
    if (!route.pattern.starts_with(portal::kApi)) continue;
    std::string method(route.method);
    method = lower_ascii(method);
    const std::string path(route.pattern.substr(portal::kApi.size()));
    INFO(method << " " << path);
    const json& operation = paths[path][method];
    CHECK(operation.at("security").empty() == !route.access.needs_login());
    const bool by_token =
        std::ranges::any_of(operation.at("security"), [](const json& one) { return one.contains("token"); });
    CHECK(by_token == route.access.takes_tokens());
    CHECK(operation["responses"].contains("401") ==
          (route.access.needs_login() || (path.starts_with("/login") && path != "/login/passkey/options")));
    if (route.access.kind() == RouteAccess::Kind::section) CHECK(operation["responses"].contains("403"));
    if (portal::Idempotency::covers(route) && operation["responses"].contains("201")) {
      const json& said = operation["parameters"];
      CHECK(std::ranges::any_of(said, [](const json& one) { return one["name"] == "Idempotency-Key"; }));
      CHECK(operation["responses"].contains("409"));
      CHECK(operation["responses"].contains("422"));
    }
    CHECK(operation.value("x-gatehouse-confirmed", false) == route.access.wants_confirmation());
    const auto feature = route.access.feature();
    CHECK(operation.value("x-gatehouse-license", "") == (feature ? policy::feature_key(*feature) : ""));
    if (route.is_websocket()) CHECK(operation["responses"].contains("101"));
    std::set<std::string> parameters;
    for (const json& parameter : operation.value("parameters", json::array()))
      parameters.insert(parameter["name"].get<std::string>());
    CHECK(parameters.contains("X-CSRF-Token") == (route.access.needs_login() && route.method != "GET"));
    for (const std::string& segment : split(path, '/')) {
      if (segment.starts_with('{')) CHECK(parameters.contains(segment.substr(1, segment.size() - 2)));
    }
  }
}

TEST_CASE("every reference in the document leads somewhere", "[portal]") {
  const json all = document();
  const json flat = all.flatten();
  for (const auto& [where, value] : flat.items()) {
    if (!where.ends_with("/$ref")) continue;
    INFO(where);
    CHECK(all.contains(json::json_pointer(value.get<std::string>().substr(1))));
  }
}

TEST_CASE("a path matches whole, segment by segment", "[portal]") {
  CHECK(portal::match("GET", "/api/v1/clients").route != nullptr);
  CHECK(portal::match("HEAD", "/api/v1/clients").route != nullptr);
  CHECK(portal::match("GET", "/api/v1/clients/5").parameters.at("client_id") == "5");
  const auto wrong_method = portal::match("DELETE", "/api/v1/clients");
  CHECK(wrong_method.route == nullptr);
  CHECK(wrong_method.on_path.size() == 1);
  for (const std::string path :
       {"/api/v1/clients/", "/api/v1//clients", "/api/v1/Clients", "/api/v1/clients/5/6", "/api/v1/setup/",
        "/api/v1/setup/code/x", "api/v1/clients", "/api/v1", "", "/api/v1/clients/{client_id}x/"}) {
    INFO(path);
    CHECK(portal::match("GET", path).on_path.empty());
  }
  CHECK(portal::match("GET", "/api/v1/clients/" + std::string(65, '1')).on_path.empty());
}

TEST_CASE("the document names the permissions of the table, and which are not available", "[portal]") {
  const json described = document().at("components").at("schemas").at("Permission");
  json names = json::array(), unavailable = json::array();
  for (const policy::PermissionRow& row : policy::kPermissions) {
    names.push_back(row.name);
    if (!row.available) unavailable.push_back(row.name);
  }
  CHECK(described.at("enum") == names);
  CHECK(described.at("x-gatehouse-unavailable") == unavailable);
}

}  // namespace gatehouse::portal_openapi_test
