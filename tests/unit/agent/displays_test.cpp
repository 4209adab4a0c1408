#include "appliance/agent/displays.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "appliance/agent/display_thread.h"

#include "tests/support/catch.h"

namespace gatehouse::displays_test {

// What the machine has.
struct Machine {
  struct Virtual final : hw::VirtualDisplay {
    explicit Virtual(Machine& its_machine) : machine(its_machine) {}
    std::string name() const override { return ":7"; }
    Result<hw::X11Socket> connect() const override { return hw::X11Socket{}; }
    bool check() override { return machine.virtual_alive; }
    Machine& machine;
  };

  agent::DisplayOpeners openers() {
    return {
        .connect_x11 = [this](const std::string& name, const std::string&) -> Result<hw::X11Socket> {
          asked_for = name;
          if (!x_server) return Error{"nothing listens at " + name};
          return hw::X11Socket{.socket = {}, .auth_name = "MIT-MAGIC-COOKIE-1", .auth_data = "cookie"};
        },
        .start_virtual = [this](const auto&) -> Result<std::unique_ptr<hw::VirtualDisplay>> {
          if (!xvfb) return Error{"install xvfb"};
          ++started;
          virtual_alive = true;
          return std::unique_ptr<hw::VirtualDisplay>(std::make_unique<Virtual>(*this));
        },
        .find_kms = [this](bool) -> Result<hw::kms::Screen> {
          if (!card) return Error{"there is no graphics card"};
          return hw::kms::Screen{"card of the test", drawn};
        },
    };
  }

  bool x_server = false, xvfb = false, virtual_alive = false, card = false, drawn = false;
  int started = 0;
  std::string asked_for;
};

TEST_CASE("automatic: the machine's own screen, else a virtual one, else the test card, and why", "[agent]") {
  Machine machine;
  agent::DisplayOptions options;
  options.name = ":3";
  agent::Displays displays(options, machine.openers());

  auto source = displays.open();
  REQUIRE(source);
  CHECK(source->kind == desktop::DisplaySource::Kind::test_card);
  CHECK(displays.reason().find("nothing listens at :3") != std::string::npos);
  CHECK(displays.reason().find("install xvfb") != std::string::npos);

  machine.xvfb = true;
  source = displays.open();
  REQUIRE(source);
  CHECK(source->kind == desktop::DisplaySource::Kind::x11);
  CHECK(source->name == ":7");
  CHECK(source->resizable);
  REQUIRE(displays.open());
  CHECK(machine.started == 1);  // the same one again

  machine.virtual_alive = false;
  displays.tick();
  REQUIRE(displays.open());
  CHECK(machine.started == 2);

  machine.x_server = true;
  source = displays.open();
  REQUIRE(source);
  CHECK(source->name == ":3");
  CHECK(source->x11_auth_data == "cookie");
  CHECK_FALSE(source->resizable);
  CHECK(displays.reason().starts_with("x11 :3"));
}

TEST_CASE("automatic: what a program draws goes before a virtual screen, the text console after it",
          "[agent]") {
  using Kind = desktop::DisplaySource::Kind;
  Machine machine;
  machine.card = true;
  agent::DisplayOptions options;
  options.name = ":3";
  agent::Displays displays(options, machine.openers());
  const auto kind = [&] {
    const auto source = displays.open();
    REQUIRE(source);
    return source->kind;
  };
  CHECK(kind() == Kind::kms);
  CHECK(displays.reason().starts_with("kms card of the test, because no X server"));
  machine.xvfb = true;
  CHECK(kind() == Kind::x11);
  CHECK(displays.reason().find("it shows the text console") != std::string::npos);
  machine.drawn = true;
  const auto source = displays.open();
  REQUIRE(source);
  CHECK(source->kind == Kind::kms);
  CHECK(source->kms_socket);
  CHECK_FALSE(source->resizable);
  machine.x_server = true;
  CHECK(kind() == Kind::x11);
  CHECK(displays.reason().starts_with("x11 :3"));
}

TEST_CASE("a graphics card that was asked for and can't be shown is an error", "[agent]") {
  Machine machine;
  machine.xvfb = machine.x_server = true;
  agent::DisplayOptions options;
  options.choice = agent::DisplayChoice::kms;
  agent::Displays displays(options, machine.openers());
  const auto source = displays.open();
  REQUIRE_FALSE(source);
  CHECK(source.error().message == "there is no graphics card");
  machine.card = true;
  CHECK(displays.open());
}

TEST_CASE("root without a display takes the screen in front of the machine before all others", "[agent]") {
  Machine machine;
  machine.xvfb = true;
  const std::string usual = hw::x11_name("");
  bool there = false;
  std::string name = ":5";
  auto openers = machine.openers();
  openers.find_x11 = [&]() -> Result<hw::FoundX11> {
    if (!there) return Error{"nobody sits here"};
    return hw::FoundX11{name, {.socket = {}, .auth_name = "MIT-MAGIC-COOKIE-1", .auth_data = "found"}};
  };
  agent::DisplayOptions options;
  options.find = true;
  agent::Displays displays(options, openers);
  auto source = displays.open();
  REQUIRE(source);
  CHECK(source->name == ":7");
  CHECK(displays.reason().find("nothing listens at " + usual + "; nobody sits here") != std::string::npos);
  there = true;
  name = ":7";  // the virtual one itself
  source = displays.open();
  REQUIRE(source);
  CHECK(source->resizable);
  CHECK(machine.started == 1);
  name = ":5";
  machine.x_server = true;
  source = displays.open();
  REQUIRE(source);
  CHECK(source->name == ":5");
  CHECK(source->x11_auth_data == "found");
  there = false;
  REQUIRE(displays.open());
  CHECK(machine.asked_for == usual);

  machine.asked_for.clear();
  options.find = false;
  there = true;
  REQUIRE(agent::Displays(options, openers).open());
  CHECK(machine.asked_for == usual);
}

TEST_CASE("its own virtual display is not taken for an X server of the machine", "[agent]") {
  Machine machine;
  machine.xvfb = true;
  agent::DisplayOptions options;
  options.name = ":7";  // as a virtual display that root started has ":0"
  agent::Displays displays(options, machine.openers());
  REQUIRE(displays.open());
  machine.x_server = true;
  machine.asked_for.clear();
  const auto source = displays.open();
  REQUIRE(source);
  CHECK(source->resizable);
  CHECK(machine.asked_for.empty());
  CHECK(displays.reason().find("only the virtual display is at :7") != std::string::npos);
  CHECK(machine.started == 1);
}

TEST_CASE("a screen that was asked for by name is shown or refused, never another one", "[agent]") {
  Machine machine;
  agent::DisplayOptions options;
  options.choice = agent::DisplayChoice::x11;
  options.name = ":3";
  machine.xvfb = true;
  CHECK_FALSE(agent::Displays(options, machine.openers()).open());
  machine.x_server = true;
  CHECK(agent::Displays(options, machine.openers()).open());
  options.choice = agent::DisplayChoice::virtual_display;
  CHECK(agent::Displays(options, machine.openers()).open()->name == ":7");
  machine.xvfb = false;
  CHECK_FALSE(agent::Displays(options, machine.openers()).open());
  options.choice = agent::DisplayChoice::test_card;
  CHECK(agent::Displays(options, machine.openers()).open()->kind == desktop::DisplaySource::Kind::test_card);
}

TEST_CASE("a virtual display that is not ready yet is not waited for at the end", "[agent]") {
  std::atomic<bool> starting = false, gave_up = false;
  agent::DisplayOptions options;
  options.choice = agent::DisplayChoice::virtual_display;
  agent::DisplayOpeners openers;
  openers.start_virtual =
      [&](const hw::VirtualDisplayOptions& wanted) -> Result<std::unique_ptr<hw::VirtualDisplay>> {
    starting = true;
    for (int i = 0; i < 500 && !wanted.stop.stop_requested(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    gave_up = wanted.stop.stop_requested();
    return Error{"not needed any more"};
  };
  net::EventLoop loop;
  {
    agent::DisplayThread displays(loop, options, openers);
    displays.open([](auto) {});
    while (!starting) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(gave_up);
}

}  // namespace gatehouse::displays_test
