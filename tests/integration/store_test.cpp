// The store under the real binary: crashes, damage, backup and restore.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "db/database.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::store_integration_test {

using test::ApplianceProcess;
using test::ChildProcess;
using test::Json;

int run(std::vector<std::string> arguments, std::string* output = nullptr) {
  arguments.insert(arguments.begin(), test::binary());
  ChildProcess process(arguments);
  const auto status = process.wait(test::kSoon);
  if (output != nullptr) *output = process.output();
  return status.value_or(-1);
}

TEST_CASE("killed in the middle of writes, it starts again and the store is sound", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const auto organization = owner.request("GET", "/api/v1/me").json()["organization"]["id"];
  const Json credentials = {
      {"organization_id", organization}, {"email", "ines@example.org"}, {"password", test::kOwnerPassword}};
  for (int round = 0; round < 3; ++round) {
    std::vector<std::thread> writers;
    const std::string ca = appliance.ca();  // asserts, which only one thread may
    for (int i = 0; i < 3; ++i) {
      writers.emplace_back([&, port = appliance.port()] {
        test::HttpsClient client(port, ca);
        for (int n = 0; n < 4; ++n) client.request("POST", "/api/v1/login", credentials);
      });
    }
    ::usleep(150000);
    CHECK(appliance.end(SIGKILL) == 128 + SIGKILL);
    for (auto& writer : writers) writer.join();
    CHECK(db::check_integrity(appliance.data()));
    appliance.start();
    CHECK(owner.request("GET", "/api/v1/me").status == 200);
  }
}

TEST_CASE("a damaged database is refused with the way out", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  appliance.set_up();
  REQUIRE(appliance.end(SIGTERM) == 0);
  {
    std::fstream file(appliance.data() + "/gatehouse.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 + 100);
    file << std::string(8192, '\x5a');
  }
  std::string output;
  CHECK(run({"serve", "--server.listen=127.0.0.1:0", "--server.data=" + appliance.data()}, &output) == 1);
  CHECK(output.find("gatehouse restore") != std::string::npos);
}

TEST_CASE("a backup of a running appliance brings everything back, and never overwrites unasked",
          "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  test::TemporaryDirectory elsewhere;
  const std::string file = elsewhere.path() + "/gatehouse.backup";
  const std::string data = "--server.data=" + appliance.data();
  std::string output;
  REQUIRE(run({"backup", file, data}, &output) == 0);
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(run({"backup", file, data}) == 1);  // a backup is not overwritten either
  CHECK(run({"backup", "--verify", file}, &output) == 0);
  CHECK(output.find("1 user, 0 machines") != std::string::npos);

  CHECK(run({"restore", file, "--overwrite", data}, &output) == 1);  // it is running
  REQUIRE(appliance.end(SIGTERM) == 0);
  CHECK(run({"restore", file, data}, &output) == 1);
  CHECK(output.find("--overwrite") != std::string::npos);

  std::filesystem::remove(appliance.data() + "/gatehouse.db");
  REQUIRE(run({"restore", file, "--overwrite", data}, &output) == 0);
  appliance.start();
  CHECK(appliance.setup_code().empty());
  CHECK(owner.request("GET", "/api/v1/me").status == 200);
}

TEST_CASE("after a restore the machine's own screen is there again, once", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  const std::string before = test::text(appliance.online_client(owner)["id"]);
  test::TemporaryDirectory elsewhere;
  const std::string file = elsewhere.path() + "/gatehouse.backup";
  const std::string data = "--server.data=" + appliance.data();
  REQUIRE(run({"backup", file, data}) == 0);
  REQUIRE(appliance.end(SIGTERM) == 0);
  SECTION("over the data that was there") {}
  SECTION("on another machine") {
    std::filesystem::remove_all(appliance.data());
  }
  std::string output;
  REQUIRE(run({"restore", file, "--overwrite", data}, &output) == 0);
  appliance.start();
  CHECK(test::text(appliance.online_client(owner)["id"]) == before);
  CHECK(owner.request("GET", "/api/v1/clients").json()["items"].size() == 1);
  test::ViewerClient viewer(owner, before);
  CHECK(viewer.wait_open());
}

TEST_CASE("a damaged or foreign backup is refused and changes nothing", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  appliance.set_up();
  test::TemporaryDirectory elsewhere;
  const std::string file = elsewhere.path() + "/gatehouse.backup";
  REQUIRE(run({"backup", file, "--server.data=" + appliance.data()}) == 0);
  {
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) / 2));
    damage << std::string(64, '\xa5');
  }
  std::ofstream(elsewhere.path() + "/foreign") << "this is no backup";
  for (const char* name : {"/gatehouse.backup", "/foreign", "/missing"}) {
    CHECK(run({"backup", "--verify", elsewhere.path() + name}) == 1);
    CHECK(run({"restore", elsewhere.path() + name, "--server.data=" + elsewhere.path() + "/new"}) == 1);
    CHECK_FALSE(file_exists(elsewhere.path() + "/new/gatehouse.db"));
  }
}

}  // namespace gatehouse::store_integration_test
