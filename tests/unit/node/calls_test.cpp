// A relay of its own with its appliance, viewers and machines in memory.
#include "appliance/node/calls.h"

#include <algorithm>

#include "appliance/base/text.h"
#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_stream.h"
#include "tests/support/record_peer.h"
#include "tests/support/run_until.h"

namespace gatehouse::node_calls_test {

using test::MemoryStream;
using wire::CloseReason;
using Peer = test::RecordPeer;

const std::string kViewKey(16, 'v');
const std::string kLinkKey(32, 'k');

struct World {
  World() {
    calls =
        std::make_unique<node::Calls>(loop, clock, relay::RelayLimits{.tick = std::chrono::milliseconds(1)},
                                      [this](const wire::Record& record) { told.push_back(record); });
    wire::NodeWelcome welcome;
    welcome.ticket_keys = std::string(as_text(signer.public_key()));
    calls->learn(welcome);
  }

  std::unique_ptr<Peer> connect(const std::string& fingerprint = {}) {
    auto [relay_end, peer_end] = MemoryStream::pair(loop, fingerprint);
    calls->accept(std::move(relay_end));
    return std::make_unique<Peer>(std::move(peer_end));
  }
  std::unique_ptr<Peer> viewer(std::uint64_t call = 7) {
    auto peer = connect();
    peer->send(wire::View{wire::kVersion, call, kViewKey});
    return peer;
  }
  std::unique_ptr<Peer> machine(const std::string& join_key, const std::string& link_key = kLinkKey) {
    auto peer = connect(hex(link_key));
    peer->send(wire::Join{wire::kVersion, 7, join_key});
    REQUIRE(until([&] { return peer->got<wire::Joined>() || peer->closed; }));
    return peer;
  }
  wire::Claimed yes(std::uint64_t device = 42) const {
    seal::Ticket ticket;
    ticket.viewer_id = 234'567'890;
    ticket.call = 7;
    ticket.device = 42;
    ticket.issued_at = clock.unix_seconds();
    return {7, device, kLinkKey, signer.sign(ticket), static_cast<std::uint64_t>(clock.unix_seconds())};
  }
  template <class T>
  const T* last() const {
    for (auto record = told.rbegin(); record != told.rend(); ++record) {
      if (const T* found = std::get_if<T>(&*record)) return found;
    }
    return nullptr;
  }
  const wire::Claim& claim() {
    REQUIRE(until([&] { return last<wire::Claim>() != nullptr; }));
    return *last<wire::Claim>();
  }
  bool hung_up(CloseReason reason) {
    return until([&] { return last<wire::HangUp>() && last<wire::HangUp>()->reason == reason; });
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  test::FakeClock clock;
  const seal::TicketSigner signer = *seal::TicketSigner::from_pem(net::new_key_pem());
  std::vector<wire::Record> told;
  std::unique_ptr<node::Calls> calls;
};

TEST_CASE("a relay of its own asks for a viewer, lets it in, and joins it to the machine", "[node]") {
  World world;
  auto viewer = world.viewer();
  CHECK(world.claim().call_id == 7);
  CHECK(world.claim().view_key == kViewKey);
  CHECK(world.claim().origin.empty());
  test::settle(world.loop);
  CHECK_FALSE(viewer->got<wire::Joined>());  // the appliance has not answered
  world.calls->said(world.yes());
  REQUIRE(world.until([&] { return viewer->got<wire::Joined>() != nullptr; }));
  viewer->send("early ");

  auto other = world.machine(world.claim().join_key, std::string(32, 'x'));
  CHECK(other->goodbye() == CloseReason::not_permitted);
  auto guessed = world.machine(std::string(16, '?'));
  CHECK(guessed->goodbye() == CloseReason::not_permitted);
  auto machine = world.machine(world.claim().join_key);
  REQUIRE(machine->got<wire::Joined>());
  CHECK(world.last<wire::Carried>() != nullptr);
  viewer->send("late");
  CHECK(world.until([&] { return machine->session == "early late"; }));
  machine->send("answer");
  CHECK(world.until([&] { return viewer->session.find("answer") != std::string::npos; }));
  CHECK(world.until([&] { return world.last<wire::Carried>()->to_device == 10; }));
  CHECK(world.last<wire::Carried>()->to_viewer == 6);

  SECTION("until the viewer leaves") {
    viewer->stream().close();
    CHECK(world.hung_up(CloseReason::ended_by_viewer));
    CHECK(world.until([&] { return machine->closed; }));
  }
  SECTION("until the appliance ends it") {
    world.calls->said(wire::HangUp{7, CloseReason::ended_by_administrator});
    CHECK(world.hung_up(CloseReason::ended_by_administrator));
    CHECK(world.until([&] { return machine->closed && viewer->closed; }));
  }
  SECTION("until the machine ends it, whose last words still pass") {
    world.calls->said(wire::Decline{7, CloseReason::display_lost});
    machine->send("last words");
    machine->stream().close();
    CHECK(world.hung_up(CloseReason::display_lost));
    CHECK(viewer->session.find("last words") != std::string::npos);
  }
  SECTION("until the appliance is gone") {
    world.calls->end_all(CloseReason::relay_lost);
    CHECK(world.hung_up(CloseReason::relay_lost));
    CHECK(world.until([&] { return machine->closed && viewer->closed; }));
    auto next = world.viewer(8);
    CHECK(world.until([&] { return next->closed; }));
    CHECK(next->goodbye() == CloseReason::relay_lost);
  }
  CHECK(world.until([&] { return world.calls->size() == 0; }));
}

TEST_CASE("a relay of its own lets nobody in without the appliance", "[node]") {
  World world;
  auto viewer = world.viewer();
  world.claim();
  SECTION("that says no") {
    world.calls->said(wire::HangUp{7, CloseReason::not_permitted});
    CHECK(world.until([&] { return viewer->closed; }));
    CHECK(viewer->goodbye() == CloseReason::not_permitted);
  }
  SECTION("that says nothing") {
    world.clock.advance(std::chrono::seconds(11));
    CHECK(world.until([&] { return viewer->closed; }));
    CHECK(viewer->goodbye() == CloseReason::timed_out);
    world.calls->said(world.yes());  // too late
    CHECK(world.hung_up(CloseReason::viewer_lost));
    CHECK(world.calls->size() == 0);
  }
  SECTION("whose ticket is for another machine") {
    world.calls->said(world.yes(43));
    CHECK(world.until([&] { return viewer->closed; }));
    CHECK(viewer->goodbye() == CloseReason::bad_ticket);
    CHECK(world.hung_up(CloseReason::bad_ticket));
  }
  SECTION("and is told when it left before the answer") {
    viewer->stream().cut();
    test::settle(world.loop);
    CHECK(world.last<wire::HangUp>() == nullptr);  // it would end the call of whoever has the right key
    world.calls->said(world.yes());
    CHECK(world.hung_up(CloseReason::viewer_lost));
    CHECK(world.calls->size() == 0);
  }
  SECTION("and hears nothing from it before it is let in") {
    viewer->send("bytes");
    CHECK(world.until([&] { return viewer->closed; }));
    CHECK(viewer->goodbye() == CloseReason::protocol_error);
  }
}

TEST_CASE("nobody gets in a viewer's way by naming its call", "[node]") {
  World world;
  const auto asked = [&](std::size_t claims) {
    return world.until([&] {
      return std::ranges::count_if(world.told, [](const wire::Record& record) {
               return std::holds_alternative<wire::Claim>(record);
             }) == static_cast<std::ptrdiff_t>(claims);
    });
  };
  const wire::HangUp no{7, CloseReason::not_permitted};
  auto before = world.viewer(), gone = world.viewer();
  REQUIRE(asked(2));
  auto viewer = world.viewer();
  REQUIRE(asked(3));
  const std::string join_key = world.claim().join_key;
  auto after = world.viewer();
  REQUIRE(asked(4));
  gone->stream().cut();
  test::settle(world.loop);
  world.calls->said(no);
  world.calls->said(no);
  CHECK(world.until([&] { return before->closed; }));
  CHECK(before->goodbye() == CloseReason::not_permitted);
  CHECK_FALSE(viewer->closed);
  world.calls->said(world.yes());
  CHECK(world.until([&] { return viewer->got<wire::Joined>() != nullptr; }));
  auto late = world.viewer();  // while it is open
  CHECK(world.until([&] { return late->closed; }));
  world.calls->said(no);
  CHECK(world.until([&] { return after->closed; }));
  CHECK_FALSE(after->got<wire::Joined>());
  CHECK(world.last<wire::HangUp>() == nullptr);
  auto machine = world.machine(join_key);
  viewer->send("bytes");
  CHECK(world.until([&] { return machine->session == "bytes"; }));
  world.calls->said(wire::HangUp{7, CloseReason::ended_by_administrator});
  CHECK(world.hung_up(CloseReason::ended_by_administrator));
}

TEST_CASE("a call that is ended while another claim of it waits ends when both answers are there", "[node]") {
  World world;
  auto viewer = world.viewer();
  world.claim();
  auto junk = world.viewer();
  REQUIRE(world.until([&] { return world.told.size() == 2; }));
  world.calls->said(world.yes());
  world.calls->said(wire::HangUp{7, CloseReason::ended_by_administrator});
  CHECK(world.until([&] { return junk->closed; }));
  world.calls->said(wire::HangUp{7, CloseReason::not_permitted});
  CHECK(world.until([&] { return viewer->closed && world.calls->size() == 0; }));
}

TEST_CASE("a machine that does not come ends the call in time", "[node]") {
  World world;
  auto viewer = world.viewer();
  world.claim();
  world.calls->said(world.yes());
  world.clock.advance(std::chrono::seconds(21));
  CHECK(world.hung_up(CloseReason::no_answer));
}

TEST_CASE("nobody enrols with a relay or says hello to it", "[node]") {
  World world;
  auto stranger = world.connect();
  stranger->send(wire::Enrol{});
  CHECK(world.until([&] { return stranger->closed; }));
  CHECK(stranger->goodbye() == CloseReason::bad_token);
  auto machine = world.connect(hex(kLinkKey));
  machine->send(wire::Hello{wire::kVersion, std::string(32, 'd'), {}});
  CHECK(world.until([&] { return machine->closed; }));
  CHECK(machine->goodbye() == CloseReason::unknown_device);
}

TEST_CASE("a browser's stream waits for the appliance with what it says early", "[node]") {
  World world;
  auto [relay_end, browser] = MemoryStream::pair(world.loop);
  CloseReason why = CloseReason::none;
  world.calls->view({wire::kVersion, 7, kViewKey}, "https://box.example", std::move(relay_end),
                    [&](CloseReason reason) { why = reason; });
  CHECK(world.claim().origin == "https://box.example");
  Peer page(std::move(browser));
  page.send("handshake");
  SECTION("and is let in") {
    test::settle(world.loop);
    world.calls->said(world.yes());
    auto machine = world.machine(world.claim().join_key);
    CHECK(world.until([&] { return machine->session == "handshake"; }));
    world.calls->said(wire::HangUp{7, CloseReason::not_permitted});
  }
  SECTION("or not") {
    world.calls->said(wire::HangUp{7, CloseReason::not_permitted});
  }
  CHECK(world.until([&] { return page.closed; }));
  CHECK(why == CloseReason::not_permitted);
}

}  // namespace gatehouse::node_calls_test
