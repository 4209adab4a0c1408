// What people meet at the console: help, versions, and errors that say what to do.
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/config/settings.h"
#include "appliance/net/certificates.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/false_clock.h"

namespace gatehouse::commands_test {

using test::ChildProcess;

struct Outcome {
  int status = -1;
  std::string output;
  bool says(std::string_view words) const { return output.find(words) != std::string::npos; }
};

Outcome run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), test::binary());
  ChildProcess process(arguments);
  const auto status = process.wait(test::kSoon);
  return {status.value_or(-1), process.output()};
}

TEST_CASE("help lists every command and every setting", "[integration]") {
  const auto help = run({"help"});
  CHECK(help.status == 0);
  for (const char* command : {"serve", "agent", "backup", "restore", "doctor", "settings", "version"})
    CHECK(help.says(command));
  const auto settings = run({"help", "settings"});
  for (const auto& row : config::setting_rows()) CHECK(settings.says(row.name));
  CHECK(run({"version", "--libraries"}).says("mbedtls 3.6"));
}

TEST_CASE("help for a command is its usage, a whole sentence, and what it takes", "[integration]") {
  for (const char* name :
       {"serve",         "agent",   "enroll",       "install", "uninstall", "access",  "profile",
        "second-factor", "address", "request-help", "connect", "backup",    "restore", "relay",
        "authority",     "audit",   "organization", "doctor",  "settings",  "version"}) {
    INFO(name);
    const auto lines = split(run({"help", name}).output, '\n');
    REQUIRE(lines.size() > 2);
    CHECK(lines[0].starts_with("Usage: gatehouse " + std::string(name)));
    CHECK_FALSE(lines[0].ends_with(' '));
    CHECK((lines[2][0] >= 'A' && lines[2][0] <= 'Z'));
    CHECK(lines[2].ends_with('.'));
    CHECK(lines[2].find("[--") == std::string::npos);  // that belongs to the usage
  }
  const auto relay = run({"help", "relay"});
  for (const char* words : {"[--again]", "--token TOKEN", "relay.listen", "gatehouse install --relay"})
    CHECK(relay.says(words));
}

TEST_CASE("an exported audit log is verified anywhere, and a changed one found out", "[integration]") {
  test::ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const std::string log = owner.request("GET", "/api/v1/audit-export").body;
  const std::string file = appliance.data() + "/audit.jsonl";
  const auto verify = [&](const std::string& content, std::vector<std::string> more = {}) {
    REQUIRE(write_file_atomically(file, content, 0600));
    std::vector<std::string> command = {"audit", "verify", file};
    command.insert(command.end(), more.begin(), more.end());
    return run(command);
  };
  const auto key = run({"audit", "key", "--server.data=" + appliance.data()});
  REQUIRE(key.status == 0);
  const std::string print(trimmed(key.output));
  const auto good = verify(log);
  CHECK(good.status == 0);
  CHECK(good.says("is whole and unchanged"));
  CHECK(good.says(print));
  CHECK(verify(log, {"--key", print}).status == 0);
  CHECK(verify(log, {"--key", "00 11"}).says("another key signed this"));

  std::string changed = log;
  changed.replace(changed.find("ines@example.org"), 4, "anna");
  CHECK(verify(changed).says("was changed"));
  CHECK(verify(changed).status == 1);
  CHECK(verify(log.substr(0, log.rfind('{'))).says("not signed"));
  CHECK(verify("hello\n").says("no exported audit log"));
  CHECK(run({"audit", "verify", "/nowhere"}).status == 1);
  CHECK(run({"audit"}).status == 2);
  CHECK(run({"audit", "key", "--server.data=/nowhere"}).says("made when the appliance starts"));
}

TEST_CASE("a slip is named, with what was probably meant", "[integration]") {
  CHECK(run({"serv"}).says("did you mean 'serve'"));
  const auto option = run({"serve", "--server.lisen=x"});
  CHECK(option.status == 2);
  CHECK(option.says("did you mean 'server.listen'"));
  CHECK(run({"serve", "--what"}).status == 2);
  const auto topic = run({"help", "setings"});
  CHECK(topic.status == 2);
  CHECK(topic.says("did you mean 'settings'"));
  for (const char* stray : {"now", "-p"}) {
    const auto refused = run({"serve", stray});
    CHECK(refused.status == 2);
    CHECK(refused.says("--section.key=value"));
  }
  CHECK(run({"backup", "one", "two"}).says("cannot do anything with 'two'"));
  CHECK(run({"doctor", "--config"}).says("--config=FILE"));
  CHECK(run({"serve", "--help"}).says("Usage:"));
}

TEST_CASE("a port in use or a data directory that can't be written is said plainly", "[integration]") {
  test::TemporaryDirectory directory;
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(socket.get(), 1) == 0);
  socklen_t size = sizeof address;
  REQUIRE(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const std::string port = std::to_string(ntohs(address.sin_port));
  const auto in_use =
      run({"serve", "--server.listen=127.0.0.1:" + port, "--server.data=" + directory.path() + "/data"});
  CHECK(in_use.status == 1);
  CHECK(in_use.says(port));
  CHECK(in_use.says("in use"));

  REQUIRE(write_file_atomically(directory.path() + "/file", "", 0600));
  const std::string anywhere = "--server.listen=127.0.0.1:0";
  const auto unwritable = run({"serve", anywhere, "--server.data=" + directory.path() + "/file"});
  CHECK(unwritable.status == 1);
  CHECK(unwritable.says("is not a directory"));
  CHECK(run({"serve", anywhere, "--server.data=/proc/nowhere"}).status == 1);
}

TEST_CASE("two appliances never share a data directory", "[integration]") {
  test::ApplianceProcess appliance({"--desktop.enabled=off"});
  const auto second = run({"serve", "--server.listen=127.0.0.1:0", "--server.data=" + appliance.data()});
  CHECK(second.status == 1);
  CHECK(second.says("already uses"));
}

TEST_CASE("the console shows the fingerprint of the certificate that browsers are shown", "[integration]") {
  test::ApplianceProcess appliance({"--desktop.enabled=off"});
  const auto certificate = read_file(appliance.data() + "/keys/server.crt", 65536);
  REQUIRE(certificate);
  const auto shown = net::fingerprint(*certificate);
  REQUIRE(shown);
  CHECK(appliance.process().output().find(*shown) != std::string::npos);
}

TEST_CASE("the doctor finds what is wrong and says how to mend it", "[integration]") {
  test::ApplianceProcess appliance({"--desktop.enabled=off"});
  const std::string data = "--server.data=" + appliance.data();
  const std::string listen = "--server.listen=127.0.0.1:" + std::to_string(appliance.port());
  const auto healthy = run({"doctor", data, listen, "--desktop.capture=test_card"});
  INFO(healthy.output);
  CHECK(healthy.status == 0);
  for (const char* subject : {"permissions", "database", "disk", "port", "clock", "certificate", "display"}) {
    CHECK(healthy.says(subject));
  }
  REQUIRE(appliance.end(SIGTERM) == 0);
  std::filesystem::permissions(appliance.data(), std::filesystem::perms::all);
  const auto open = run({"doctor", data, listen});
  CHECK(open.status == 1);
  CHECK(open.says("chmod 700"));
  const auto refused = run({"serve", data, listen, "--desktop.enabled=off"});
  CHECK(refused.status > 0);
  CHECK(refused.says("chmod 700 " + appliance.data()));
}

TEST_CASE("a clock far off is found by the doctor", "[integration]") {
  test::TemporaryDirectory directory;
  const test::FalseClock clock(test::FalseClock::k2001 - SystemClock().unix_seconds());
  std::vector<std::string> argv = clock.before();
  argv.insert(argv.end(), {test::binary(), "doctor", "--server.data=" + directory.path() + "/data"});
  ChildProcess past(argv);
  CHECK(past.wait(test::kSoon) == 1);
  CHECK(past.output().find("2001-02-03") != std::string::npos);
  CHECK(past.output().find("timedatectl") != std::string::npos);
}

}  // namespace gatehouse::commands_test
