#include "appliance/agent/local_page.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <filesystem>

#include "appliance/agent/local_server.h"
#include "appliance/base/files.h"
#include "appliance/base/unique_fd.h"
#include "tests/support/catch.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::local_page_test {

struct FakeAgent final : agent::Agent {
  void set_maximum(policy::Permissions) override {}
  void stop(std::function<void()> done) override { done(); }
  Status status() const override { return now; }
  void ask_for_help(const std::string& words) override { asked.push_back(words); }
  void withdraw_help() override { ++withdrawn; }
  Status now;
  std::vector<std::string> asked;
  int withdrawn = 0;
};

constexpr const char* kHost = "127.0.0.1:7071";

struct World {
  World() {
    agent.now.id = 123456789;
    agent.now.alias = "desk@ad";
    agent.now.online = true;
  }
  // The answer to "METHOD TARGET" with these header lines and body.
  std::string ask(const std::string& what, const std::string& fields = "", const std::string& body = "",
                  const std::string& host = kHost) {
    const std::string head = what + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields +
                             (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
                             "\r\n";
    const auto read = net::read_request_head(as_bytes(head));
    REQUIRE(std::holds_alternative<net::RequestHead>(read));
    return page.answer(head + body, std::get<net::RequestHead>(read), kHost);
  }
  std::string token() {
    const std::string html = ask("GET /"), before = "name=\"token\" value=\"";
    const auto at = html.find(before) + before.size();
    return html.substr(at, html.find('"', at) - at);
  }
  std::string post(const std::string& body, const std::string& origin = "http://127.0.0.1:7071") {
    return ask("POST /help", "Origin: " + origin + "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
               body);
  }

  FakeAgent agent;
  agent::LocalPage page{agent, "box:8443", "Start <remote> session"};
};

int status(const std::string& answer) {
  return std::stoi(answer.substr(9, 3));
}
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the page tells the address, the link and what the button says", "[agent]") {
  World world;
  std::string page = world.ask("GET /");
  CHECK(status(page) == 200);
  CHECK(has(page, "123 456 789"));
  CHECK(has(page, "desk@ad"));
  CHECK(has(page, "Connected to box:8443"));
  CHECK(has(page, ">Start &lt;remote&gt; session</button>"));
  CHECK(has(page, "frame-ancestors 'none'"));
  CHECK(has(page, "Cache-Control: no-store"));
  CHECK_FALSE(has(page, "style="));
  world.agent.now.online = false;
  CHECK(has(world.ask("GET /state"), "Not connected to box:8443"));
  world.agent.now.sessions = 1;
  CHECK(has(world.ask("GET /state"), "Someone is connecting"));
  const std::string head = world.ask("HEAD /");
  CHECK(head.ends_with("\r\n\r\n"));
  for (const char* file : {"/style.css", "/page.js", "/logo.svg"})
    CHECK(status(world.ask("GET " + std::string(file))) == 200);
  CHECK(status(world.ask("GET /help")) == 405);
  CHECK(status(world.ask("GET /../etc/passwd")) == 404);
  CHECK(status(world.ask("DELETE /")) == 405);
}

TEST_CASE("what was asked is shown, as text", "[agent]") {
  World world;
  world.agent.now.help = {agent::HelpRequest::State::noted, 1000, "<script>&\"words\""};
  const std::string page = world.ask("GET /");
  CHECK(has(page, "The support staff can see it."));
  CHECK(has(page, "&lt;script&gt;&amp;&quot;words&quot;"));
  CHECK(has(page, "value=\"withdraw\""));
  world.agent.now.help.state = agent::HelpRequest::State::waiting;
  world.agent.now.online = false;
  CHECK(has(world.ask("GET /"), "it is told as soon as it is"));
  world.agent.now.help.state = agent::HelpRequest::State::over;
  CHECK(has(world.ask("GET /"), "answered or closed at"));
}

TEST_CASE("the button asks and withdraws", "[agent]") {
  World world;
  const std::string token = world.token();
  const std::string answer = world.post("token=" + token + "&action=ask&words=No+sound%21+%C3%BC");
  CHECK(status(answer) == 303);
  CHECK(has(answer, "Location: /\r\n"));
  CHECK(world.agent.asked == std::vector<std::string>{"No sound! ü"});
  CHECK(status(world.post("token=" + token + "&action=withdraw")) == 303);
  CHECK(world.agent.withdrawn == 1);
}

TEST_CASE("another page, another name and another form are refused", "[agent]") {
  World world;
  const std::string good = "token=" + world.token() + "&action=ask";
  for (const char* origin : {"http://evil.example", "null", "https://127.0.0.1:7071", "http://127.0.0.1",
                             "http://127.0.0.1:70711"}) {
    INFO(origin);
    CHECK(status(world.post(good, origin)) == 403);
  }
  CHECK(status(world.ask("POST /help", "Content-Type: application/x-www-form-urlencoded\r\n", good)) == 403);
  for (const char* host : {"evil.example", "evil.example:7071", "127.0.0.1", "127.0.0.1:80",
                           "localhost:70711", "127.0.0.2:7071"}) {
    INFO(host);
    CHECK(status(world.ask("GET /", "", "", host)) == 421);
  }
  CHECK(status(world.ask("GET /", "", "", "LOCALHOST:7071")) == 200);
  for (const std::string& body :
       {std::string("action=ask"), std::string("token=guess&action=ask"), good + "&action=ask",
        good + "&words=%ff", good + "&words=%0", good.substr(0, good.size() - 1), std::string("x")}) {
    INFO(body);
    CHECK(status(world.post(body)) / 100 == 4);
  }
  CHECK(status(world.ask("POST /help", "Origin: http://127.0.0.1:7071\r\nContent-Type: text/plain\r\n",
                         good)) == 400);
  CHECK(world.agent.asked.empty());
}

TEST_CASE("who may give commands to an agent", "[agent]") {
  CHECK(agent::may_command(1000, 1000));
  CHECK(agent::may_command(0, 1000));
  CHECK_FALSE(agent::may_command(1001, 1000));
  CHECK(agent::may_command(1001, 0));
  CHECK_FALSE(agent::may_command(33, 0));
  CHECK_FALSE(agent::may_command(65534, 0));
}

TEST_CASE("whatever the umask, the socket is there for those who may command, and the umask stays",
          "[agent]") {
  const test::TemporaryDirectory directory;
  net::EventLoop loop;
  FakeAgent agent;
  const std::string path = directory.path() + "/socket";
  for (const mode_t mask : {0000, 0077}) {
    const mode_t before = ::umask(mask);
    {
      const agent::LocalServer server(loop, agent,
                                      {.page = "", .socket = path, .appliance = "box", .button = "Start"});
      struct stat info {};
      REQUIRE(::lstat(path.c_str(), &info) == 0);
      CHECK((info.st_mode & 07777) == (::geteuid() == 0 ? 0666 : 0600));
    }
    CHECK(::umask(before) == mask);
    CHECK_FALSE(file_exists(path));
  }
}

TEST_CASE("the socket tells what the tray shows", "[agent]") {
  const test::TemporaryDirectory directory;
  net::EventLoop loop;
  FakeAgent agent;
  const std::string path = directory.path() + "/socket";
  const agent::LocalServer server(loop, agent,
                                  {.page = "",
                                   .socket = path,
                                   .appliance = "box",
                                   .button = "Start",
                                   .tray_text = "Get\nhelp",
                                   .tray_text_de = "Hilfe"});
  agent.now.sessions = 2;  // one of them waits to be let in
  agent.now.open = 1;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, path.size());
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::send(socket.get(), "address\n", 8, MSG_NOSIGNAL) > 0);
  std::string said;
  CHECK(test::run_until(loop, [&] {
    char piece[1000];
    const auto got = ::recv(socket.get(), piece, sizeof piece, MSG_DONTWAIT);
    if (got > 0) said.append(piece, static_cast<std::size_t>(got));
    return said.ends_with("tray_text_de Hilfe\n");
  }));
  CHECK(has(said, "\nsessions 1\nsettings 0\n"));
  CHECK(has(said, "\ntray_text Get"));
  CHECK_FALSE(has(said, "\nhelp\n"));
}

TEST_CASE("callers who stay after the answer do not use up the agent's descriptors", "[agent]") {
  const test::TemporaryDirectory directory;
  net::EventLoop loop;
  FakeAgent agent;
  const std::string path = directory.path() + "/socket";
  const agent::LocalServer server(loop, agent,
                                  {.page = "", .socket = path, .appliance = "box", .button = "Start"});
  const auto open_descriptors = [] {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
  };
  const auto before = open_descriptors();
  constexpr int kMany = 150;
  std::vector<UniqueFd> stay;
  for (int i = 0; i < kMany; ++i) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    stay.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(::connect(stay.back().get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::send(stay.back().get(), "address\n", 8, MSG_NOSIGNAL) > 0);
    test::settle(loop);
  }
  CHECK(open_descriptors() - before < kMany + 80);
}

}  // namespace gatehouse::local_page_test
