// Machines other than the appliance, with the real binary.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/support/appliance_process.h"

namespace gatehouse::test {

// A computer that is not the appliance: a data directory of its own.
struct Machine {
  explicit Machine(const ApplianceProcess& appliance) : Machine(appliance.port()) {}
  // Where the appliance is found from here.
  explicit Machine(std::uint16_t port) : server("127.0.0.1:" + std::to_string(port)) {}

  struct Outcome {
    int status = -1;
    std::string output;
    bool says(std::string_view words) const { return output.find(words) != std::string::npos; }
  };
  Outcome enroll(const std::string& token, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> argv = before;
    argv.insert(argv.end(), {binary(), "enroll", "--server", server, "--token", token, "--data=" + data()});
    argv.insert(argv.end(), more.begin(), more.end());
    ChildProcess process(argv);
    const auto status = process.wait(kSoon);
    return {status.value_or(-1), process.output()};
  }
  void start(const std::vector<std::string>& more = {}, const std::vector<std::string>& environment = {}) {
    std::vector<std::string> argv = before;
    argv.insert(argv.end(), {binary(), "agent", "--agent.data=" + data(), "--desktop.capture=test_card"});
    argv.insert(argv.end(), more.begin(), more.end());
    agent = std::make_unique<ChildProcess>(argv, environment);
  }
  std::string data() const { return directory.path() + "/machine"; }

  test::TemporaryDirectory directory;
  std::string server;
  std::vector<std::string> before;  // the command line that starts its programs, if any
  std::unique_ptr<ChildProcess> agent;
};

inline std::string new_token(HttpsClient& owner, int uses = 1) {
  const auto reply =
      owner.request("POST", "/api/v1/enrolment-tokens", Json{{"label", "test"}, {"uses", uses}, {"days", 1}});
  REQUIRE(reply.status == 201);
  return text(reply.json()["token"]);
}

inline Json clients(HttpsClient& owner) {
  return owner.request("GET", "/api/v1/clients").json()["items"];
}

// The ID that `enroll` printed.
inline std::string id_in(const Machine::Outcome& outcome) {
  const std::string before = "Its ID is ";
  const auto at = outcome.output.find(before);
  REQUIRE(at != std::string::npos);
  return outcome.output.substr(at + before.size(), outcome.output.find('.', at) - at - before.size());
}

// Connected, and its key is known: it can be reached.
inline bool online(HttpsClient& owner, const std::string& id) {
  const auto reply = owner.request("GET", "/api/v1/clients/" + id);
  if (reply.status != 200) return false;
  const Json client = reply.json();
  return client["online"] == true && client["device_key_fingerprint"].is_string() &&
         client["device_key_fingerprint"] != "";
}

}  // namespace gatehouse::test
