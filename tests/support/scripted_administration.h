// What elevation asks of the machine, answered by a test.
#pragma once
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "appliance/agent/elevation.h"

namespace gatehouse::test {

struct ScriptedConsent final : agent::ElevationConsent {
  void ask_elevation(std::uint64_t, Question question,
                     std::function<void(agent::ElevationAnswer)> answer) override {
    questions.push_back(question);
    waiting = std::move(answer);
    if (at_once) say(*at_once);
  }
  void withdraw_elevation(std::uint64_t) override { ++withdrawn; }
  void show_elevation(std::uint64_t, bool elevated) override { shown.push_back(elevated); }

  void say(agent::ElevationAnswer::Said said, std::string user = {}, std::string password = {}) {
    waiting({said, std::move(user), Secret(std::move(password))});
  }

  std::vector<Question> questions;
  std::function<void(agent::ElevationAnswer)> waiting;
  std::optional<agent::ElevationAnswer::Said> at_once;
  std::vector<bool> shown;
  int withdrawn = 0;
};

struct ScriptedCheck final : agent::AdministratorCheck {
  std::int64_t ask(const std::string& who, std::string_view name, const Secret& password,
                   Answer answer) override {
    if (seconds > 0) return seconds;
    asked.emplace_back(who, std::string(name), std::string(password.view()));
    waiting = std::move(answer);
    return 0;
  }
  std::int64_t wait(const std::string&) const override { return seconds; }

  std::int64_t seconds = 0;
  std::vector<std::tuple<std::string, std::string, std::string>> asked;
  Answer waiting;
};

struct ScriptedTerminals final : agent::TerminalMaker {
  struct One {
    wire::TerminalOpen open;
    agent::TerminalEvents events;
    std::string typed;
    wire::TerminalSize size;
    bool paused = false, left = false;
  };
  struct Handle final : agent::Terminal {
    explicit Handle(std::shared_ptr<One> its_one) : one(std::move(its_one)) {}
    ~Handle() override { one->left = true; }
    void type(std::string_view bytes) override { one->typed += bytes; }
    void resize(wire::TerminalSize size) override { one->size = size; }
    void pause_reading() override { one->paused = true; }
    void resume_reading() override { one->paused = false; }
    std::shared_ptr<One> one;
  };
  Result<std::unique_ptr<agent::Terminal>> start(const wire::TerminalOpen& open,
                                                 agent::TerminalEvents events) override {
    if (fails) return Error{"there are no terminals"};
    all.push_back(std::make_shared<One>());
    all.back()->open = open;
    all.back()->events = std::move(events);
    return std::unique_ptr<agent::Terminal>(std::make_unique<Handle>(all.back()));
  }
  std::vector<std::shared_ptr<One>> all;
  bool fails = false;
};

}  // namespace gatehouse::test
