// The program that the appliance gives out: its own file, bounded.
#include <fstream>

#include "appliance/portal/program.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_program_test {

using namespace portal_test;
using portal::Program;

std::string write(const test::TemporaryDirectory& directory, const std::string& content) {
  const std::string path = directory.path() + "/program";
  std::ofstream(path) << content;
  return path;
}

const http::FileBody* body(const std::variant<http::FileBody, std::chrono::seconds>& fetched) {
  return std::get_if<http::FileBody>(&fetched);
}

TEST_CASE("a program knows its size and its sum, and stays the same when its file is replaced", "[portal]") {
  const test::TemporaryDirectory directory;
  const FakeClock clock;
  const std::string path = write(directory, "abc");
  Program program(clock, path);
  std::filesystem::remove(path);
  write(directory, "another");
  const auto facts = program.facts();
  REQUIRE(facts);
  CHECK(facts->bytes == 3);
  CHECK(facts->sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Program missing(clock, directory.path() + "/nothing");
  CHECK_FALSE(missing.facts());
}

TEST_CASE("only so many fetch the program at once, all together and from one address", "[portal]") {
  const test::TemporaryDirectory directory;
  const FakeClock clock;
  Program program(clock, write(directory, "abc"));
  std::vector<std::variant<http::FileBody, std::chrono::seconds>> held;
  for (std::size_t i = 0; i < Program::kAtOnceFromOne; ++i) {
    held.push_back(program.fetch("2001:db8::" + std::to_string(i + 1)));  // one host's, all of them
    REQUIRE(body(held.back()) != nullptr);
  }
  CHECK(std::get<std::chrono::seconds>(program.fetch("2001:db8::ff")).count() == 0);
  for (std::size_t i = held.size(); i < Program::kAtOnce; ++i) {
    held.push_back(program.fetch("192.0.2." + std::to_string(i)));
    REQUIRE(body(held.back()) != nullptr);
  }
  CHECK(body(program.fetch("198.51.100.1")) == nullptr);
  held.pop_back();  // one is done
  CHECK(body(program.fetch("198.51.100.1")) != nullptr);
  CHECK(body(program.fetch("2001:db8::ff")) == nullptr);
}

TEST_CASE("who fetches the program again and again waits, and others don't", "[portal]") {
  const test::TemporaryDirectory directory;
  FakeClock clock;
  Program program(clock, write(directory, "abc"));
  for (int i = 0; i < 60; ++i) REQUIRE(body(program.fetch("192.0.2.1")) != nullptr);
  const auto refused = program.fetch("192.0.2.1");
  REQUIRE(body(refused) == nullptr);
  CHECK(std::get<std::chrono::seconds>(refused).count() > 0);
  CHECK(body(program.fetch("192.0.2.2")) != nullptr);
  clock.now += 600;
  CHECK(body(program.fetch("192.0.2.1")) != nullptr);
}

TEST_CASE("a guest may download the program of this platform and no other", "[portal]") {
  World world;
  Browser owner = world.set_up(), guest(world);
  const Answer facts = owner.get("/api/v1/program");
  REQUIRE(facts.status == 200);
  CHECK(facts.body["sha256"].get<std::string>().size() == 64);
  CHECK(facts.body["servers"] == nlohmann::json::array({"box.example:8443", "192.0.2.1:8443"}));
  CHECK(guest.get("/api/v1/program").status == 401);
  const http::Response got = world.portal->handle(guest.request("GET", facts.string("path")));
  CHECK(got.status == 200);
  REQUIRE(got.file);
  CHECK(got.file->size == facts.body["bytes"].get<std::uint64_t>());
  const Answer other = guest.get("/download/gatehouse-linux-s390x");
  CHECK(other.status == 404);
  CHECK(other.code() == "other_platform");
  CHECK(other.string("detail").find(facts.string("platform")) != std::string::npos);
  for (const std::string path : {"/download/passwd", "/download/..%2fkeys", "/download/"}) {
    INFO(path);
    CHECK(guest.get(path).status == 404);
    CHECK_FALSE(world.portal->handle(guest.request("GET", path)).file);
  }
  CHECK(guest.post(facts.string("path")).status == 405);
}

TEST_CASE("a portable client is shown as one and can't have an alias", "[portal]") {
  World world;
  Browser owner = world.set_up();
  db::ClientRepository clients(*world.database);
  const auto added = clients.add(world.organization().id, "print", {}, false, world.clock.now, true);
  REQUIRE(added);
  const std::string path = "/api/v1/clients/" + std::to_string(added->id);
  CHECK(owner.get(path).string("mode") == "portable");
  CHECK(owner.get("/api/v1/clients/" + std::to_string(world.add_client("pc").id)).string("mode") ==
        "installed");
  const Answer refused = owner.patch(path, {{"alias", "desk"}, {"comment", "no"}});
  CHECK(refused.status == 409);
  CHECK(refused.code() == "portable_has_no_alias");
  CHECK(refused.names("alias"));
  CHECK(owner.get(path).string("comment").empty());
  CHECK(owner.patch(path, {{"alias", nullptr}, {"comment", "yes"}}).status == 200);
  CHECK(world.needs.aliases.at(added->id).empty());
  // Not by any other way either.
  CHECK_FALSE(clients.set_alias(world.organization().id, added->id, "desk@ad"));
}

}  // namespace gatehouse::portal_program_test
