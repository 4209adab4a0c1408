// What a browser at the machine sends to the agent's settings page: whole requests of anybody, and forms of somebody who is signed in.
#include "appliance/agent/local_settings.h"

#include <cstdlib>

#include "appliance/base/log.h"
#include "appliance/net/request_reader.h"

namespace {

using namespace gatehouse;

constexpr const char* kHost = "127.0.0.1:7071";

struct NoAgent final : agent::Agent {
  void set_maximum(policy::Permissions) override {}
  void stop(std::function<void()>) override {}
  Status status() const override { return {}; }
  void ask_for_help(const std::string&) override {}
  void withdraw_help() override {}
};

struct Desk final : agent::SettingsDesk {
  Result<agent::DeskNow> now() override {
    agent::DeskNow now;
    for (const char* name :
         {"agent.server", "agent.permissions", "agent.listen_port", "agent.disable_tcp_listen", "access.list",
          "access.entries", "access.interactive", "access.ask_seconds", "access.locked_screen",
          "desktop.capture", "desktop.display", "desktop.size", "desktop.keep_seconds"})
      now.values.push_back({.name = name, .value = "local"});
    return now;
  }
  Result<void> change(const NewValues&) override { return {}; }
};

struct Everybody final : agent::AdministratorCheck {
  std::int64_t ask(const std::string&, std::string_view, const Secret&, Answer answer) override {
    answer(agent::AdministratorVerdict::yes);
    return 0;
  }
  std::int64_t wait(const std::string&) const override { return 0; }
};

struct NoNeeds final : agent::LocalSettings::Needs {
  bool later(std::function<agent::Said()>, std::function<void(agent::Said)>) override { return false; }
  void restart() override {}
};

std::string new_directory() {
  char path[] = "/dev/shm/local-settings-fuzz-XXXXXX";
  return ::mkdtemp(path) == nullptr ? "/nowhere" : path;
}

std::string ask(agent::LocalSettings& page, ByteView data) {
  std::string answer;
  net::RequestReader reader(8192, 4096);
  reader.feed(data);
  if (reader.state() == net::RequestReader::State::whole)
    page.answer(as_text(reader.request()), reader.head(), kHost, 1000,
                [&](const std::string& said) { answer = said; });
  return answer;
}

std::string post(const std::string& path, const std::string& cookie, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: " + kHost + "\r\nOrigin: http://" + kHost +
         "\r\nCookie: " + cookie + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string between(const std::string& text, const std::string& before, char end) {
  const auto at = text.find(before) + before.size();
  return text.substr(at, text.find(end, at) - at);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static NoAgent agent;
  static Desk desk;
  static Everybody check;
  static NoNeeds needs;
  static const SystemClock clock;
  static agent::LocalSettings page({agent, desk, clock, new_directory(), "box"}, check, needs, "");
  log::set_level(log::Level::error);
  ask(page, {data, size});
  if (size == 0) return 0;
  const auto categories = agent::settings_categories();
  const std::string path(categories[data[0] % categories.size()].tab.path);
  const std::string in = ask(page, as_bytes(post("/settings/sign-in", "", "name=tom&password=right")));
  const std::string cookie = between(in, "Set-Cookie: ", ';');
  const std::string shown = ask(
      page, as_bytes("GET " + path + " HTTP/1.1\r\nHost: " + kHost + "\r\nCookie: " + cookie + "\r\n\r\n"));
  const std::string token = between(shown, "name=\"token\" value=\"", '"');
  ask(page,
      as_bytes(post(path, cookie, "token=" + token + "&" + std::string(as_text({data + 1, size - 1})))));
  return 0;
}
