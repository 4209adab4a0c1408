#include "appliance/seal/sealed_stream.h"

#include "tests/support/catch.h"
#include "tests/support/memory_stream.h"
#include "tests/support/run_until.h"

namespace gatehouse::sealed_stream_test {

using namespace seal;

std::pair<Ciphers, Ciphers> ciphers() {
  const PrivateKey device = PrivateKey::generate();
  Initiator initiator(PrivateKey::generate(), device.public_key(), {});
  Responder responder(device, {});
  const auto first = initiator.begin({});
  REQUIRE(responder.begin(*first));
  REQUIRE(initiator.finish(*responder.finish(PrivateKey::generate(), {})));
  return {initiator.split(), responder.split()};
}

struct End {
  explicit End(std::unique_ptr<net::Stream> below, Ciphers with)
      : stream(std::make_unique<SealedStream>(std::move(below), std::move(with))) {
    stream->start({
        .data = [this](ByteView data) { heard.insert(heard.end(), data.begin(), data.end()); },
        .drained = [this] { ++drained; },
        .closed = [this](std::optional<Error> error) { closed = error ? error->message : "in good order"; },
    });
  }
  std::unique_ptr<SealedStream> stream;
  Bytes heard;
  int drained = 0;
  std::optional<std::string> closed;
};

struct World {
  World() {
    auto [ours, theirs] = ciphers();
    auto streams = test::MemoryStream::pair(loop);
    viewer.emplace(std::move(streams.first), std::move(ours));
    machine.emplace(std::move(streams.second), std::move(theirs));
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  std::optional<End> viewer, machine;
};

TEST_CASE("bytes pass a sealed stream whole and in order, both ways", "[seal]") {
  World world;
  Bytes large(300'000);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 7);
  world.viewer->stream->write(as_bytes("small"));
  world.viewer->stream->write(large);
  world.machine->stream->write(as_bytes("back"));
  REQUIRE(world.until(
      [&] { return world.machine->heard.size() == 5 + large.size() && !world.viewer->heard.empty(); }));
  CHECK(as_text(ByteView(world.machine->heard).first(5)) == "small");
  CHECK(std::equal(large.begin(), large.end(), world.machine->heard.begin() + 5));
  CHECK(as_text(world.viewer->heard) == "back");
  CHECK_FALSE(world.machine->closed);
}

TEST_CASE("nothing readable is on the wire, and its end is passed on", "[seal]") {
  net::EventLoop loop;
  auto streams = test::MemoryStream::pair(loop);
  Bytes wire;
  bool ended = false;
  streams.second->start({
      .data = [&](ByteView data) { wire.insert(wire.end(), data.begin(), data.end()); },
      .drained = [] {},
      .closed = [&](std::optional<Error>) { ended = true; },
  });
  End end(std::move(streams.first), ciphers().first);
  end.stream->write(as_bytes("a secret"));
  end.stream->close();
  REQUIRE(test::run_until(loop, [&] { return ended; }));
  CHECK(wire.size() == 2 + 8 + kTagSize);
  CHECK(as_text(wire).find("secret") == std::string_view::npos);
}

TEST_CASE("what was not sealed by the other side ends the stream", "[seal]") {
  net::EventLoop loop;
  auto streams = test::MemoryStream::pair(loop);
  End end(std::move(streams.first), ciphers().second);
  const auto forged = GENERATE(Bytes(2), Bytes(40), Bytes{0, 1, 9}, framed(Bytes(100, 7)));
  streams.second->write(forged);
  streams.second->write(Bytes(64));
  REQUIRE(test::run_until(loop, [&] { return end.closed.has_value(); }));
  CHECK(*end.closed == "a sealed message was not what was sent");
  CHECK(end.heard.empty());
  end.stream->write(as_bytes("nobody is there"));
  end.stream->close();
  CHECK(end.stream->pending() == 0);
}

TEST_CASE("messages are cut out of bytes however they come", "[seal]") {
  Bytes bytes = framed(as_bytes("first"));
  for (const auto& next : {framed({}), framed(as_bytes("third"))})
    bytes.insert(bytes.end(), next.begin(), next.end());
  const std::size_t piece = GENERATE(1u, 2u, 3u, 100u);
  MessageReader reader;
  std::vector<std::string> messages;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.feed(ByteView(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    while (const auto message = reader.next()) messages.emplace_back(as_text(*message));
  }
  CHECK(messages == std::vector<std::string>{"first", "", "third"});
  CHECK(reader.rest().empty());
}

TEST_CASE("what follows the messages that were taken is given back", "[seal]") {
  MessageReader reader;
  Bytes bytes = framed(as_bytes("one"));
  bytes.insert(bytes.end(), {0, 9, 'r'});
  reader.feed(bytes);
  CHECK(as_text(*reader.next()) == "one");
  CHECK(reader.rest() == Bytes{0, 9, 'r'});
  CHECK_FALSE(reader.next());
}

}  // namespace gatehouse::sealed_stream_test
