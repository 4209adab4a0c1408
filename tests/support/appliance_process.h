// The real binary as an appliance with a data directory of its own, on a port the kernel chose.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/child_process.h"
#include "tests/support/https_client.h"
#include "tests/support/patience.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

inline std::string binary() {
  const char* path = std::getenv("PROGRAM_UNDER_TEST");
  REQUIRE(path != nullptr);
  return path;
}

inline constexpr const char* kOwnerPassword = "correct horse battery";

class ApplianceProcess {
 public:
  // `options` as on the command line, e.g. "--desktop.enabled=off". Fails the test when the appliance does
  // not come up.
  explicit ApplianceProcess(std::vector<std::string> options = {"--desktop.capture=test_card"})
      : options_(std::move(options)) {
    start();
  }
  // Started by the command line `before`, as somebody to whom `uid` belongs (we are root).
  ApplianceProcess(std::vector<std::string> options, std::vector<std::string> before, uid_t uid)
      : options_(std::move(options)), before_(std::move(before)) {
    program_ = directory_.path() + "/gatehouse";  // where that account can read it
    REQUIRE(std::filesystem::copy_file(binary(), program_));
    REQUIRE(::chown(directory_.path().c_str(), uid, static_cast<gid_t>(-1)) == 0);
    start();
  }

  void start() {
    std::vector<std::string> argv = before_;
    argv.insert(argv.end(), {program_, "serve", "--server.listen=127.0.0.1:" + std::to_string(port_),
                             "--server.data=" + data()});
    argv.insert(argv.end(), options_.begin(), options_.end());
    process_ = std::make_unique<ChildProcess>(argv);
    const auto port = process_->wait_for("https://localhost:", kSoon);
    INFO(process_->output());
    REQUIRE(port.has_value());
    port_ = static_cast<std::uint16_t>(std::stoi(*port));
    code_ = process_->wait_for("Set-up code", std::chrono::milliseconds(300)).value_or("");
    code_ = trimmed(code_);
  }
  // Starts it again without the command line before it.
  void start_plainly() {
    before_.clear();
    start();
  }
  // Ends it with `signal`, waits, and gives the exit status.
  std::optional<int> end(int signal) {
    process_->signal(signal);
    return process_->wait(kSoon);
  }

  std::string data() const { return directory_.path() + "/data"; }
  std::uint16_t port() const { return port_; }
  const std::string& setup_code() const { return code_; }
  ChildProcess& process() { return *process_; }
  std::string ca() const {
    const auto pem = read_file(data() + "/keys/authority.crt", 65536);
    REQUIRE(pem);
    return *pem;
  }
  HttpsClient client() const { return HttpsClient(port_, ca()); }

  // Sets the appliance up; the client is signed in as the owner.
  HttpsClient set_up() const {
    HttpsClient owner = client();
    const Reply reply = owner.request("POST", "/api/v1/setup", setup_body());
    INFO(reply.body);
    REQUIRE(reply.status == 201);
    return owner;
  }
  // Signed in as the owner, who finds the appliance at another port of this computer.
  HttpsClient sign_in_by(std::uint16_t port) const {
    HttpsClient owner(port, ca());
    const Json organization = owner.request("GET", "/api/v1/state").json()["organization"]["id"];
    const Reply reply = owner.request(
        "POST", "/api/v1/login",
        {{"organization_id", organization}, {"email", "ines@example.org"}, {"password", kOwnerPassword}});
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return owner;
  }
  Json setup_body() const {
    return {{"code", code_},        {"organization_name", "Acme Support"}, {"first_name", "Ines"},
            {"last_name", "Owner"}, {"email", "ines@example.org"},         {"password", kOwnerPassword}};
  }

  // The first client of the list, once it is online; fails the test when it never is.
  Json online_client(HttpsClient& owner) const {
    Json found;
    REQUIRE(eventually([&] {
      const Json list = owner.request("GET", "/api/v1/clients").json();
      if (!list.contains("items") || list["items"].empty()) return false;
      found = list["items"][0];
      return found["online"].get<bool>();
    }));
    return found;
  }

  template <class Condition>
  static bool eventually(Condition condition, std::chrono::milliseconds deadline = kSoon) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    while (std::chrono::steady_clock::now() < until) {
      if (condition()) return true;
      ::usleep(50000);
    }
    return condition();
  }

 private:
  TemporaryDirectory directory_;
  std::vector<std::string> options_, before_;
  std::string program_ = binary();
  std::uint16_t port_ = 0;
  std::string code_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace gatehouse::test
