#include "appliance/agent/session.h"

#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/fake_dial.h"
#include "tests/support/run_until.h"
#include "tests/support/scripted_administration.h"
#include "tests/support/sealed_viewer.h"

namespace gatehouse::session_test {

using policy::Permission;
using policy::Permissions;
using wire::CloseReason;
using wire::SessionState;

// Answers when it is told to.
struct SlowAdmission final : agent::Admission {
  void ask(const agent::Visitor& visitor, std::function<void(Verdict)> answer) override {
    asked = visitor;
    answer_now = std::move(answer);
  }
  std::optional<agent::Visitor> asked;
  std::function<void(Verdict)> answer_now;
};

// Admits everybody, with what is in `maximum`.
struct LocalMaximum final : agent::Admission {
  explicit LocalMaximum(Permissions most) : maximum(most) {}
  void ask(const agent::Visitor& visitor, std::function<void(Verdict)> answer) override {
    const Permissions allowed = visitor.offered & maximum;
    if (!allowed.has(Permission::view_screen)) return answer(CloseReason::not_permitted);
    answer(agent::Grant{allowed, std::string(agent::kDefaultProfile)});
  }
  Permissions maximum;
};

struct World {
  explicit World(agent::Admission* other_admission = nullptr,
                 std::uint32_t offered = Permissions::all().bits()) {
    wire::Ring ring;
    ring.call_id = 7;
    ring.join_key = std::string(16, 'k');
    ring.ticket = "the ticket";
    seal::Ticket ticket;
    ticket.call = 7;
    ticket.viewer_key = end.key();
    ticket.permissions = Permissions::from_bits(offered);
    ticket.viewer_id = 234'567'890;
    ticket.viewer_name = "Anna";
    session = std::make_unique<agent::Session>(
        loop, relay.dial(), ring, ticket, device_key, other_admission ? *other_admission : admission, host,
        administration, closing,
        [this](CloseReason reason) {
          ended.push_back(reason);
          session.reset();
        },
        [this](const agent::Grant& grant) { granted.push_back(grant); });
  }

  void join() {
    REQUIRE(until([&] { return relay.connections.size() == 1 && viewer().got<wire::Join>(); }));
    viewer().send(wire::Joined{});
  }
  void greet(const std::string& ticket = "the ticket") {
    join();
    viewer().stream().write(end.greet(device_key.public_key(), ticket));
  }
  void open() {
    greet();
    REQUIRE(until([&] { return state() == SessionState::open; }));
    rfb = std::move(workers.last->viewers.at(7));
  }

  test::RecordPeer& viewer() { return *relay.connections.at(0); }
  void send(const wire::Control& message) {
    viewer().stream().write(end.seal(wire::encode_control(message)));
  }
  void send(const wire::TerminalMessage& message) {
    viewer().stream().write(end.seal(wire::encode_terminal(message)));
  }
  void send_bytes(std::string_view bytes) { viewer().stream().write(end.seal(as_bytes(bytes))); }
  void send_rfb(std::string_view bytes) {
    Bytes out;
    wire::append_frames(out, wire::Channel::rfb, as_bytes(bytes));
    viewer().stream().write(end.seal(out));
  }

  // What the viewer has got.
  struct Received {
    std::vector<wire::Control> control;
    std::vector<wire::TerminalMessage> terminal;
    std::string rfb;
  };
  Received received() {
    Received all;
    wire::FrameReader reader;
    if (relay.connections.empty()) return all;
    const Bytes more = end.open(as_bytes(viewer().session).subspan(opened));
    opened = viewer().session.size();
    plain.insert(plain.end(), more.begin(), more.end());
    reader.feed(plain);
    while (const auto frame = reader.next()) {
      if (frame->channel == wire::Channel::rfb) {
        all.rfb += as_text(frame->payload);
      } else if (frame->channel == wire::Channel::terminal) {
        all.terminal.push_back(*wire::decode_terminal(frame->payload));
      } else {
        all.control.push_back(*wire::decode_control(frame->payload));
      }
    }
    return all;
  }
  template <class T>
  std::optional<T> last() {
    std::optional<T> found;
    for (const auto& message : received().control) {
      if (const T* one = std::get_if<T>(&message)) found = *one;
    }
    return found;
  }
  std::optional<SessionState> state() {
    const auto found = last<wire::State>();
    return found ? std::optional(found->state) : std::nullopt;
  }

  void check_ended(CloseReason reason) {
    CHECK(until([&] { return !ended.empty() && viewer().closed; }));
    CHECK(ended == std::vector{reason});
    REQUIRE(last<wire::Close>());
    CHECK(last<wire::Close>()->reason == reason);
    CHECK((!workers.last || workers.last->viewers.count(7) == 0));
  }

  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  const seal::PrivateKey device_key = seal::PrivateKey::generate();
  test::SealedViewer end;
  std::size_t opened = 0;  // of what the viewer has got
  Bytes plain;             // ... and that, opened
  test::FakeRelay relay{loop};
  test::FakeDisplays displays;
  test::FakeWorkers workers;
  agent::DesktopHost host{loop, displays, workers.starter(), std::chrono::hours(1)};
  LocalMaximum admission{
      Permissions::all().without(Permission::resize_screen).without(Permission::elevation)};
  test::ScriptedConsent consent;
  test::ScriptedCheck check;
  test::ScriptedTerminals terminals;
  std::vector<std::pair<std::uint64_t, bool>> elevated;
  agent::Administration administration{consent, check, terminals, true, [this](std::uint64_t call, bool on) {
                                         elevated.emplace_back(call, on);
                                       }};
  net::ClosingStreams closing;
  std::vector<CloseReason> ended;
  UniqueFd rfb;  // the worker's end
  std::unique_ptr<agent::Session> session;
  std::vector<agent::Grant> granted;
};

TEST_CASE("a session opens, carries RFB both ways, answers pings and ends when the viewer leaves",
          "[agent]") {
  World world;
  world.join();
  const auto* join = world.viewer().got<wire::Join>();
  CHECK(join->call_id == 7);
  CHECK(join->join_key == std::string(16, 'k'));
  test::settle(world.loop);
  CHECK(world.viewer().session.empty());
  CHECK(world.workers.started == 0);  // nobody has shaken hands
  world.viewer().stream().write(world.end.greet(world.device_key.public_key(), "the ticket"));
  REQUIRE(world.until([&] { return world.state() == SessionState::open; }));
  CHECK(world.last<wire::State>()->permissions == 31);  // all but what this machine does not allow
  CHECK(world.workers.last->rights.at(7).bits() == 31);

  world.rfb = std::move(world.workers.last->viewers.at(7));
  REQUIRE(::send(world.rfb.get(), "RFB 003.008\n", 12, 0) == 12);
  CHECK(world.until([&] { return world.received().rfb == "RFB 003.008\n"; }));
  world.send_rfb("from the viewer");
  char buffer[64];
  ssize_t got = 0;
  CHECK(
      world.until([&] { return (got = ::recv(world.rfb.get(), buffer, sizeof buffer, MSG_DONTWAIT)) > 0; }));
  CHECK(std::string(buffer, static_cast<std::size_t>(got)) == "from the viewer");

  world.send(wire::Ping{99});
  CHECK(world.until([&] { return world.last<wire::Pong>().has_value(); }));
  CHECK(world.last<wire::Pong>()->opaque == 99);

  world.send(wire::Close{CloseReason::ended_by_viewer});
  world.check_ended(CloseReason::ended_by_viewer);
}

TEST_CASE("what a viewer must not send ends the session", "[agent]") {
  World world;
  SECTION("an oversized frame") {
    world.open();
    world.send_bytes(std::string_view("\x01\x04\x00\x01", 4));
    world.check_ended(CloseReason::protocol_error);
  }
  SECTION("an unknown channel") {
    world.open();
    world.send_bytes(std::string_view("\x02\x00\x00\x01x", 5));
    world.check_ended(CloseReason::protocol_error);
  }
  SECTION("a hello in a frame") {
    world.open();
    world.send(wire::ViewerHello{});
    world.check_ended(CloseReason::protocol_error);
  }
  SECTION("a message of the agent's") {
    world.open();
    world.send(wire::State{SessionState::open, 63});
    world.check_ended(CloseReason::protocol_error);
  }
}

TEST_CASE("whoever does not shake hands as the ticket says gets nothing", "[agent]") {
  World world;
  world.join();
  net::Stream& stream = world.viewer().stream();
  const seal::PublicKey device = world.device_key.public_key();
  test::SealedViewer other;
  CloseReason reason = CloseReason::protocol_error;
  SECTION("RFB at once") {
    stream.write(seal::framed(as_bytes("RFB 003.008\n")));
  }
  SECTION("more than a handshake has") {
    stream.write(seal::framed(Bytes(wire::kHandshakeCap + 1)));
  }
  SECTION("sealed for another machine") {
    stream.write(world.end.greet(other.key(), "the ticket"));
  }
  SECTION("another version") {
    stream.write(world.end.greet(device, wire::ViewerHello{2, "the ticket"}));
  }
  SECTION("no hello in it") {
    stream.write(world.end.greet(device, wire::Ping{1}));
  }
  SECTION("another ticket") {
    stream.write(world.end.greet(device, "another ticket"));
    reason = CloseReason::bad_ticket;
  }
  SECTION("cut off in the middle") {
    const Bytes greeting = world.end.greet(device, "the ticket");
    stream.write(ByteView(greeting).first(greeting.size() / 2));
    stream.close();
    reason = CloseReason::viewer_lost;
  }
  SECTION("changed on its way") {
    Bytes greeting = world.end.greet(device, "the ticket");
    greeting[greeting.size() / 2] ^= 1;
    stream.write(greeting);
  }
  SECTION("what follows the handshake, before it") {
    Bytes swapped = seal::framed(Bytes(40));
    const Bytes greeting = world.end.greet(device, "the ticket");
    swapped.insert(swapped.end(), greeting.begin(), greeting.end());
    stream.write(swapped);
  }
  SECTION("another viewer with this ticket") {
    stream.write(other.greet(device, "the ticket"));
    reason = CloseReason::bad_ticket;
  }
  CHECK(world.until([&] { return !world.ended.empty() && world.viewer().closed; }));
  CHECK(world.ended == std::vector{reason});
  CHECK(world.viewer().session.empty());
  CHECK(world.workers.started == 0);
}

TEST_CASE("bytes that the viewer did not seal end the session", "[agent]") {
  World world;
  world.open();
  world.viewer().stream().write(seal::framed(Bytes(40)));
  CHECK(world.until([&] { return !world.ended.empty(); }));
  CHECK(world.ended == std::vector{CloseReason::protocol_error});
}

TEST_CASE("while a person is asked nothing else happens", "[agent]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
  CHECK(admission.asked->name == "Anna");
  CHECK(admission.asked->offered == Permissions::all());
  CHECK(world.workers.started == 0);
  SECTION("yes") {
    admission.answer_now(agent::Grant{Permissions::view_only(), "Desk"});
    CHECK(world.until([&] { return world.state() == SessionState::open; }));
    CHECK(world.last<wire::State>()->permissions == 1);
    REQUIRE(world.granted.size() == 1);
    CHECK(world.granted[0].permissions == Permissions::view_only());
    CHECK(world.granted[0].profile == "Desk");
  }
  SECTION("no") {
    admission.answer_now(CloseReason::declined);
    world.check_ended(CloseReason::declined);
    CHECK(world.granted.empty());
  }
  SECTION("RFB meanwhile") {
    world.send_rfb("x");
    world.check_ended(CloseReason::protocol_error);
    admission.answer_now(agent::Grant{Permissions::all(), "Desk"});  // too late, and harmless
    CHECK(world.workers.started == 0);
  }
  SECTION("rights shrink meanwhile") {
    world.session->limit(Permissions::view_only());
    admission.answer_now(agent::Grant{Permissions::all(), "Desk"});
    CHECK(world.until([&] { return world.state() == SessionState::open; }));
    CHECK(world.last<wire::State>()->permissions == 1);
    REQUIRE(world.granted.size() == 1);
    CHECK(world.granted[0].permissions == Permissions::view_only());
  }
}

TEST_CASE("without the right to see there is no session", "[agent]") {
  World world(nullptr, Permissions::all().without(Permission::view_screen).bits());
  world.greet();
  world.check_ended(CloseReason::not_permitted);
  CHECK(world.workers.started == 0);
}

TEST_CASE("rights shrink during a session and never grow", "[agent]") {
  World world;
  world.open();
  world.session->limit(Permissions::all().without(Permission::keyboard));
  CHECK(world.until([&] { return world.last<wire::State>()->permissions == 29; }));
  CHECK(world.workers.last->rights.at(7).bits() == 29);
  world.session->limit(Permissions::all());
  test::settle(world.loop);
  CHECK(world.last<wire::State>()->permissions == 29);
  REQUIRE(world.granted.size() == 1);
  CHECK(world.granted[0].permissions.bits() == 31);
  CHECK(world.session->opened_with()->profile == agent::kDefaultProfile);
  world.session->limit(Permissions());
  world.check_ended(CloseReason::not_permitted);
}

TEST_CASE("the person switches off and on again, within what was granted", "[agent][consent]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
  const Permissions granted = Permissions::available().without(Permission::clipboard_to_device);
  admission.answer_now(agent::Grant{granted, "Desk"});
  CHECK(world.until([&] { return world.state() == SessionState::open; }));
  const auto may = [&](Permissions wanted) {
    CHECK(world.workers.last->rights.at(7) == wanted);  // at once
    CHECK(world.until([&] { return world.last<wire::State>()->permissions == wanted.bits(); }));
  };
  world.session->choose(granted.without(Permission::pointer));
  may(granted.without(Permission::pointer));
  world.session->hold_input(true);
  may(granted.without(Permission::pointer).without(Permission::keyboard));
  world.session->choose(Permissions::available());
  may(granted.without(Permission::pointer).without(Permission::keyboard));
  world.session->hold_input(false);
  may(granted);
  world.session->limit(Permissions::available().without(Permission::keyboard));
  world.session->choose(Permissions::available());
  may(granted.without(Permission::keyboard));
  CHECK(world.session->opened_with()->permissions == granted);
}

TEST_CASE("a session that opens while input is held has none", "[agent][consent]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
  world.session->hold_input(true);
  admission.answer_now(agent::Grant{Permissions::available(), "Desk"});
  CHECK(world.until([&] { return world.state() == SessionState::open; }));
  CHECK_FALSE(world.workers.last->rights.at(7).has(Permission::keyboard));
  CHECK_FALSE(world.workers.last->rights.at(7).has(Permission::pointer));
  CHECK(world.workers.last->rights.at(7).has(Permission::clipboard_to_device));
  CHECK(world.granted[0].permissions == Permissions::available());
  world.session->hold_input(false);
  CHECK(world.workers.last->rights.at(7) == Permissions::available());
}

TEST_CASE("the desktop's failures are told apart", "[agent]") {
  World world;
  SECTION("the worker dies: its stream ends first, its reason follows") {
    world.open();
    world.rfb.reset();
    test::settle(world.loop);
    CHECK(world.ended.empty());
    auto* worker = world.workers.last;
    worker->report([worker] { worker->events.exited("killed by signal 9"); });
    world.workers.last = nullptr;
    world.check_ended(CloseReason::desktop_failed);
  }
  SECTION("the screen goes away") {
    world.open();
    auto* worker = world.workers.last;
    worker->report([worker] { worker->events.display_lost(); });
    world.workers.last = nullptr;
    world.check_ended(CloseReason::display_lost);
  }
  SECTION("there is no screen") {
    world.displays.gone = true;
    world.greet();
    world.check_ended(CloseReason::display_lost);
  }
}

TEST_CASE("the appliance hangs up, before and during the session", "[agent]") {
  World world;
  SECTION("before it was joined") {
    world.session->end(CloseReason::ended_by_viewer);
    CHECK(world.ended == std::vector{CloseReason::ended_by_viewer});
    test::settle(world.loop);
    CHECK((world.relay.connections.empty() || world.viewer().closed));
  }
  SECTION("while it is open") {
    world.open();
    world.session->end(CloseReason::ended_by_administrator);
    world.check_ended(CloseReason::ended_by_administrator);
  }
  SECTION("with its data link") {
    world.open();
    world.viewer().stream().cut();
    CHECK(world.until([&] { return !world.ended.empty(); }));
    CHECK(world.ended == std::vector{CloseReason::viewer_lost});
    CHECK(world.closing.size() == 0);
  }
  SECTION("by refusing to join it") {
    REQUIRE(world.until([&] { return world.relay.connections.size() == 1; }));
    world.viewer().send(wire::Goodbye{CloseReason::not_permitted, "no"});
    CHECK(world.until([&] { return !world.ended.empty(); }));
    CHECK(world.ended == std::vector{CloseReason::not_permitted});
  }
}

TEST_CASE("a viewer that reads slowly slows the worker down, not the memory", "[agent]") {
  World world;
  world.open();
  world.viewer().stream().pause_reading();
  const std::string block(64 * 1024, 'x');
  std::size_t sent = 0;
  // Until the worker's socket has been full for a while.
  for (int full = 0; full < 20 && sent < (64u << 20);) {
    const ssize_t took = ::send(world.rfb.get(), block.data(), block.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    full = took > 0 ? 0 : full + 1;
    if (took > 0) sent += static_cast<std::size_t>(took);
    test::settle(world.loop);
  }
  CHECK(sent < 8 * net::Stream::kHighWater);
  // Input still passes meanwhile.
  world.send_rfb("key");
  char buffer[16];
  CHECK(world.until([&] { return ::recv(world.rfb.get(), buffer, sizeof buffer, MSG_DONTWAIT) == 3; }));
  world.viewer().stream().resume_reading();
  CHECK(world.until([&] { return world.received().rfb.size() == sent; }));
}

struct Elevating : World {
  Elevating() {
    admission.maximum = Permissions::all();
    open();
  }
  bool is(wire::Elevation::Is state) {
    return until([&] { return last<wire::Elevation>() && last<wire::Elevation>()->is == state; });
  }
  void turn_on() {
    send(wire::Elevate{wire::Elevate::Mode::viewer_names, "root", "right"});
    REQUIRE(is(wire::Elevation::Is::asked));
    consent.say(agent::ElevationAnswer::Said::yes);
    REQUIRE(is(wire::Elevation::Is::checking));
    check.waiting(agent::AdministratorVerdict::yes);
    REQUIRE(is(wire::Elevation::Is::on));
  }
};

TEST_CASE("a viewer becomes administrator, has a terminal, and loses both with the permission",
          "[agent][elevation]") {
  Elevating world;
  world.turn_on();
  CHECK(world.session->elevated() == true);
  world.send(wire::TerminalOpen{});
  REQUIRE(world.until([&] { return world.terminals.all.size() == 1; }));
  const auto terminal = world.terminals.all[0];
  terminal->events.output(as_bytes("# "));
  CHECK(world.until([&] { return world.received().terminal.size() == 1; }));
  world.session->choose(Permissions::available().without(Permission::elevation));
  CHECK(world.is(wire::Elevation::Is::off));
  CHECK(world.last<wire::Elevation>()->why == wire::Elevation::Why::ended_at_machine);
  CHECK(terminal->left);
  CHECK(world.session->elevated() == false);
  CHECK(world.ended.empty());
  world.send(wire::TerminalBytes{"on its way"});
  world.send(wire::Ping{1});
  CHECK(world.until([&] { return world.last<wire::Pong>().has_value(); }));
  CHECK(world.elevated == std::vector<std::pair<std::uint64_t, bool>>{{7, true}, {7, false}});
}

TEST_CASE("elevation ends with the session", "[agent][elevation]") {
  Elevating world;
  world.turn_on();
  world.send(wire::TerminalOpen{});
  REQUIRE(world.until([&] { return world.terminals.all.size() == 1; }));
  SECTION("the viewer leaves") {
    world.send(wire::Close{CloseReason::ended_by_viewer});
    world.check_ended(CloseReason::ended_by_viewer);
  }
  SECTION("the viewer is gone without a word") {
    world.viewer().stream().close();
    CHECK(world.until([&] { return !world.ended.empty(); }));
  }
  SECTION("the machine restarts") {
    world.terminals.all[0]->events.ended(0);
    CHECK(world.ended.empty());
    world.send(wire::TerminalOpen{wire::TerminalOpen::What::restart_machine, {}, ""});
    REQUIRE(world.until([&] { return world.terminals.all.size() == 2; }));
    world.terminals.all[1]->events.ended(0);
    world.check_ended(CloseReason::restarting);
  }
  CHECK(world.terminals.all.back()->left);
  CHECK(world.elevated.back() == std::pair<std::uint64_t, bool>(7, false));
}

TEST_CASE("elevation that a viewer must not ask for ends the session", "[agent][elevation]") {
  SECTION("before it is open") {
    SlowAdmission admission;
    World world(&admission);
    world.greet();
    CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
    SECTION("to become administrator") {
      world.send(wire::Elevate{wire::Elevate::Mode::person_names, "", ""});
    }
    SECTION("a terminal") {
      world.send(wire::TerminalOpen{});
    }
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.consent.questions.empty());
  }
  SECTION("a terminal without it") {
    Elevating world;
    world.send(wire::TerminalOpen{});
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.terminals.all.empty());
  }
  SECTION("what only the machine says") {
    Elevating world;
    world.send(wire::Elevation{wire::Elevation::Is::on, wire::Elevation::Why::none, 0});
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.elevated.empty());
  }
  SECTION("what is no message of a terminal") {
    Elevating world;
    world.turn_on();
    world.send_bytes(std::string_view("\x06\x00\x00\x01\x07", 5));
    world.check_ended(CloseReason::protocol_error);
  }
}

}  // namespace gatehouse::session_test
