// For tests of rights: people, roles and sets, made as an owner makes them.
#pragma once
#include "db/role_repository.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_test {

struct People : World {
  Browser owner = set_up();

  // The number of what was made.
  std::string made(const Answer& answer) {
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return answer.body.contains("user") ? answer.body["user"]["id"].get<std::string>() : answer.string("id");
  }
  std::string set(const std::string& name, const json& access) {
    return made(owner.post("/api/v1/permission-sets", {{"name", name}, {"access", access}}));
  }
  std::string role(const std::string& name, const json& access) {
    return made(owner.post("/api/v1/roles",
                           {{"name", name}, {"permission_sets", json::array({set("For " + name, access)})}}));
  }
  std::string group(const std::string& name) { return made(owner.post("/api/v1/groups", {{"name", name}})); }
  std::string preconfigured(const std::string& key) {
    const auto role = db::RoleRepository(*database).find_by_key(organization().id, key);
    REQUIRE(role);
    return std::to_string((*role)->id);
  }
  std::string id_of(const std::string& email) {
    const auto user = db::UserRepository(*database).find_by_email(organization().id, email);
    REQUIRE(user);
    return std::to_string((*user)->id);
  }
  // What the owner can give, given.
  void give(const std::string& email, const std::string& role, const json& expires_at = nullptr) {
    const Answer answer =
        owner.put("/api/v1/users/" + id_of(email) + "/roles/" + role, {{"expires_at", expires_at}});
    INFO(answer.text);
    REQUIRE(answer.status == 204);
  }
  // Somebody with a role of this access, beside what everybody has, signed in.
  Browser with_access(const std::string& email, const json& access) {
    Browser browser = signed_in(email, {"user"});
    give(email, role("Role of " + email, access));
    return browser;
  }
};

}  // namespace gatehouse::portal_test
