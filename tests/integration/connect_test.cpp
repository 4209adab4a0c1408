// `gatehouse connect`: the real binary as an appliance, as a machine, and as a native viewer's way in.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "appliance/connect/known_keys.h"
#include "appliance/net/certificates.h"
#include "appliance/wire/close_reason.h"
#include "hw/capture/test_card.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"
#include "tests/support/x_server.h"

namespace gatehouse::connect_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::HttpsClient;
using test::Json;
using test::kOwnerPassword;
using test::text;

constexpr std::chrono::seconds kSoon{20};

UniqueFd connect_to(std::uint16_t port) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(port);
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
  return socket;
}

// Somebody at another desk: a configuration directory of their own, and the owner's account.
struct Desk {
  Desk() : owner(appliance.set_up()), id(text(appliance.online_client(owner)["id"])) {
    fingerprint = *net::fingerprint(appliance.ca());
    CHECK(appliance.process().output().find("authority:\n  " + fingerprint) != std::string::npos);
    set_password(kOwnerPassword);
  }

  void set_password(const std::string& password) {
    REQUIRE(write_file_atomically(directory.path() + "/password", password + "\n", 0600));
  }
  // Without `fingerprint` only in what is known already.
  std::unique_ptr<ChildProcess> start(const std::vector<std::string>& more = {}, std::string address = {}) {
    std::vector<std::string> argv = {"sh",
                                     "-c",
                                     "exec \"$0\" \"$@\" < " + directory.path() + "/password",
                                     binary(),
                                     "connect",
                                     address.empty() ? id : address,
                                     "--server",
                                     "localhost:" + std::to_string(appliance.port()),
                                     "--email",
                                     "ines@example.org",
                                     "--organization",
                                     "acme-support",
                                     "--password-stdin"};
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
};

bool says(ChildProcess& process, std::string_view words) {
  return process.output().find(words) != std::string::npos;
}

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
    const Json sessions = desk.owner.request("GET", "/api/v1/sessions").json()["items"];
    REQUIRE(sessions.size() == 1);
    session = text(sessions[0]["id"]);
    CHECK(sessions[0]["state"] == "open");
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
  again->signal(SIGTERM);
  CHECK(again->wait(kSoon) == 0);
  CHECK(desk.logins().size() == 1);
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
  if (::geteuid() != 0) return;  // only root can be somebody else
  ChildProcess stranger({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c",
                         "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port) + "; head -c 12 <&3"});
  CHECK(first->wait_for("it belongs to user 65534, not to you", kSoon));
  stranger.wait(kSoon);
  CHECK_FALSE(says(stranger, "RFB"));
  test::RfbClient rfb(connect_to(port));
  rfb.handshake();
}

// A few points may be where the pointer is shown.
constexpr int kTolerated = 3;

// How the test card lies on a picture of the whole screen (RGB): is there a place where it is right?
bool shows_card(const std::string& rgb, int width, int height) {
  const auto pixel = [&](int x, int y) {
    const auto at = static_cast<std::size_t>(3 * (y * width + x));
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(rgb[at + i])}; };
    return byte(0) << 16 | byte(1) << 8 | byte(2);
  };
  if (rgb.size() != static_cast<std::size_t>(3 * width * height)) return false;
  const auto right_at = [&](int left, int top) {
    int wrong = 0;
    for (int y = 40; y < 760; y += 40) {
      for (int x = 60; x < 1240; x += 60) {
        if (pixel(left + x, top + y) != hw::test_card_pixel(x, y) && ++wrong > kTolerated) return false;
      }
    }
    return true;
  };
  for (int top = 0; top <= height - 800; ++top) {
    for (int left = 0; left <= width - 1280; ++left) {
      if (right_at(left, top)) return true;
    }
  }
  return false;
}

TEST_CASE("TigerVNC's viewer shows the remote screen through connect, and ends with it", "[integration]") {
  constexpr int kWidth = 1400, kHeight = 900;
  test::XServer screen(std::to_string(kWidth) + "x" + std::to_string(kHeight) + "x24");
  Desk desk;
  const std::string script = desk.directory.path() + "/viewer", shot = desk.directory.path() + "/shot";
  REQUIRE(write_file_atomically(script,
                                "#!/bin/sh\nHOME=" + desk.directory.path() + " DISPLAY=" + screen.name() +
                                    " exec vncviewer -AutoSelect=0 -PreferredEncoding=ZRLE -FullColor=1 "
                                    "-RemoteResize=0 \"$1\"\n",
                                0700));
  auto viewer = desk.start_known({"--viewer", script});
  Desk::port_of(*viewer);
  const bool shown = ApplianceProcess::eventually([&] {
    ChildProcess import(
        {"import", "-display", screen.name(), "-window", "root", "-depth", "8", "rgb:" + shot});
    import.wait(kSoon);
    const auto rgb = read_file(shot, 8 << 20);
    return rgb && shows_card(*rgb, kWidth, kHeight);
  });
  INFO(viewer->output());
  CHECK(shown);
  SECTION("the viewer is closed") {
    const auto viewers = test::descendants(viewer->pid(), "vncviewer");
    REQUIRE(viewers.size() == 1);
    ::kill(viewers.front(), SIGTERM);
  }
  SECTION("connect is interrupted") {
    viewer->signal(SIGINT);
  }
  CHECK(viewer->wait(kSoon) == 0);
  CHECK(says(*viewer, "The session is over: The viewer left."));
}

}  // namespace gatehouse::connect_test
