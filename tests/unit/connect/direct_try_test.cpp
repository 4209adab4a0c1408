// A viewer that dials machines: real sockets on loopback, where some are not what they should be.
#include "appliance/connect/direct_try.h"

#include <sys/socket.h>

#include "appliance/net/listener.h"
#include "appliance/net/tcp_client.h"
#include "tests/support/catch.h"
#include "tests/support/full_queue.h"
#include "tests/support/run_until.h"

namespace gatehouse::direct_try_test {

using connect::DirectTry;
using std::chrono::milliseconds;

constexpr milliseconds kLong{5000};

// Whoever listens at one of the places. What arrives goes to `said`.
struct Place {
  using Said = std::function<void(net::Stream&, ByteView)>;
  Place(net::EventLoop& loop, Said on_said, const std::string& ip = "127.0.0.1") : said(std::move(on_said)) {
    auto opened =
        net::Listener::open(loop, ip + ":0", [this, &loop](UniqueFd socket, const net::PeerAddress&) {
          ++connections;
          streams.push_back(net::stream_over(loop, std::move(socket)));
          net::Stream& stream = *streams.back();
          stream.start({.data = [this, &stream](ByteView data) { said(stream, data); },
                        .drained = [] {},
                        .closed = [](std::optional<Error>) {}});
        });
    REQUIRE(opened);
    listener = *std::move(opened);
    address = {ip, listener->port()};
  }
  Said said;
  int connections = 0;
  std::vector<std::unique_ptr<net::Stream>> streams;
  std::unique_ptr<net::Listener> listener;
  wire::DirectAddress address;
};

struct World {
  World() {
    pass.ticket = "the ticket";
    pass.device_key = device_key.public_key();
  }
  // What the machine does with a first message.
  Place::Said machine() {
    return [this](net::Stream& stream, ByteView data) {
      messages.feed(data);
      const auto message = messages.next();
      if (!message) return;
      if (ciphers) {
        Bytes plain;
        REQUIRE(ciphers->receive.open(*message, {}, plain));
        heard += as_text(plain);
        return;
      }
      seal::Responder responder(device_key, as_bytes(wire::kPrologue));
      const auto payload = responder.begin(*message);
      if (!payload) return stream.close();
      hello = std::get<wire::ViewerHello>(*wire::decode_control(*payload));
      stream.write(seal::framed(*responder.finish(seal::PrivateKey::generate(), {})));
      ciphers.emplace(responder.split());
      Bytes sealed;
      REQUIRE(
          ciphers->send.seal(wire::encode_control(wire::State{wire::SessionState::starting, 0}), {}, sealed));
      stream.write(seal::framed(sealed));
    };
  }
  void go(std::vector<wire::DirectAddress> places,
          DirectTry::Limits limits = {.connect = kLong, .answer = kLong}) {
    begun = std::chrono::steady_clock::now();
    attempt = std::make_unique<DirectTry>(
        loop, places, pass,
        [this](DirectTry::Outcome found) {
          took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
          outcome.emplace(std::move(found));
          attempt.reset();
        },
        limits);
    CHECK_FALSE(outcome);
    REQUIRE(test::run_until(loop, [&] { return outcome.has_value(); }));
  }

  net::EventLoop loop;
  const seal::PrivateKey device_key = seal::PrivateKey::generate();
  connect::Session::Pass pass;
  seal::MessageReader messages;
  std::optional<seal::Ciphers> ciphers;
  wire::ViewerHello hello;
  std::string heard;  // frames, after it
  std::chrono::steady_clock::time_point begun;
  milliseconds took{};
  std::unique_ptr<DirectTry> attempt;
  std::optional<DirectTry::Outcome> outcome;
};

// A port where nobody listens.
wire::DirectAddress nobody(net::EventLoop& loop) {
  return Place(loop, {}).address;
}

TEST_CASE("the machine is found among several places, and the session goes on there", "[connect]") {
  World world;
  const Place machine(world.loop, world.machine());
  world.go({nobody(world.loop), machine.address, {"this is no address", 7070}});
  REQUIRE(world.outcome->direct);
  CHECK(world.outcome->is_spent);
  CHECK(world.outcome->direct->address == machine.address.text());
  CHECK(world.hello.ticket == "the ticket");

  // What comes before somebody listens waits.
  const auto send = [&](wire::SessionState state) {
    Bytes sealed;
    REQUIRE(world.ciphers->send.seal(wire::encode_control(wire::State{state, 63}), {}, sealed));
    machine.streams[0]->write(seal::framed(sealed));
  };
  send(wire::SessionState::open);
  test::settle(world.loop);
  std::string code, words;
  std::vector<wire::SessionState> states;
  wire::CloseReason reason = wire::CloseReason::none;
  connect::Session session(world.loop, *std::move(world.outcome->direct),
                           {.sealed = [&](const std::string& shown) { code = shown; },
                            .state = [&](const wire::State& state) { states.push_back(state.state); },
                            .over =
                                [&](wire::CloseReason why, std::string text) {
                                  reason = why;
                                  words = std::move(text);
                                }},
                           std::chrono::seconds(1));
  CHECK(code.empty());
  CHECK(test::run_until(world.loop, [&] { return states.size() == 2; }));
  CHECK(code == seal::comparison_code(world.ciphers->handshake_hash));
  CHECK(states.back() == wire::SessionState::open);
  SECTION("the machine lost the appliance") {
    Bytes sealed;
    REQUIRE(world.ciphers->send.seal(wire::encode_control(wire::Close{wire::CloseReason::device_lost}), {},
                                     sealed));
    machine.streams[0]->write(seal::framed(sealed));
    CHECK(test::run_until(world.loop, [&] { return reason == wire::CloseReason::device_lost; }));
    CHECK(words == "The machine's connection to the appliance broke.");
  }
  SECTION("the machine says nothing any more, though it is asked") {
    const auto before = std::chrono::steady_clock::now();
    CHECK(test::run_until(world.loop, [&] { return reason != wire::CloseReason::none; }));
    CHECK(reason == wire::CloseReason::timed_out);
    CHECK(std::chrono::steady_clock::now() - before > milliseconds(1500));
    CHECK(world.heard == as_text(wire::encode_control(wire::Ping{0})));
  }
  SECTION("it is ended here") {
    session.end();
    CHECK(test::run_until(world.loop, [&] { return reason == wire::CloseReason::ended_by_viewer; }));
  }
}

TEST_CASE("a session that is ended before it has begun is over", "[connect]") {
  World world;
  const Place machine(world.loop, world.machine());
  world.go({machine.address});
  REQUIRE(world.outcome->direct);
  wire::CloseReason reason = wire::CloseReason::none;
  connect::Session session(world.loop, *std::move(world.outcome->direct),
                           {.sealed = [](const std::string&) {},
                            .state = [](const wire::State&) {},
                            .over = [&](wire::CloseReason why, const std::string&) { reason = why; }});
  session.end();
  CHECK(test::run_until(world.loop, [&] { return reason == wire::CloseReason::ended_by_viewer; }));
}

TEST_CASE("another computer with the machine's address is passed over", "[connect]") {
  World world;
  Place other(world.loop, [](net::Stream& stream, ByteView) { stream.close(); });
  const Place machine(world.loop, world.machine(), "127.0.0.2");
  world.go({other.address, machine.address});
  REQUIRE(world.outcome->direct);
  CHECK(world.outcome->direct->address == machine.address.text());
}

TEST_CASE("each place has its time for an answer, and all together have theirs", "[connect]") {
  World world;
  std::vector<net::EventLoop::HandlePtr> later;
  const auto after = [&](std::function<void()> task) {
    later.push_back(world.loop.after(milliseconds(600), std::move(task)));
  };
  Place other(world.loop, [&](net::Stream& stream, ByteView) { after([&stream] { stream.close(); }); });
  const auto answer = world.machine();
  SECTION("the second is in time") {
    const Place machine(
        world.loop,
        [&](net::Stream& stream, ByteView data) {
          after([&, said = Bytes(data.begin(), data.end())] { answer(stream, said); });
        },
        "127.0.0.2");
    world.go({other.address, machine.address}, {.connect = kLong, .answer = milliseconds(1000)});
    CHECK(world.outcome->direct);
  }
  SECTION("there is no time left for the second") {
    const Place silent(
        world.loop, [](net::Stream&, ByteView) {}, "127.0.0.2");
    world.go({other.address, silent.address}, {.connect = milliseconds(50), .answer = milliseconds(1000)});
    CHECK_FALSE(world.outcome->direct);
    CHECK(world.took >= milliseconds(1000));
    CHECK(world.took < test::when_busy(milliseconds(1500)));
  }
}

TEST_CASE("where nobody listens nothing is spent, and it is known at once", "[connect]") {
  World world;
  const seal::PublicKey key = world.pass.viewer_key.public_key();
  SECTION("nobody anywhere") {
    world.go({nobody(world.loop), nobody(world.loop)});
  }
  SECTION("no places") {
    world.go({});
  }
  CHECK_FALSE(world.outcome->direct);
  CHECK_FALSE(world.outcome->is_spent);
  CHECK(world.pass.viewer_key.public_key() == key);
  CHECK(world.took < test::when_busy(milliseconds(300)));
}

TEST_CASE("where packets vanish it is given up in time, and nothing is spent", "[connect]") {
  World world;
  const test::FullQueue full;
  world.go({{"127.0.0.1", full.port()}, nobody(world.loop)}, {});
  CHECK_FALSE(world.outcome->direct);
  CHECK_FALSE(world.outcome->is_spent);
  CHECK(world.took >= milliseconds(390));
  CHECK(world.took < test::when_busy(milliseconds(900)));
}

TEST_CASE("who answers otherwise than the machine would is left in time, and the ticket is spent",
          "[connect]") {
  World world;
  Place::Said said;
  DirectTry::Limits limits{.connect = kLong, .answer = kLong};
  SECTION("nothing") {
    said = [](net::Stream&, ByteView) {};
    limits.answer = milliseconds(50);
  }
  SECTION("nothing but the end") {
    said = [](net::Stream& stream, ByteView) { stream.close(); };
  }
  SECTION("another machine") {
    said = [](net::Stream& stream, ByteView) { stream.write(seal::framed(Bytes(48, 9))); };
  }
  SECTION("too much") {
    said = [](net::Stream& stream, ByteView) { stream.write(Bytes(9000, 0xff)); };
  }
  SECTION("byte by byte") {
    said = [](net::Stream& stream, ByteView) { stream.write(Bytes{0}); };
    limits.answer = milliseconds(50);
  }
  Place place(world.loop, said);
  world.go({place.address}, limits);
  CHECK_FALSE(world.outcome->direct);
  CHECK(world.outcome->is_spent);
  CHECK(place.connections == 1);
}

TEST_CASE("a dial that is dropped ends without a word", "[net]") {
  net::EventLoop loop;
  Place place(loop, [](net::Stream&, ByteView) {});
  bool called = false;
  auto dial =
      net::tcp_connect(loop, place.address.ip, place.address.port, kLong, [&](auto) { called = true; });
  dial.reset();
  test::settle(loop);
  CHECK_FALSE(called);
}

}  // namespace gatehouse::direct_try_test
