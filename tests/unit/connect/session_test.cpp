#include "appliance/connect/session.h"

#include "tests/support/catch.h"
#include "tests/support/memory_stream.h"
#include "tests/support/run_until.h"

namespace gatehouse::connect_session_test {

using test::MemoryStream;
using wire::CloseReason;
using wire::SessionState;

// The relay and the machine behind it, as a viewer's session meets them.
struct World {
  World() {
    auto [ours, far] = MemoryStream::pair(loop);
    relay = std::move(far);
    relay->start({.data = [this](ByteView data) { received(data); },
                  .drained = [] {},
                  .closed = [this](std::optional<Error>) { link_closed = true; }});
    auto shared = std::make_shared<std::unique_ptr<net::TlsStream>>(std::move(ours));
    connect::Session::Pass pass;
    pass.view = {.call_id = 7, .view_key = std::string(16, 'v')};
    pass.ticket = "ticket";
    pass.device_key = device_key.public_key();
    session = std::make_unique<connect::Session>(
        loop,
        [this, shared](connect::Dialed done) -> net::EventLoop::HandlePtr {
          loop.post([shared, done] { done(std::move(*shared)); });
          return nullptr;
        },
        std::move(pass),
        connect::Session::Events{
            .sealed = [this](const std::string& of_both) { code = of_both; },
            .state = [this](const wire::State& state) { states.push_back(state.state); },
            .over =
                [this](CloseReason why, std::string text) {
                  reason = why;
                  words = std::move(text);
                },
        });
  }

  void received(ByteView data) {
    if (!view) {
      records.feed(data);
      const auto record = records.next();
      if (record && std::holds_alternative<wire::View>(*record)) view = std::get<wire::View>(*record);
      CHECK(records.take_rest().empty());  // nothing follows VIEW before its answer
      return;
    }
    messages.feed(data);
    while (const auto message = messages.next()) {
      if (ciphers) {
        Bytes plain;
        REQUIRE(ciphers->receive.open(*message, {}, plain));
        frames.feed(plain);
        while (const auto frame = frames.next()) {
          if (frame->channel == wire::Channel::rfb) rfb += as_text(frame->payload);
          if (frame->channel == wire::Channel::control) said.push_back(*wire::decode_control(frame->payload));
        }
        continue;
      }
      const auto payload = responder.begin(*message);
      REQUIRE(payload);
      hello = std::get<wire::ViewerHello>(*wire::decode_control(*payload));
      answer = seal::framed(*responder.finish(seal::PrivateKey::generate(), {}));
      ciphers.emplace(responder.split());
    }
  }
  void send(const wire::Record& record) { relay->write(wire::encode(record)); }
  void pass(const Bytes& bytes) { send(wire::Payload{std::string(as_text(bytes))}); }
  void seal(const Bytes& frame) {
    Bytes message;
    REQUIRE(ciphers->send.seal(frame, {}, message));
    pass(seal::framed(message));
  }
  void seal_rfb(const std::string& bytes) {
    Bytes out;
    wire::append_frames(out, wire::Channel::rfb, as_bytes(bytes));
    seal(out);
  }
  // The session is open; a VNC viewer has not come yet.
  void open() {
    REQUIRE(until([&] { return view.has_value(); }));
    send(wire::Joined{});
    REQUIRE(until([&] { return ciphers.has_value(); }));
    pass(answer);
    REQUIRE(until([&] { return !code.empty(); }));
    seal(wire::encode_control(wire::State{SessionState::starting, 0}));
    seal(wire::encode_control(wire::State{SessionState::open, 63}));
    REQUIRE(until([&] { return states.size() == 2; }));
  }
  std::unique_ptr<MemoryStream> attach() {
    auto [viewer, session_end] = MemoryStream::pair(loop);
    viewer->start({.data = [this](ByteView data) { shown += as_text(data); },
                   .drained = [] {},
                   .closed = [this](std::optional<Error>) { viewer_closed = true; }});
    session->attach(std::move(session_end));
    return std::move(viewer);
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }
  bool over_with(CloseReason wanted) {
    return until([&] { return reason != CloseReason::none; }) && reason == wanted;
  }

  net::EventLoop loop;
  const seal::PrivateKey device_key = seal::PrivateKey::generate();
  seal::Responder responder{device_key, as_bytes(wire::kPrologue)};
  std::optional<seal::Ciphers> ciphers;
  std::unique_ptr<MemoryStream> relay;
  wire::RecordReader records;
  seal::MessageReader messages;
  wire::FrameReader frames;
  std::optional<wire::View> view;
  wire::ViewerHello hello;
  Bytes answer;
  std::vector<wire::Control> said;
  std::string rfb, shown, code, words;
  std::vector<SessionState> states;
  bool link_closed = false, viewer_closed = false;
  CloseReason reason = CloseReason::none;
  std::unique_ptr<connect::Session> session;
};

TEST_CASE("a native viewer's session is joined, sealed, and carries RFB both ways", "[connect]") {
  World world;
  world.open();
  CHECK(world.view->call_id == 7);
  CHECK(world.view->view_key == std::string(16, 'v'));
  CHECK(world.hello.ticket == "ticket");
  CHECK(world.code == seal::comparison_code(world.ciphers->handshake_hash));
  world.seal_rfb("RFB 003.008\n");  // before the viewer has come
  test::settle(world.loop);
  auto viewer = world.attach();
  viewer->write(as_bytes("RFB 003.008\n"));
  world.seal_rfb("more");
  CHECK(world.until([&] { return world.rfb == "RFB 003.008\n" && world.shown == "RFB 003.008\nmore"; }));
  world.seal(wire::encode_control(wire::Ping{42}));
  CHECK(world.until([&] { return !world.said.empty(); }));
  CHECK(std::get<wire::Pong>(world.said[0]).opaque == 42);

  SECTION("the viewer leaves") {
    viewer->close();
    CHECK(world.over_with(CloseReason::ended_by_viewer));
    CHECK(std::get<wire::Close>(world.said[1]).reason == CloseReason::ended_by_viewer);
  }
  SECTION("it is ended here") {
    world.session->end();
    CHECK(world.over_with(CloseReason::ended_by_viewer));
    CHECK(world.link_closed);
  }
  SECTION("the machine ends it") {
    world.seal(wire::encode_control(wire::Close{CloseReason::display_lost}));
    CHECK(world.over_with(CloseReason::display_lost));
  }
  SECTION("the appliance ends it") {
    world.send(wire::Goodbye{CloseReason::ended_by_administrator, "\x1b[2J its words are not taken"});
    CHECK(world.over_with(CloseReason::ended_by_administrator));
    CHECK(world.words == wire::close_reason_words(CloseReason::ended_by_administrator));
  }
  SECTION("the connection breaks") {
    world.relay->cut();
    CHECK(world.over_with(CloseReason::viewer_lost));
  }
  SECTION("somebody in between changes a byte") {
    Bytes message;
    world.ciphers->send.seal(Bytes(10, 1), {}, message);
    message[3] ^= 1;
    world.pass(seal::framed(message));
    CHECK(world.over_with(CloseReason::protocol_error));
  }
  SECTION("the relay speaks out of turn") {
    world.send(wire::Joined{});
    CHECK(world.over_with(CloseReason::viewer_lost));
  }
  SECTION("the machine breaks the protocol") {
    world.seal(Bytes{0, 0, 0, 1, 9});
    CHECK(world.over_with(CloseReason::protocol_error));
  }
}

TEST_CASE("whoever does not hold the machine's pinned key is not talked to", "[connect]") {
  World world;
  REQUIRE(world.until([&] { return world.view.has_value(); }));
  world.send(wire::Joined{});
  REQUIRE(world.until([&] { return world.ciphers.has_value(); }));
  world.answer[10] ^= 1;
  world.pass(world.answer);
  CHECK(world.over_with(CloseReason::protocol_error));
  CHECK(world.code.empty());
}

TEST_CASE("a call that is refused, or fails, says why", "[connect]") {
  World world;
  REQUIRE(world.until([&] { return world.view.has_value(); }));
  CloseReason reason = CloseReason::not_permitted;
  SECTION("not let in") {}
  SECTION("nobody answers") {
    world.send(wire::Joined{});
    reason = CloseReason::no_answer;
  }
  world.send(wire::Goodbye{reason, "words"});
  CHECK(world.over_with(reason));
}

TEST_CASE("RFB before the session is open, or bytes before JOINED, are not taken", "[connect]") {
  World world;
  REQUIRE(world.until([&] { return world.view.has_value(); }));
  SECTION("bytes") {
    world.pass({1, 2, 3});
    CHECK(world.over_with(CloseReason::viewer_lost));
  }
  SECTION("RFB") {
    world.send(wire::Joined{});
    REQUIRE(world.until([&] { return world.ciphers.has_value(); }));
    world.pass(world.answer);
    world.seal_rfb("RFB 003.008\n");
    CHECK(world.over_with(CloseReason::protocol_error));
  }
}

TEST_CASE("a viewer that takes nothing slows the machine down", "[connect]") {
  World world;
  world.open();
  auto viewer = world.attach();
  viewer->pause_reading();
  std::size_t sent = 0;
  const std::string block(32 * 1024, 'x');
  while (world.relay->pending() <= net::Stream::kHighWater && sent < 100 * block.size()) {
    Bytes out;
    wire::append_frames(out, wire::Channel::rfb, as_bytes(block));
    Bytes message;
    REQUIRE(world.ciphers->send.seal(out, {}, message));
    const Bytes whole = seal::framed(message);
    for (ByteView left = whole; !left.empty();) {
      const ByteView piece = left.first(std::min<std::size_t>(left.size(), wire::kPayloadCap));
      left = left.subspan(piece.size());
      world.send(wire::Payload{std::string(as_text(piece))});
    }
    sent += block.size();
    test::settle(world.loop);
  }
  CHECK(sent <= 4 * net::Stream::kHighWater);
  viewer->resume_reading();
  CHECK(world.until([&] { return world.shown.size() == sent; }));
}

}  // namespace gatehouse::connect_session_test
