// A machine's settings page with everything around it faked.
#pragma once
#include <algorithm>
#include <memory>

#include "appliance/agent/access_file.h"
#include "appliance/agent/local_settings.h"
#include "appliance/agent/profile_file.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::local_settings_test {

using agent::AdministratorVerdict;

inline constexpr const char* kHost = "127.0.0.1:7071";
inline constexpr uid_t kTom = 1000, kEve = 1001;

struct FakeAgent final : agent::Agent {
  void set_maximum(policy::Permissions) override {}
  void stop(std::function<void()> done) override { done(); }
  Status status() const override { return now; }
  void ask_for_help(const std::string&) override {}
  void withdraw_help() override {}
  FakeAgent() {
    now.id = 123456789;
    now.alias = "desk@ad";
    now.key = "aa bb";
  }
  Status now;
};

struct FakeClock final : Clock {
  std::int64_t unix_seconds() const override { return seconds; }
  SteadyTime steady() const override { return SteadyTime(std::chrono::seconds(seconds)); }
  std::int64_t seconds = 1790000000;
};

struct FakeDesk final : agent::SettingsDesk {
  FakeDesk() {
    for (const char* name :
         {"agent.server", "agent.permissions", "agent.listen_port", "agent.disable_tcp_listen", "access.list",
          "access.entries", "access.interactive", "access.ask_seconds", "access.locked_screen",
          "desktop.capture", "desktop.display", "desktop.size", "desktop.keep_seconds"})
      settings.values.push_back({.name = name, .value = "", .default_value = ""});
    at("access.list").value = "local";
    at("agent.permissions").value = "all";
  }
  agent::DeskValue& at(std::string_view name) {
    return *std::ranges::find(settings.values, name, &agent::DeskValue::name);
  }
  Result<agent::DeskNow> now() override { return broken ? Result<agent::DeskNow>(*broken) : settings; }
  Result<void> change(const NewValues& values) override {
    if (refuses) return *refuses;
    for (const auto& [name, value] : values) changed.push_back(name + "=" + value.value_or("(default)"));
    return {};
  }
  agent::DeskNow settings;
  std::optional<Error> refuses, broken;
  std::vector<std::string> changed;
};

struct FakeCheck final : agent::AdministratorCheck {
  std::int64_t ask(const std::string& who, std::string_view name, const Secret& password,
                   Answer answer) override {
    if (waits > 0) return waits;
    asked.push_back(who + ": " + std::string(name));
    if (later) {
      pending = std::move(answer);
    } else {
      answer(password.view() == "right" ? says : AdministratorVerdict::wrong);
    }
    return 0;
  }
  std::int64_t wait(const std::string&) const override { return waits; }
  AdministratorVerdict says = AdministratorVerdict::yes;
  std::int64_t waits = 0;
  bool later = false;
  Answer pending;
  std::vector<std::string> asked;
};

struct FakeNeeds final : agent::LocalSettings::Needs {
  bool later(std::function<agent::Said()> work, std::function<void(agent::Said)> done) override {
    if (busy) return false;
    done(work());
    return true;
  }
  void restart() override { ++restarts; }
  bool busy = false;
  int restarts = 0;
};

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
inline int status(const std::string& answer) {
  return answer.empty() ? 0 : std::stoi(answer.substr(9, 3));
}
inline std::string between(const std::string& text, const std::string& before, char end) {
  const auto at = text.find(before);
  if (at == std::string::npos) return "";
  return text.substr(at + before.size(), text.find(end, at + before.size()) - at - before.size());
}

struct World {
  std::string ask(const std::string& what, const std::string& fields = "", const std::string& body = "",
                  const std::string& host = kHost) {
    const std::string head = what + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields +
                             (cookie.empty() ? "" : "Cookie: other=1; " + cookie + "\r\n") +
                             (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
                             "\r\n";
    const auto read = net::read_request_head(as_bytes(head));
    REQUIRE(std::holds_alternative<net::RequestHead>(read));
    std::string answer;
    page.answer(head + body, std::get<net::RequestHead>(read), kHost, browser,
                [&](const std::string& said) { answer = said; });
    return answer;
  }
  std::string get(const std::string& path) { return ask("GET " + path); }
  std::string send(const std::string& path, const std::string& body,
                   const std::string& origin = "http://127.0.0.1:7071") {
    return ask("POST " + path,
               "Origin: " + origin + "\r\nContent-Type: application/x-www-form-urlencoded\r\n", body);
  }
  // With the token of the page, and what the next page says of it.
  std::string post(const std::string& path, const std::string& body) {
    const std::string answer = send(path, "token=" + token + "&" + body);
    INFO(answer);
    REQUIRE(status(answer) == 303);
    CHECK(has(answer, "Location: " + path + "\r\n"));
    return between(between(get(path), "<p class=\"notice", '/'), "\">", '<');
  }
  void sign_in() {
    const std::string answer = send("/settings/sign-in", "name=tom&password=right");
    REQUIRE(status(answer) == 303);
    cookie = between(answer, "Set-Cookie: ", ';');
    token = between(get("/settings"), "name=\"token\" value=\"", '"');
    REQUIRE_FALSE(token.empty());
  }
  agent::AccessFile list() const { return *agent::AccessFile::read(directory.path()); }
  agent::Profiles profiles() const { return *agent::load_profiles(directory.path()); }

  test::TemporaryDirectory directory;
  FakeAgent agent;
  FakeClock clock;
  FakeDesk desk;
  FakeCheck check;
  FakeNeeds needs;
  std::optional<uid_t> browser = kTom;
  std::string cookie, token;
  agent::LocalSettings page{{agent, desk, clock, directory.path(), "box:8443"}, check, needs, ""};
};

}  // namespace gatehouse::local_settings_test
