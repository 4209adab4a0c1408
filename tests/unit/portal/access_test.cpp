// Every route of the table, asked by a guest, by somebody with too little right and by somebody with enough.
#include "appliance/portal/routes.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_access_test {

using namespace portal_test;
using portal::Route;
using portal::RouteAccess;

std::string target_of(const Route& route) {
  std::string target(route.pattern);
  for (std::size_t open; (open = target.find('{')) != std::string::npos;) {
    target.replace(open, target.find('}') - open + 1, "999");
  }
  return target;
}

int ask(World& world, Browser& browser, const Route& route) {
  const http::Request request = browser.request(std::string(route.method), target_of(route), json::object());
  if (!route.is_websocket()) return world.portal->handle(request).status;
  const auto answer = world.portal->upgrade(request);
  const auto* refusal = std::get_if<http::Response>(&answer);
  return refusal ? refusal->status : 101;
}

// A role with less than `level` in `section`.
std::optional<std::string> role_below(policy::Section section, policy::Level level) {
  for (const policy::Role& role : policy::preconfigured_roles()) {
    if (!role.access.allows(section, level)) return std::string(role.key);
  }
  return {};
}

TEST_CASE("a guest gets nothing but what is public", "[portal]") {
  World world;
  world.set_up();
  for (const Route& route : portal::routes()) {
    INFO(route.method << " " << route.pattern);
    Browser guest(world);
    const int status = ask(world, guest, route);
    switch (route.access.kind()) {
      case RouteAccess::Kind::open:
        CHECK((status == 200 || status == 400 ||
               (status == 401 && route.pattern.starts_with("/api/v1/login/code")) ||
               status == 404));  // 400: /login without a body; 404: no such file
        break;
      case RouteAccess::Kind::loopback:
        CHECK(status == 403);
        break;
      case RouteAccess::Kind::setup:
        CHECK(status == 404);
        break;
      case RouteAccess::Kind::login:
      case RouteAccess::Kind::section:
      case RouteAccess::Kind::owner:
      case RouteAccess::Kind::appliance_owner:
        CHECK(status == 401);
        break;
    }
  }
}

TEST_CASE("before set-up there is nothing to sign in to", "[portal]") {
  World world;
  for (const Route& route : portal::routes()) {
    if (!route.access.needs_login()) continue;
    INFO(route.method << " " << route.pattern);
    Browser guest(world);
    CHECK(ask(world, guest, route) == 401);
  }
}

TEST_CASE("a section's route wants its level", "[portal]") {
  World world;
  world.set_up();
  int refused = 0, number = 0;
  for (const Route& route : portal::routes()) {
    if (route.access.kind() != RouteAccess::Kind::section) continue;
    INFO(route.method << " " << route.pattern);
    const auto role = role_below(route.access.section(), route.access.level());
    REQUIRE(role);
    Browser browser = world.signed_in("weak" + std::to_string(++number) + "@example.org", {*role});
    CHECK(ask(world, browser, route) == 403);
    ++refused;
  }
  CHECK(refused > 0);
}

TEST_CASE("what belongs to no section is for Owners", "[portal]") {
  World world;
  world.set_up();
  int refused = 0;
  for (const Route& route : portal::routes()) {
    const auto kind = route.access.kind();
    if (kind != RouteAccess::Kind::owner && kind != RouteAccess::Kind::appliance_owner) continue;
    INFO(route.method << " " << route.pattern);
    Browser admin = world.signed_in("admin" + std::to_string(++refused) + "@example.org", {"admin"});
    CHECK(ask(world, admin, route) == 403);
  }
  CHECK(refused > 0);
}

TEST_CASE("with the right a route answers", "[portal]") {
  World world;
  world.set_up();
  int number = 0;
  for (const Route& route : portal::routes()) {
    if (!route.access.needs_login()) continue;
    INFO(route.method << " " << route.pattern);
    world.license(world.organization().id, route);
    Browser owner = world.signed_in("owner" + std::to_string(++number) + "@example.org", {"owner"});
    const int status = ask(world, owner, route);
    CHECK(status != 401);
    CHECK(status != 403);
    CHECK(status < 500);
  }
}

TEST_CASE("a write without the right origin or token is refused, whoever sends it", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const Route& route : portal::routes()) {
    if (route.method == "GET" || route.access.kind() == RouteAccess::Kind::setup) continue;
    INFO(route.method << " " << route.pattern);
    for (const std::string origin : {"", "null", "https://evil.example", "http://box.example:8443"}) {
      auto request = owner.request(std::string(route.method), target_of(route), json::object());
      std::erase_if(request.headers, [](const auto& header) { return header.first == "origin"; });
      if (!origin.empty()) request.headers.emplace_back("origin", origin);
      const Answer answer(world.portal->handle(request));
      CHECK(answer.status == 403);
      CHECK(answer.code() == "wrong_origin");
    }
    if (!route.access.needs_login()) continue;
    for (const std::string token : {"", "wrong"}) {
      auto request = owner.request(std::string(route.method), target_of(route), json::object());
      std::erase_if(request.headers, [](const auto& header) { return header.first == "x-csrf-token"; });
      if (!token.empty()) request.headers.emplace_back("x-csrf-token", token);
      const Answer answer(world.portal->handle(request));
      CHECK(answer.status == 403);
      CHECK(answer.code() == "wrong_csrf_token");
    }
  }
  CHECK(owner.get("/api/v1/me").status == 200);
}

TEST_CASE("a WebSocket from another page is refused, also with the cookie", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const std::string origin : {"", "null", "https://evil.example"}) {
    auto request = owner.request("GET", "/api/v1/events");
    std::erase_if(request.headers, [](const auto& header) { return header.first == "origin"; });
    if (!origin.empty()) request.headers.emplace_back("origin", origin);
    const auto answer = world.portal->upgrade(request);
    REQUIRE(std::holds_alternative<http::Response>(answer));
    CHECK(std::get<http::Response>(answer).status == 403);
  }
  CHECK(std::holds_alternative<http::WebSocketAccept>(owner.upgrade("/api/v1/events")));
  CHECK(std::get<http::Response>(owner.upgrade("/api/v1/me")).status == 404);
  CHECK(std::get<http::Response>(owner.upgrade("/")).status == 404);
  CHECK(owner.get("/api/v1/events").status == 426);
}

TEST_CASE("unknown paths, wrong methods and requests without a host", "[portal]") {
  World world;
  Browser owner = world.set_up();
  CHECK(owner.get("/api/v1/nothing").status == 404);
  CHECK(owner.get("/api/v1/nothing").code() == "not_found");
  CHECK(owner.get("/api").status == 404);
  CHECK(owner.post("/somewhere").status == 405);
  const Answer wrong = owner.post("/api/v1/state", json::object());
  CHECK(wrong.status == 405);
  CHECK(wrong.header("Allow") == "GET, HEAD");
  CHECK(owner.get("/api/v1/login").header("Allow") == "POST");
  CHECK(owner.get("/api/v1/setup").status == 404);
  auto request = owner.request("GET", "/api/v1/state");
  std::erase_if(request.headers, [](const auto& header) { return header.first == "host"; });
  CHECK(world.portal->handle(request).status == 400);
}

TEST_CASE("every answer carries the security headers", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const std::string target : {"/", "/api/v1/state", "/api/v1/nothing", "/healthz", "/assets/none.js"}) {
    INFO(target);
    const Answer answer = owner.get(target);
    for (const std::string name :
         {"Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy",
          "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"}) {
      CHECK_FALSE(answer.header(name).empty());
    }
    CHECK(answer.header("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
    CHECK(answer.header("Content-Security-Policy").find("unsafe") == std::string::npos);
    CHECK(answer.header("Cache-Control") == "no-store");
  }
  const std::string policy = owner.get("/").header("Content-Security-Policy");
  CHECK(policy.find("style-src 'self';") != std::string::npos);
  CHECK(policy.find("require-trusted-types-for 'script'") != std::string::npos);
}

}  // namespace gatehouse::portal_access_test
