// The one port under unfriendly clients.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>

#include "appliance/wire/link.h"
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
      pipe.fd(), answer, [] { return false; }, test::kSoon);
  return answer;
}

constexpr std::chrono::milliseconds kPromised{1000};

std::chrono::milliseconds time_of_answer(test::HttpsClient& guest, const char* path) {
  const auto start = std::chrono::steady_clock::now();
  CHECK(guest.request("GET", path).status == 200);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

// An ordinary user's programs begin with 1024 descriptors; this one holds both ends of many connections.
void take_all_descriptors() {
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = limit.rlim_max;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

TEST_CASE("300 half-open clients: the portal still answers within a second", "[integration]") {
  take_all_descriptors();
  ApplianceProcess appliance({"--desktop.enabled=off"});
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
  CHECK(time_of_answer(guest, "/healthz") < test::when_busy(kPromised));
}

TEST_CASE("clients that never send the body they announced hold no thread", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off", "--server.threads=64"});
  const std::string head = "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n";
  std::vector<std::unique_ptr<test::TlsPipe>> waiting;
  for (int i = 0; i < 240; ++i) {
    waiting.push_back(std::make_unique<test::TlsPipe>(appliance.port(), appliance.ca()));
    REQUIRE(waiting.back()->ok());
    test::write_all(waiting.back()->fd(), head);
  }
  auto guest = appliance.client();
  for (const char* path : {"/healthz", "/"}) {
    CHECK(time_of_answer(guest, path) < test::when_busy(kPromised));
  }
}

TEST_CASE("a connection carries many requests, each read as strictly as the first", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  test::TlsPipe pipe(appliance.port(), appliance.ca());
  REQUIRE(pipe.ok());
  const std::string get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  std::string buffer;
  test::write_all(pipe.fd(), get + get);
  for (int i = 0; i < 2; ++i) CHECK(test::read_reply(pipe.fd(), buffer).status == 200);
  test::write_all(pipe.fd(), get);
  CHECK(test::read_reply(pipe.fd(), buffer).status == 200);
  test::write_all(pipe.fd(), "GET /healthz HTTP/1.1\nHost: localhost\n\n\r\n\r\n");
  CHECK(test::read_reply(pipe.fd(), buffer).status == 400);
  CHECK_FALSE(test::read_until(
      pipe.fd(), buffer, [] { return false; }, test::kSoon));
}

TEST_CASE("requests for a host that the appliance is not are refused", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off", "--server.names=desk.example.org"});
  auto guest = appliance.client();
  CHECK(guest.request("GET", "/healthz", nullptr, {{"host", "desk.example.org"}}).status == 200);
  CHECK(guest.request("GET", "/healthz", nullptr, {{"host", "192.0.2.7:8443"}}).status == 200);
  const test::Reply evil = guest.request("POST", "/api/v1/login", {{"email", "a@b.c"}, {"password", "x"}},
                                         {{"host", "evil.example"}, {"origin", "https://evil.example"}});
  CHECK(evil.status == 421);
  CHECK(evil.body.find("server") != std::string::npos);
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
  for (const std::string path : {"/../../etc/passwd", "/a/%2e%2e/b", "/a%2fb"}) {
    INFO(path);
    CHECK(raw(appliance, "GET " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n")
              .starts_with("HTTP/1.1 400 "));
  }
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
  REQUIRE(appliance.process().wait_for("certificates reloaded", test::kSoon));
  const auto after = read_file(path, 65536);
  REQUIRE(after);
  CHECK(*after != *before);
  CHECK(
      owner
          .request("POST", "/api/v1/me/password",
                   {{"current_password", test::kOwnerPassword}, {"new_password", "another long passphrase"}})
          .status == 204);
  const auto message = events.receive();  // the old connection still carries events
  CHECK(message.has_value());
}

TEST_CASE("a device that shows no certificate gets nothing but the door", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  test::TlsPipe pipe(appliance.port(), appliance.ca(), net::kAlpnGatehouse, "gatehouse.appliance");
  REQUIRE(pipe.ok());
  const std::string ping("\0\0\0\x09\x08\0\0\0\0\0\0\0\0", 13);  // before anything else
  test::write_all(pipe.fd(), ping);
  std::string answer;
  REQUIRE_FALSE(test::read_until(
      pipe.fd(), answer, [] { return false; }, test::kSoon));  // until it closes
  const auto reason = wire::CloseReason::protocol_error;
  const Bytes goodbye = wire::encode(wire::Goodbye{reason, std::string(wire::close_reason_words(reason))});
  CHECK(answer == as_text(goodbye));
  char one = 0;
  CHECK(::recv(pipe.fd(), &one, 1, MSG_DONTWAIT) == 0);  // closed, not silent
}

}  // namespace gatehouse::front_integration_test
