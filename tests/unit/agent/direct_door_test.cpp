// Strangers at the door of a machine: real sockets, and an appliance that says what the test wants.
#include "appliance/agent/direct_door.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "appliance/agent/own_addresses.h"
#include "appliance/agent/ticket_desk.h"
#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/run_until.h"
#include "tests/support/sealed_viewer.h"

namespace gatehouse::direct_door_test {

using agent::DirectDoor;
using wire::CloseReason;

struct World {
  explicit World(DirectDoor::Limits limits = {}) {
    wire::Welcome welcome;
    welcome.device_id = 1;
    welcome.unix_time = static_cast<std::uint64_t>(clock.unix_seconds());
    welcome.ticket_keys = as_text(signer.public_key());
    desk.learn(welcome, clock);
    door = std::make_unique<DirectDoor>(
        loop, 0, device_key,
        DirectDoor::House{
            .redeem = [this](const std::string& ticket,
                             const seal::PublicKey& key) { return desk.take(ticket, key, clock); },
            .tell =
                [this](const wire::Record& record) {
                  told.push_back(record);
                  return linked;
                },
            .come = [this](DirectDoor::Guest guest) { guests.push_back(std::move(guest)); },
            .addresses = [this] { return addresses; },
        },
        limits);
    REQUIRE(door->port() != 0);
    door->online();
  }

  seal::Ticket filled(const seal::PublicKey& key) const {
    seal::Ticket ticket;
    ticket.call = 7;
    ticket.device = 1;
    ticket.viewer_key = key;
    ticket.viewer_id = 234'567'890;
    ticket.viewer_name = "Anna";
    ticket.issued_at = clock.unix_seconds();
    return ticket;
  }
  std::string ticket(std::uint64_t call, const seal::PublicKey& key) const {
    seal::Ticket ticket = filled(key);
    ticket.call = call;
    return signer.sign(ticket);
  }
  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& record : told) {
      if (const T* one = std::get_if<T>(&record)) found.push_back(*one);
    }
    return found;
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  SystemClock clock;
  const seal::TicketSigner signer = *seal::TicketSigner::from_pem(net::new_key_pem());
  const seal::PrivateKey device_key = seal::PrivateKey::generate();
  agent::TicketDesk desk;
  bool linked = true;
  std::vector<std::string> addresses = {"192.0.2.7"};
  std::vector<wire::Record> told;
  std::vector<DirectDoor::Guest> guests;
  std::unique_ptr<DirectDoor> door;
};

// Somebody who dials the door.
struct Stranger {
  explicit Stranger(World& its_world, const char* from = "127.0.0.1") : world(its_world) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::inet_pton(AF_INET, from, &address.sin_addr);
    REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(world.door->port());
    REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    stream = net::stream_over(world.loop, std::move(socket));
    stream->start({.data = [this](ByteView data) { heard += as_text(data); },
                   .drained = [] {},
                   .closed = [this](std::optional<Error>) { closed = true; }});
    test::settle(world.loop);
  }
  void send(const Bytes& bytes) { stream->write(bytes); }
  // The first message of a viewer that holds a ticket for this call.
  Bytes greeting(std::uint64_t call) {
    return end.greet(world.device_key.public_key(), world.ticket(call, end.key()));
  }
  bool sent_away() {
    return world.until([&] { return closed; }) && heard.empty();
  }

  World& world;
  std::unique_ptr<net::Stream> stream;
  test::SealedViewer end;
  std::string heard;
  bool closed = false;
};

TEST_CASE("a viewer with a ticket is let in when the appliance says so, not before", "[agent]") {
  World world;
  Stranger viewer(world);
  const Bytes greeting = viewer.greeting(7);
  for (const std::uint8_t byte : greeting) viewer.send({byte});
  REQUIRE(world.until([&] { return !world.all<wire::Direct>().empty(); }));
  const auto asked = world.all<wire::Direct>().front();
  CHECK(asked.call_id == 7);
  CHECK(asked.address == "127.0.0.1");
  test::settle(world.loop);
  CHECK(viewer.heard.empty());

  SECTION("it may") {
    world.door->answered({7, CloseReason::none});
    REQUIRE(world.guests.size() == 1);
    CHECK(world.guests[0].ticket.call == 7);
    CHECK(world.guests[0].ticket.viewer_name == "Anna");
    CHECK(world.until([&] { return !viewer.heard.empty(); }));
    viewer.end.open(as_bytes(viewer.heard));
    CHECK(viewer.end.is_sealed());
    // The bytes are told at the end.
    world.guests[0].stream->start(
        {.data = [](ByteView) {}, .drained = [] {}, .closed = [](std::optional<Error>) {}});
    world.guests[0].stream->write(as_bytes("0123456789"));
    world.door->left(7);
    const auto last = world.all<wire::Direct>().back();
    CHECK(last.to_viewer == viewer.heard.size() + 10);
    CHECK(last.to_device == greeting.size());
    const std::size_t before = world.told.size();
    world.door->left(7);
    CHECK(world.told.size() == before);
    CHECK(world.door->offline().empty());
  }
  SECTION("it may not") {
    world.door->answered({7, CloseReason::not_permitted});
    CHECK(viewer.sent_away());
  }
  SECTION("the answer is about another") {
    world.door->answered({8, CloseReason::not_permitted});
    test::settle(world.loop);
    CHECK_FALSE(viewer.closed);
  }
  SECTION("it left meanwhile: the appliance learns that") {
    viewer.stream.reset();
    test::settle(world.loop);
    REQUIRE(world.until([&] {
      world.door->answered({7, CloseReason::none});
      return !world.all<wire::HangUp>().empty();
    }));
    CHECK(world.all<wire::HangUp>()[0].call_id == 7);
    CHECK(world.all<wire::HangUp>()[0].reason == CloseReason::viewer_lost);
    CHECK(world.guests.empty());
  }
  SECTION("it says more before it was answered") {
    viewer.send({0});
    CHECK(viewer.sent_away());
  }
  SECTION("the link breaks") {
    CHECK(world.door->offline().empty());
    CHECK(viewer.sent_away());
    Stranger later(world);
    CHECK(later.sent_away());
    world.door->online();
    Stranger again(world);
    again.send(again.greeting(8));
    CHECK(world.until([&] { return world.all<wire::Direct>().size() == 2; }));
  }
}

TEST_CASE("those who are in are named when the link breaks", "[agent]") {
  World world;
  Stranger viewer(world);
  viewer.send(viewer.greeting(7));
  REQUIRE(world.until([&] { return !world.all<wire::Direct>().empty(); }));
  world.door->answered({7, CloseReason::none});
  REQUIRE(world.guests.size() == 1);
  CHECK(world.door->offline() == std::vector<std::uint64_t>{7});
}

TEST_CASE("who has no good ticket hears nothing, and the appliance neither", "[agent]") {
  World world;
  Stranger stranger(world);
  const seal::PublicKey& key = stranger.end.key();
  const auto greet = [&](const wire::Control& hello) {
    stranger.send(stranger.end.greet(world.device_key.public_key(), hello));
  };
  SECTION("noise") {
    stranger.send(Bytes(2000, 0x07));
  }
  SECTION("more than a handshake message can be") {
    stranger.send({0xff, 0xff});
    stranger.send(Bytes(9000, 1));
  }
  SECTION("an empty message") {
    stranger.send({0, 0});
  }
  SECTION("sealed for another machine") {
    stranger.send(stranger.end.greet(seal::PrivateKey::generate().public_key(), world.ticket(7, key)));
  }
  SECTION("another message") {
    greet(wire::Ping{1});
  }
  SECTION("another version") {
    greet(wire::ViewerHello{2, world.ticket(7, key)});
  }
  SECTION("a forged ticket") {
    std::string forged = world.ticket(7, key);
    forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
    greet(wire::ViewerHello{wire::kVersion, forged});
  }
  SECTION("a ticket of somebody else's signer") {
    const auto other = *seal::TicketSigner::from_pem(net::new_key_pem());
    greet(wire::ViewerHello{wire::kVersion, other.sign(world.filled(key))});
  }
  SECTION("a ticket for another machine") {
    seal::Ticket ticket = world.filled(key);
    ticket.device = 2;
    greet(wire::ViewerHello{wire::kVersion, world.signer.sign(ticket)});
  }
  SECTION("a ticket that is too old") {
    seal::Ticket ticket = world.filled(key);
    ticket.issued_at -= 70;
    greet(wire::ViewerHello{wire::kVersion, world.signer.sign(ticket)});
  }
  SECTION("a ticket somebody overheard: it is for another key") {
    greet(wire::ViewerHello{wire::kVersion, world.ticket(7, seal::PrivateKey::generate().public_key())});
  }
  SECTION("a ticket that was used") {
    Stranger first(world);
    first.send(first.end.greet(world.device_key.public_key(), world.ticket(7, key)));  // not its own either
    CHECK(first.sent_away());
    test::SealedViewer& end = stranger.end;
    const Bytes greeting = end.greet(world.device_key.public_key(), world.ticket(7, key));
    Stranger second(world);
    second.send(greeting);
    REQUIRE(world.until([&] { return world.all<wire::Direct>().size() == 1; }));
    world.told.clear();
    stranger.send(greeting);
  }
  SECTION("and more follows a good message at once") {
    Bytes greeting = stranger.greeting(7);
    greeting.push_back(0);
    stranger.send(greeting);
  }
  CHECK(stranger.sent_away());
  CHECK(world.all<wire::Direct>().empty());
  CHECK(world.guests.empty());
}

TEST_CASE("silent and slow strangers are sent away soon", "[agent]") {
  World world({.within = std::chrono::milliseconds(60)});
  Stranger silent(world), half(world), unanswered(world);
  Bytes greeting = half.greeting(7);
  greeting.resize(greeting.size() / 2);
  half.send(greeting);
  unanswered.send(unanswered.greeting(8));
  CHECK(silent.sent_away());
  CHECK(half.sent_away());
  CHECK(unanswered.sent_away());
}

TEST_CASE("strangers can only be so many, and who shows a ticket is none", "[agent]") {
  World world({.strangers = 3, .per_address = 2});
  Stranger first(world), second(world), one_too_many(world);
  CHECK(one_too_many.sent_away());
  CHECK_FALSE(first.closed);
  // Of two other addresses: the second of them takes the place of the oldest stranger.
  Stranger third(world, "127.0.0.2"), fourth(world, "127.0.0.3");
  CHECK(first.sent_away());
  CHECK_FALSE(second.closed);
  second.send(second.greeting(7));
  CHECK(world.until([&] { return world.all<wire::Direct>().size() == 1; }));
  Stranger fifth(world, "127.0.0.4"), sixth(world, "127.0.0.5");
  CHECK(third.sent_away());
  test::settle(world.loop);
  CHECK_FALSE(second.closed);
  CHECK_FALSE(fourth.closed);
  CHECK_FALSE(sixth.closed);
}

TEST_CASE("where the machine is, is told with the link, and when it changes", "[agent]") {
  World world({.look_at_addresses = std::chrono::milliseconds(5)});
  REQUIRE(world.all<wire::Reachable>().size() == 1);
  CHECK(world.all<wire::Reachable>()[0].port == world.door->port());
  CHECK(world.all<wire::Reachable>()[0].addresses == world.addresses);
  world.addresses = {"192.0.2.7", "2001:db8::1"};
  CHECK(world.until([&] { return world.all<wire::Reachable>().size() == 2; }));
  CHECK(world.all<wire::Reachable>()[1].addresses == world.addresses);
  for (int i = 0; i < 5; ++i) test::settle(world.loop);
  CHECK(world.all<wire::Reachable>().size() == 2);
  world.door->online();
  CHECK(world.all<wire::Reachable>().size() == 3);
}

TEST_CASE("without a link to the appliance nobody is let in", "[agent]") {
  World world;
  world.linked = false;
  Stranger viewer(world);
  viewer.send(viewer.greeting(7));
  CHECK(viewer.sent_away());
}

TEST_CASE("a door that can't be had stays shut, and says nothing to the appliance", "[agent]") {
  World world;
  const std::size_t before = world.told.size();
  DirectDoor second(world.loop, world.door->port(), world.device_key,
                    {.redeem = [](const auto&, const auto&) { return Error{"never"}; },
                     .tell =
                         [&](const wire::Record& record) {
                           world.told.push_back(record);
                           return true;
                         },
                     .come = [](DirectDoor::Guest) {},
                     .addresses = [] { return std::vector<std::string>{}; }});
  CHECK(second.port() == 0);
  second.online();
  CHECK(world.told.size() == before);
}

TEST_CASE("a machine's own addresses are such as others can use", "[agent]") {
  const auto addresses = agent::own_addresses();
  CHECK(addresses.size() <= wire::kReachableCap);
  for (const std::string& address : addresses) {
    INFO(address);
    CHECK(address != "127.0.0.1");
    CHECK_FALSE(address.starts_with("fe80"));
  }
}

}  // namespace gatehouse::direct_door_test
