// `gatehouse connect`: the real binary as an appliance, as a machine, and as a native viewer's way in.
#include <thread>

#include "appliance/base/clock.h"
#include "appliance/connect/known_keys.h"
#include "appliance/credentials/totp.h"
#include "appliance/wire/close_reason.h"
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/needs.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"

namespace gatehouse::connect_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::connect_to;
using test::Desk;
using test::Json;
using test::kSoon;
using test::says;
using test::text;

TEST_CASE("a native viewer sees the screen and types through connect, and the login ends with it",
          "[integration]") {
  Desk desk;
  auto viewer = desk.start_known();
  const std::uint16_t port = Desk::port_of(*viewer);
  CHECK(says(*viewer, "First contact with"));
  CHECK(says(*viewer, "sealed end to end. Comparison code: "));
  CHECK(desk.logins().size() == 2);
  std::string session;
  {
    test::RfbClient rfb(connect_to(port));
    rfb.handshake();
    rfb.set_encodings({test::RfbClient::kZrle});
    rfb.request(false);
    rfb.read_until([&] { return rfb.updates > 0; });
    for (const auto& [x, y] :
         {std::pair{0, 100}, {64, 33}, {333, 222}, {rfb.picture.width - 1, rfb.picture.height - 1}}) {
      CHECK(rfb.picture.at(x, y) == hw::test_card_pixel(x, y));
    }
    const auto sessions = [&] { return desk.owner.request("GET", "/api/v1/sessions").json()["items"]; };
    REQUIRE(sessions().size() == 1);
    session = text(sessions()[0]["id"]);
    CHECK(ApplianceProcess::eventually([&] { return sessions()[0]["state"] == "open"; }));
    rfb.key('g', true);
    rfb.update_until([&] { return rfb.picture.at(hw::kTestCardCell + 2, 2) == 'g'; });

    // Another viewer gets nothing, and disturbs nobody.
    test::RfbClient second(connect_to(port));
    CHECK(second.ended());
    CHECK(viewer->wait_for("this session has one already", kSoon));
    rfb.request(false);
    const int seen = rfb.updates;
    rfb.read_until([&] { return rfb.updates > seen; });
  }
  CHECK(viewer->wait(kSoon) == 0);
  CHECK(says(*viewer, "The session is over: The viewer left."));
  CHECK(desk.logins().size() == 1);
  Json ended;
  REQUIRE(ApplianceProcess::eventually([&] {
    ended = desk.owner.request("GET", "/api/v1/sessions/" + session).json();
    return ended["state"] == "ended";
  }));
  CHECK(ended["close_reason"] == "ended_by_viewer");
  CHECK(ended["bytes_to_viewer"].get<std::int64_t>() > 1000);

  // From now on both are known.
  auto again = desk.start({"--listen", "127.0.0.1:0"});
  Desk::port_of(*again);
  CHECK_FALSE(says(*again, "First contact"));
  again->signal(SIGINT);
  CHECK(again->wait(kSoon) == 0);
  CHECK(says(*again, "The session is over: You ended it."));
  CHECK_FALSE(says(*again, "The viewer left"));
  CHECK(desk.logins().size() == 1);
}

// What the owner's second factor is from now on, by its secret.
std::string add_second_factor(Desk& desk) {
  const auto post = [&](const std::string& path, const Json& body) {
    return desk.owner.request("POST", "/api/v1/me/second-factor/" + path, body).json();
  };
  std::string secret;
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const char c : text(post("secret", Json::object())["secret"])) {
    waiting = waiting << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
    if ((bits += 5) < 8) continue;
    bits -= 8;
    secret += static_cast<char>(waiting >> bits & 0xff);
  }
  // The code before this one, so that this one is still to be used; not where a step is about to end.
  while (SystemClock().unix_seconds() % credentials::kTotpStep > credentials::kTotpStep - 5)
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const std::string code =
      credentials::totp_code(secret, SystemClock().unix_seconds() / credentials::kTotpStep - 1);
  CHECK(post("devices", {{"name", "Phone"}, {"code", code}})["recovery_codes"].size() == 10);
  return secret;
}

TEST_CASE("connect asks for the code of a second factor", "[integration]") {
  Desk desk;
  const std::string secret = add_second_factor(desk);
  const auto ends = [](std::unique_ptr<ChildProcess> process, const std::string& words) {
    CHECK(process->wait(kSoon) == 1);
    INFO(process->output());
    CHECK(says(*process, words));
  };
  ends(desk.start_known(), "this account wants a code");
  desk.set_password(std::string(test::kOwnerPassword) + "\n000000");
  ends(desk.start_known(), "the code is not right");
  const std::string code =
      credentials::totp_code(secret, SystemClock().unix_seconds() / credentials::kTotpStep);
  desk.set_password(std::string(test::kOwnerPassword) + "\n" + code);
  auto viewer = desk.start_known();
  Desk::port_of(*viewer);
  viewer->signal(SIGINT);
  CHECK(viewer->wait(kSoon) == 0);
  ends(desk.start_known(), "the code is not right, or it was used already");
}

TEST_CASE("what is wrong with connect is said", "[integration]") {
  Desk desk;
  const auto check = [](std::unique_ptr<ChildProcess> process, int status, const std::string& words) {
    const auto ended = process->wait(kSoon);
    INFO(process->output());
    CHECK(ended == status);
    CHECK(says(*process, words));
  };
  check(desk.start(), 1, "add --fingerprint " + desk.fingerprint);
  check(desk.start({"--fingerprint", std::string(64, 'a')}), 1, "the authority there is " + desk.fingerprint);
  check(desk.start({"--fingerprint", "abc"}), 2, "--fingerprint takes");
  check(desk.start_known({}, "123456789"), 1, "There is no machine with this ID or alias.");
  check(desk.start_known({"--viewer", "no-such-viewer"}), 1, "there is no program 'no-such-viewer'");
  check(desk.start_known({"--viewer", "false"}), 1, "exited with status 1");
  check(desk.start({"--listen", "example.org:1"}), 1, "is not an address to listen on");
  desk.set_password("wrong");
  check(desk.start_known(), 1, "the password is not right");
  desk.set_password("");
  check(desk.start_known(), 1, "no password was given");
  CHECK(desk.logins().size() == 1);
  // An appliance that was set up anew has another authority.
  desk.appliance.end(SIGTERM);
  std::filesystem::remove_all(desk.appliance.data() + "/keys");
  desk.appliance.start();
  check(desk.start(), 1, "not of the authority that is known for it");
}

TEST_CASE("a machine that shows another key than it had is not talked to until that is accepted",
          "[integration]") {
  Desk desk;
  {
    auto viewer = desk.start_known();
    Desk::port_of(*viewer);
  }
  const std::string server = "localhost:" + std::to_string(desk.appliance.port());
  seal::PublicKey other{};
  other.fill(7);
  const std::string right = [&] {
    const auto words = split(*read_file(desk.known_keys(), 65536), ' ');
    return seal::key_fingerprint(*seal::public_key_from(as_bytes(*from_base64url(trimmed(words.back())))));
  }();
  REQUIRE(connect::KnownKeys(desk.known_keys()).accept(server, std::stoull(desk.id), other));

  auto refused = desk.start();
  CHECK(refused->wait(kSoon) == 1);
  CHECK(says(*refused, "has changed"));
  CHECK(says(*refused, "known  " + seal::key_fingerprint(other)));
  CHECK(says(*refused, "now    " + right));
  CHECK(says(*refused, "--accept-new-key '" + right + "'"));
  CHECK(desk.logins().size() == 1);
  auto mistaken = desk.start({"--accept-new-key", seal::key_fingerprint(other)});
  CHECK(mistaken->wait(kSoon) == 1);
  auto accepted = desk.start({"--accept-new-key", right, "--listen", "127.0.0.1:0"});
  Desk::port_of(*accepted);
  accepted.reset();
  auto known = desk.start({"--listen", "127.0.0.1:0"});
  Desk::port_of(*known);
}

TEST_CASE("a native viewer comes with an API token, as far as its scope goes", "[integration]") {
  Desk desk;
  const auto token = [&](const std::string& name, const Json& scope) {
    const auto made = desk.owner.request(
        "POST", "/api/v1/me/tokens",
        Json{{"name", name}, {"scope", scope}, {"days", 1}, {"current_password", test::kOwnerPassword}});
    INFO(made.body);
    REQUIRE(made.status == 201);
    desk.set_password(text(made.json()["token"]));
  };
  const auto start = [&] {
    const std::vector<std::string> command = {"sh",
                                              "-c",
                                              "exec \"$0\" \"$@\" < " + desk.directory.path() + "/password",
                                              test::binary(),
                                              "connect",
                                              desk.id,
                                              "--server",
                                              desk.server,
                                              "--token-stdin",
                                              "--fingerprint",
                                              desk.fingerprint,
                                              "--listen",
                                              "127.0.0.1:0"};
    return std::make_unique<ChildProcess>(
        command, std::vector<std::string>{"XDG_CONFIG_HOME=" + desk.directory.path()});
  };
  token("may not", {{"users", "view"}});
  auto refused = start();
  CHECK(refused->wait(kSoon) == 1);
  CHECK(says(*refused, "Your roles do not allow this"));
  token("may", {{"clients", "view"}});
  auto viewer = start();
  const std::uint16_t port = Desk::port_of(*viewer);
  test::RfbClient rfb(connect_to(port));
  rfb.handshake();
  const Json tokens = desk.owner.request("GET", "/api/v1/me/tokens").json()["items"];
  CHECK(tokens[0]["last_used_address"] == "127.0.0.1");
  // What goes on by it ends with it.
  CHECK(desk.owner.request("DELETE", "/api/v1/me/tokens/" + text(tokens[0]["id"])).status == 204);
  CHECK(rfb.ended());
  CHECK(viewer->wait(kSoon) == 1);
  desk.set_password("not a token");
  auto none = start();
  CHECK(none->wait(kSoon) == 1);
  CHECK(says(*none, "this is no API token"));
}

TEST_CASE("why a native viewer's session was ended is said, and shows in the exit status", "[integration]") {
  Desk desk;
  auto viewer = desk.start_known();
  const std::uint16_t port = Desk::port_of(*viewer);
  std::string words;
  SECTION("closed in the portal") {
    test::RfbClient rfb(connect_to(port));
    rfb.handshake();
    const Json sessions = desk.owner.request("GET", "/api/v1/sessions").json()["items"];
    const std::string path = "/api/v1/sessions/" + text(sessions[0]["id"]) + "/close";
    CHECK(desk.owner.request("POST", path).status == 204);
    CHECK(rfb.ended());
    words = wire::close_reason_words(wire::CloseReason::ended_by_administrator);
  }
  SECTION("the appliance stops") {
    desk.appliance.process().signal(SIGTERM);
    words = wire::close_reason_words(wire::CloseReason::appliance_stopping);
  }
  SECTION("the appliance is killed") {
    desk.appliance.process().signal(SIGKILL);
    words = "The connection to the appliance broke";
  }
  SECTION("the login is ended") {
    CHECK(desk.owner.request("DELETE", "/api/v1/me/logins").status == 204);
    words = wire::close_reason_words(wire::CloseReason::not_permitted);
  }
  SECTION("its part that serves the screen crashes") {
    const auto workers = test::descendants(desk.appliance.process().pid(), "desktop-worker");
    REQUIRE(workers.size() == 1);
    ::kill(workers.front(), SIGKILL);
    words = wire::close_reason_words(wire::CloseReason::desktop_failed);
  }
  const auto status = viewer->wait(kSoon);
  INFO(viewer->output());
  CHECK(status == 1);
  CHECK(says(*viewer, "The session is over: " + words));
}

TEST_CASE("a viewer of another account is refused, and the port is the next free one", "[integration]") {
  Desk desk;
  auto first = desk.start({"--fingerprint", desk.fingerprint});
  const std::uint16_t port = Desk::port_of(*first);
  CHECK((port >= 5900 && port < 6000));
  auto second = desk.start();
  CHECK(Desk::port_of(*second) > port);
  if (!test::needs(::geteuid() == 0, "root, which can be somebody else")) return;
  ChildProcess stranger({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c",
                         "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port) + "; head -c 12 <&3"});
  CHECK(first->wait_for("it belongs to user 65534, not to you", kSoon));
  stranger.wait(kSoon);
  CHECK_FALSE(says(stranger, "RFB"));
  test::RfbClient rfb(connect_to(port));
  rfb.handshake();
}

TEST_CASE("who knows the appliance's authority is told its successor", "[integration]") {
  Desk desk;
  const auto known = [&] {
    const auto pem = read_file(desk.directory.path() + "/gatehouse/authorities/localhost:" +
                                   std::to_string(desk.appliance.port()) + ".pem",
                               65536);
    return pem ? *pem : "";
  };
  const auto session = [&](std::unique_ptr<ChildProcess> viewer) {
    Desk::port_of(*viewer);
    viewer->signal(SIGTERM);
    viewer->wait(kSoon);
  };
  session(desk.start_known());
  const std::string before = desk.appliance.ca();
  CHECK(known() == before);
  ChildProcess renew({binary(), "authority", "renew", "--server.data=" + desk.appliance.data()});
  REQUIRE(renew.wait(kSoon) == 0);
  desk.appliance.process().signal(SIGHUP);
  REQUIRE(ApplianceProcess::eventually([&] { return desk.appliance.ca() != before; }));
  session(desk.start({"--listen", "127.0.0.1:0"}));
  CHECK(known() == desk.appliance.ca() + before);
  session(desk.start({"--listen", "127.0.0.1:0"}));
}

}  // namespace gatehouse::connect_test
