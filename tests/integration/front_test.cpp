// The one port under unfriendly clients.
#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"

namespace gatehouse::front_integration_test {

using test::ApplianceProcess;

UniqueFd connect_plain(std::uint16_t port) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fd.reset();
  return fd;
}

// What the appliance says to these bytes, until it closes.
std::string raw(const ApplianceProcess& appliance, const std::string& bytes) {
  test::TlsPipe pipe(appliance.port(), appliance.ca());
  REQUIRE(pipe.ok());
  test::write_all(pipe.fd(), bytes);
  std::string answer;
  test::read_until(
      pipe.fd(), answer, [] { return false; }, std::chrono::seconds(15));
  return answer;
}

TEST_CASE("300 half-open clients: the portal still answers within a second", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off", "--server.connections_per_address=2000"});
  std::vector<UniqueFd> silent;
  for (int i = 0; i < 300; ++i) {
    silent.push_back(connect_plain(appliance.port()));
    REQUIRE(silent.back());
    test::write_all(silent.back().get(), "\x16");  // the first byte of a ClientHello, and no more
  }
  std::vector<std::unique_ptr<test::TlsPipe>> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(std::make_unique<test::TlsPipe>(appliance.port(), appliance.ca()));
    REQUIRE(slow.back()->ok());
    test::write_all(slow.back()->fd(), "GET / HTTP/1.1\r\nHost: l");
  }
  auto guest = appliance.client();
  const auto start = std::chrono::steady_clock::now();
  CHECK(guest.request("GET", "/healthz").status == 200);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

TEST_CASE("oversized and malformed heads are refused before a worker sees them", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  const std::string host = "Host: localhost:" + std::to_string(appliance.port()) + "\r\n";
  const std::string large =
      raw(appliance, "GET / HTTP/1.1\r\n" + host + "X: " + std::string(40000, 'x') + "\r\n\r\n");
  CHECK(large.find(" 431 ") != std::string::npos);
  const std::string get = "GET / HTTP/1.1\r\n" + host;
  const std::string post = "POST / HTTP/1.1\r\n" + host;
  for (const std::string& bad :
       {get + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", get + "X: a\r\n b\r\n\r\n",
        get + "X\r\n\r\n", "GET /\x01 HTTP/1.1\r\n" + host + "\r\n", std::string("NONSENSE\r\n\r\n")}) {
    INFO(bad);
    CHECK(raw(appliance, bad).find(" 400 ") != std::string::npos);
  }
  const std::string climbing =
      raw(appliance, "GET /../../etc/passwd HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
  CHECK(climbing.find("root:") == std::string::npos);
}

TEST_CASE("SIGHUP brings a new certificate without cutting a connection", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  test::WebSocketClient events(owner, "/api/v1/events");
  REQUIRE(events.open());
  const std::string path = appliance.data() + "/keys/server.crt";
  const auto before = read_file(path, 65536);
  REQUIRE(before);
  REQUIRE(::unlink(path.c_str()) == 0);
  appliance.process().signal(SIGHUP);
  REQUIRE(appliance.process().wait_for("certificates reloaded", std::chrono::seconds(10)));
  const auto after = read_file(path, 65536);
  REQUIRE(after);
  CHECK(*after != *before);
  CHECK(
      owner
          .request("POST", "/api/v1/me/password",
                   {{"current_password", test::kOwnerPassword}, {"new_password", "another long passphrase"}})
          .status == 204);
  const auto message = events.receive(std::chrono::seconds(5));  // the old connection still carries events
  CHECK(message.has_value());
}

TEST_CASE("a device that shows no certificate gets nothing but the door", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  test::TlsPipe pipe(appliance.port(), appliance.ca(), net::kAlpnGatehouse, "gatehouse.appliance");
  REQUIRE(pipe.ok());
  const std::string ping("\0\0\0\x09\x08\0\0\0\0\0\0\0\0", 13);  // before anything else
  test::write_all(pipe.fd(), ping);
  std::string answer;
  CHECK_FALSE(test::read_until(
      pipe.fd(), answer, [&] { return answer.size() > 600; }, std::chrono::seconds(12)));
}

}  // namespace gatehouse::front_integration_test
