// Somebody with `gatehouse connect` at another desk, and the appliance they reach.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <memory>
#include <string>
#include <vector>

#include "appliance/net/certificates.h"
#include "tests/support/appliance_process.h"

namespace gatehouse::test {

inline UniqueFd connect_to(std::uint16_t port) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(port);
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
  return socket;
}

// The owner's command line of `gatehouse connect ADDRESS`; DIRECTORY/password holds what it says.
inline std::vector<std::string> connect_command(const std::string& directory, const std::string& address,
                                                const std::string& server) {
  return {"sh",
          "-c",
          "exec \"$0\" \"$@\" < " + directory + "/password",
          binary(),
          "connect",
          address,
          "--server",
          server,
          "--email",
          "ines@example.org",
          "--organization",
          "acme-support",
          "--password-stdin"};
}

// Somebody at another desk: a configuration directory of their own, and the owner's account.
struct Desk {
  explicit Desk(const std::vector<std::string>& options = {"--desktop.capture=test_card"})
      : appliance(options), owner(appliance.set_up()), id(text(appliance.online_client(owner)["id"])) {
    server = "localhost:" + std::to_string(appliance.port());
    fingerprint = *net::fingerprint(appliance.ca());
    CHECK(appliance.process().output().find("authority:\n  " + fingerprint) != std::string::npos);
    set_password(kOwnerPassword);
  }

  void set_password(const std::string& password) {
    REQUIRE(write_file_atomically(directory.path() + "/password", password + "\n", 0600));
  }
  // Without `fingerprint` only in what is known already.
  std::unique_ptr<ChildProcess> start(const std::vector<std::string>& more = {}, std::string address = {}) {
    std::vector<std::string> argv = before;
    const auto command = connect_command(directory.path(), address.empty() ? id : address, server);
    argv.insert(argv.end(), command.begin(), command.end());
    argv.insert(argv.end(), more.begin(), more.end());
    return std::make_unique<ChildProcess>(argv,
                                          std::vector<std::string>{"XDG_CONFIG_HOME=" + directory.path()});
  }
  std::unique_ptr<ChildProcess> start_known(std::vector<std::string> more = {}, std::string address = {}) {
    more.insert(more.end(), {"--fingerprint", fingerprint, "--listen", "127.0.0.1:0"});
    return start(more, std::move(address));
  }
  // Its local port, once a viewer can connect.
  static std::uint16_t port_of(ChildProcess& viewer) {
    const auto port = viewer.wait_for("Ready for a VNC viewer at 127.0.0.1:", kSoon);
    INFO(viewer.output());
    REQUIRE(port);
    return static_cast<std::uint16_t>(std::stoi(*port));
  }
  Json logins() { return owner.request("GET", "/api/v1/me/logins").json()["items"]; }
  std::string known_keys() const { return directory.path() + "/gatehouse/known_keys"; }

  test::TemporaryDirectory directory;
  ApplianceProcess appliance;
  HttpsClient owner;
  std::string id, fingerprint;
  std::vector<std::string> before;  // a command line that starts it
  std::string server;               // where the appliance is found from that desk
};

inline bool says(ChildProcess& process, std::string_view words) {
  return process.output().find(words) != std::string::npos;
}

}  // namespace gatehouse::test
