// One session with everything around it faked: the relay, the desktop, who decides.
#pragma once
#include "appliance/agent/session.h"

#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/fake_dial.h"
#include "tests/support/fake_sound.h"
#include "tests/support/run_until.h"
#include "tests/support/scripted_administration.h"
#include "tests/support/sealed_viewer.h"

namespace gatehouse::session_world {

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
        sound, administration, company, closing,
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
  void send(const wire::SoundMessage& message) {
    viewer().stream().write(end.seal(wire::encode_sound(message)));
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
    std::vector<wire::SoundMessage> sound;
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
      } else if (frame->channel == wire::Channel::sound) {
        all.sound.push_back(*wire::decode_sound(frame->payload));
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
  test::ScriptedSound sound;
  test::ScriptedConsent consent;
  test::ScriptedCheck check;
  test::ScriptedTerminals terminals;
  std::vector<std::pair<std::uint64_t, bool>> elevated;
  agent::Administration administration{consent, check, terminals, true, [this](std::uint64_t call, bool on) {
                                         elevated.emplace_back(call, on);
                                       }};
  agent::Controls controls{loop, std::chrono::milliseconds(30)};
  std::vector<std::string> heard;  // by the person
  agent::Company company{controls,
                         [this](std::uint64_t, const std::string& words) { heard.push_back(words); }};
  net::ClosingStreams closing;
  std::vector<CloseReason> ended;
  UniqueFd rfb;  // the worker's end
  std::unique_ptr<agent::Session> session;
  std::vector<agent::Grant> granted;
};

}  // namespace gatehouse::session_world
