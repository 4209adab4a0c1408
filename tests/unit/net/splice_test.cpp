#include "appliance/net/splice.h"

#include "tests/unit/net/net_support.h"

namespace gatehouse::splice_test {
using namespace net_support;

// near <-> [splice] <-> far, all over socketpairs.
struct Joined {
  explicit Joined(net::EventLoop& loop) {
    auto [a, b] = socket_pair();
    auto [c, d] = socket_pair();
    near = net::stream_over(loop, std::move(a));
    far = net::stream_over(loop, std::move(d));
    splice = std::make_unique<net::Splice>(
        net::stream_over(loop, std::move(b)), net::stream_over(loop, std::move(c)),
        [this](net::Splice::Side who, const std::optional<Error>& why) {
          ++ending;
          first = who;
          error = why;
          return other;
        },
        [this] { ++ended; });
  }
  std::unique_ptr<net::Stream> near, far;
  std::unique_ptr<net::Splice> splice;
  net::Splice::Other other = net::Splice::Other::close;
  int ending = 0, ended = 0;
  net::Splice::Side first = net::Splice::Side::first;
  std::optional<Error> error;
};

std::string numbers(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i) + ",";
  return text;
}

TEST_CASE("a splice loses and doubles no byte, in both directions, and counts them", "[net]") {
  net::EventLoop loop;
  Joined joined(loop);
  Listener near, far;
  joined.near->start(near.events());
  joined.far->start(far.events());
  const std::string up = numbers(300000), down = numbers(200000);
  joined.near->write(as_bytes(up));
  joined.far->write(as_bytes(down));
  REQUIRE(run_until(loop,
                    [&] { return far.received.size() >= up.size() && near.received.size() >= down.size(); }));
  CHECK(far.received == up);
  CHECK(near.received == down);
  CHECK(joined.splice->bytes_to_second() == up.size());
  CHECK(joined.splice->bytes_to_first() == down.size());
  CHECK(joined.ended == 0);
}

TEST_CASE("a far side that does not read stops the near side", "[net]") {
  net::EventLoop loop;
  Joined joined(loop);
  Listener near, far;
  joined.near->start(near.events());
  const std::string text = numbers(2'000'000);
  joined.near->write(as_bytes(text));
  std::size_t settled = 0;
  int same = 0;
  REQUIRE(run_until(loop, [&] {
    same = joined.near->pending() == settled ? same + 1 : 0;
    settled = joined.near->pending();
    return same > 50;
  }));
  CHECK(settled > text.size() / 2);
  CHECK(joined.splice->second().pending() <= net::Stream::kHighWater + 64 * 1024);
  joined.far->start(far.events());
  REQUIRE(run_until(loop, [&] { return far.received.size() >= text.size(); }));
  CHECK(far.received == text);
}

TEST_CASE("when one side ends, the other gets what was queued and then ends", "[net]") {
  net::EventLoop loop;
  Joined joined(loop);
  Listener near, far;
  joined.near->start(near.events());
  const std::string text = numbers(150000);
  joined.near->write(as_bytes(text));
  joined.near->close();
  joined.far->start(far.events());
  REQUIRE(run_until(loop, [&] { return joined.ended > 0 && far.closed && near.closed; }));
  CHECK(far.received == text);
  CHECK(joined.ending == 1);
  CHECK(joined.ended == 1);
  CHECK(joined.first == net::Splice::Side::first);
  CHECK_FALSE(joined.error);
}

TEST_CASE("a splice ends once, whoever of both ends", "[net]") {
  net::EventLoop loop;
  Joined joined(loop);
  Listener near;
  joined.near->start(near.events());
  joined.far.reset();
  REQUIRE(run_until(loop, [&] { return joined.ended > 0 && near.closed; }));
  CHECK(joined.ending == 1);
  CHECK(joined.ended == 1);
  CHECK(joined.first == net::Splice::Side::second);
}

TEST_CASE("closing one of its streams ends a splice", "[net]") {
  net::EventLoop loop;
  Joined joined(loop);
  Listener near, far;
  joined.near->start(near.events());
  joined.far->start(far.events());
  joined.splice->first().close();
  REQUIRE(run_until(loop, [&] { return joined.ended == 1 && near.closed && far.closed; }));
}

TEST_CASE("the receiver of the end may destroy the splice", "[net]") {
  net::EventLoop loop;
  auto [a, b] = socket_pair();
  auto [c, d] = socket_pair();
  std::unique_ptr<net::Splice> splice;
  splice =
      std::make_unique<net::Splice>(net::stream_over(loop, std::move(b)),
                                    net::stream_over(loop, std::move(c)), nullptr, [&] { splice.reset(); });
  a.reset();
  d.reset();
  CHECK(run_until(loop, [&] { return splice == nullptr; }));
}

TEST_CASE("what a peer said before it stopped reading is still heard", "[net]") {
  net::EventLoop loop;
  auto [ours, theirs] = socket_pair();
  auto stream = net::stream_over(loop, std::move(ours));
  REQUIRE(::send(theirs.get(), "refused", 7, 0) == 7);
  theirs.reset();
  stream->write(as_bytes("a question nobody reads"));
  Listener heard;
  stream->start(heard.events());
  REQUIRE(run_until(loop, [&] { return heard.closed; }));
  CHECK(heard.received == "refused");
}

TEST_CASE("a closing peer that takes nothing is not waited for for ever", "[net]") {
  net::EventLoop loop;
  auto [ours, theirs] = socket_pair();
  auto stream = net::stream_over(loop, std::move(ours));
  Listener heard;
  stream->start(heard.events());
  stream->write(as_bytes(std::string(4 << 20, 'x')));
  stream->close();
  REQUIRE(run_until(loop, [&] { return heard.closed; }));
  CHECK(heard.error);
}

}  // namespace gatehouse::splice_test
