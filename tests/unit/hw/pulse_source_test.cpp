// The client of a sound server, against a server that tests play: a stream socket and the frames that came.
#include "hw/audio/pulse_source.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdlib>

#include "appliance/base/files.h"

#include "hw/audio/pulse_messages.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::pulse_source_test {

using hw::pulse::Command;

void put_u32(ByteWriter& out, std::uint32_t value) {
  out.u8('L');
  out.u32(value);
}
void put_string(ByteWriter& out, std::string_view text) {
  out.u8('t');
  out.text(text);
  out.u8(0);
}
Bytes frame(std::uint32_t channel, ByteView payload, std::uint32_t flags = 0) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(payload.size()));
  out.u32(channel);
  out.u64(0);
  out.u32(flags);
  out.bytes(payload);
  return out.take();
}

struct World {
  World() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    server.reset(ends[1]);
    auto opened = hw::open_pulse(UniqueFd(ends[0]), std::string(256, 'c'), [this](auto samples) {
      heard.insert(heard.end(), samples.begin(), samples.end());
    });
    REQUIRE(opened);
    source = *std::move(opened);
  }

  // The commands that came, in order, each with its tag.
  std::vector<std::pair<Command, std::uint32_t>> requests() {
    std::uint8_t buffer[8192];
    const ssize_t size = ::recv(server.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (size > 0) asked.feed(ByteView(buffer, static_cast<std::size_t>(size)));
    std::vector<std::pair<Command, std::uint32_t>> all;
    while (const auto one = asked.next()) {
      REQUIRE(one->channel == hw::pulse::kNone);
      hw::pulse::Fields fields(one->payload);
      const auto command = static_cast<Command>(fields.u32());
      all.emplace_back(command, fields.u32());
    }
    return all;
  }
  Result<void> send(const Bytes& bytes) {
    REQUIRE(::send(server.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    return source->on_readable();
  }
  Result<void> say(Command command, std::uint32_t tag, const std::function<void(ByteWriter&)>& body) {
    ByteWriter out;
    put_u32(out, static_cast<std::uint32_t>(command));
    put_u32(out, tag);
    body(out);
    return send(frame(hw::pulse::kNone, out.view()));
  }
  Result<void> reply(std::uint32_t tag, const std::function<void(ByteWriter&)>& body) {
    return say(Command::reply, tag, body);
  }
  Result<void> default_is(std::uint32_t tag, std::string_view sink) {
    return reply(tag, [&](ByteWriter& out) {
      for (const char* text : {"pulseaudio", "16.1", "anna", "desk"}) put_string(out, text);
      out.u8('a');
      out.u8(3);
      out.u8(2);
      out.u32(44100);
      sink.empty() ? out.u8('N') : put_string(out, sink);
      out.u8('N');
      put_u32(out, 1);
    });
  }
  std::uint32_t tag_of(Command command) {
    for (const auto& [one, tag] : requests())
      if (one == command) return tag;
    FAIL("it did not ask");
    return 0;
  }
  // Up to a stream of that number.
  void record(std::uint32_t stream) {
    const std::uint32_t auth = tag_of(Command::auth);
    REQUIRE(reply(auth, [](ByteWriter& out) { put_u32(out, 0xc0000023); }));
    REQUIRE(default_is(tag_of(Command::get_server_info), "speakers"));
    const std::uint32_t create = tag_of(Command::create_record_stream);
    CHECK_FALSE(source->recording());
    REQUIRE(reply(create, [stream](ByteWriter& out) {
      put_u32(out, stream);
      put_u32(out, 9);
    }));
    REQUIRE(source->recording());
  }

  UniqueFd server;
  hw::pulse::Frames asked;
  std::vector<std::int16_t> heard;
  std::unique_ptr<hw::AudioSource> source;
};

TEST_CASE("what the default output plays is recorded, however it is cut", "[hw][sound]") {
  World world;
  world.record(4);
  REQUIRE(world.send(frame(4, Bytes{1, 0, 2, 0, 3, 0})));
  CHECK(world.heard == std::vector<std::int16_t>{1, 2});
  REQUIRE(world.send(frame(4, Bytes{0xff, 0xff})));
  CHECK(world.heard == std::vector<std::int16_t>{1, 2, 3, -1});
  REQUIRE(world.send(frame(5, Bytes{1, 0, 2, 0})));  // of another stream
  CHECK(world.heard.size() == 4);
}

TEST_CASE("another default output is followed, and one that is gone is not missed for ever", "[hw][sound]") {
  World world;
  world.record(4);
  const auto server_changed = [](ByteWriter& out) {
    put_u32(out, 0x17);
    put_u32(out, 0);
  };
  SECTION("another one is the default") {
    REQUIRE(world.say(Command::subscribe_event, hw::pulse::kNone, server_changed));
    REQUIRE(world.default_is(world.tag_of(Command::get_server_info), "headphones"));
    const auto asked = world.requests();
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].first == Command::delete_record_stream);
    CHECK(asked[1].first == Command::create_record_stream);
    CHECK_FALSE(world.source->recording());
  }
  SECTION("the same one still is") {
    REQUIRE(world.say(Command::subscribe_event, hw::pulse::kNone, server_changed));
    REQUIRE(world.default_is(world.tag_of(Command::get_server_info), "speakers"));
    CHECK(world.requests().empty());
    CHECK(world.source->recording());
  }
  SECTION("it was taken away, and comes again") {
    REQUIRE(
        world.say(Command::record_stream_killed, hw::pulse::kNone, [](ByteWriter& out) { put_u32(out, 4); }));
    CHECK_FALSE(world.source->recording());
    REQUIRE(world.default_is(world.tag_of(Command::get_server_info), ""));
    CHECK(world.requests().empty());
    REQUIRE(world.say(Command::subscribe_event, hw::pulse::kNone, server_changed));
    REQUIRE(world.default_is(world.tag_of(Command::get_server_info), "speakers"));
    CHECK(world.tag_of(Command::create_record_stream) > 0);
  }
  SECTION("its volume changed") {
    REQUIRE(world.say(Command::subscribe_event, hw::pulse::kNone, [](ByteWriter& out) {
      put_u32(out, 0x10);
      put_u32(out, 0);
    }));
    CHECK(world.requests().empty());
  }
}

TEST_CASE("a server that says what it must not is left", "[hw][sound]") {
  World world;
  Result<void> outcome;
  SECTION("it went away") {
    world.server.reset();
    outcome = world.source->on_readable();
  }
  SECTION("it refuses us") {
    outcome =
        world.say(Command::error, world.tag_of(Command::auth), [](ByteWriter& out) { put_u32(out, 1); });
  }
  SECTION("it is too old") {
    outcome = world.reply(world.tag_of(Command::auth), [](ByteWriter& out) { put_u32(out, 8); });
  }
  SECTION("a frame that is too long") {
    ByteWriter out;
    out.u32(hw::pulse::Frames::kCap + 1);
    out.u32(4);
    out.u64(0);
    out.u32(0);
    outcome = world.send(out.take());
  }
  SECTION("memory that is elsewhere") {
    outcome = world.send(frame(4, Bytes{1, 2, 3, 4}, 0x80000000));
  }
  SECTION("control that is none") {
    outcome = world.send(frame(hw::pulse::kNone, Bytes{'x', 'y'}));
  }
  SECTION("an answer that is none") {
    outcome = world.reply(world.tag_of(Command::auth), [](ByteWriter& out) { put_string(out, "yes"); });
  }
  SECTION("a name without end") {
    REQUIRE(world.reply(world.tag_of(Command::auth), [](ByteWriter& out) { put_u32(out, 35); }));
    outcome = world.reply(world.tag_of(Command::get_server_info), [](ByteWriter& out) {
      out.u8('t');
      out.text(std::string(8000, 'x'));
    });
  }
  CHECK_FALSE(outcome);
}

TEST_CASE("a server that ends every recording is not asked for ever", "[hw][sound]") {
  World world;
  world.record(0);
  int asked = 0;
  bool over = false;
  for (; asked < 1000 && !over; ++asked) {
    over =
        !world.say(Command::record_stream_killed, hw::pulse::kNone, [](ByteWriter& out) { put_u32(out, 0); });
    if (over) break;
    over = !world.default_is(world.tag_of(Command::get_server_info), "speakers");
    if (over) break;
    over =
        !world.reply(world.tag_of(Command::create_record_stream), [](ByteWriter& out) { put_u32(out, 0); });
  }
  CHECK(over);
}

TEST_CASE("a sound server is found by its socket, with its cookie", "[hw][sound]") {
  test::TemporaryDirectory directory;
  hw::PulsePlaces places;
  places.sockets = {directory.path() + "/none", directory.path() + "/native"};
  CHECK_FALSE(hw::connect_pulse(places));

  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  places.sockets[1].copy(address.sun_path, sizeof address.sun_path - 1);
  const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(listener.get(), 8) == 0);
  REQUIRE(hw::connect_pulse(places));
  CHECK(hw::connect_pulse(places)->cookie.empty());
  places.cookies = {directory.path() + "/short", directory.path() + "/cookie"};
  REQUIRE(write_file_atomically(places.cookies[0], "too short", 0600));
  REQUIRE(write_file_atomically(places.cookies[1], std::string(256, 'k'), 0600));
  const auto found = hw::connect_pulse(places);
  REQUIRE(found);
  CHECK(found->cookie == std::string(256, 'k'));
  CHECK(found->path == places.sockets[1]);
}

TEST_CASE("where an account's sound server listens goes by the environment only for our own", "[hw][sound]") {
  const auto other = hw::pulse_places(1234, "/home/anna", false);
  CHECK(other.sockets == std::vector<std::string>{"/run/user/1234/pulse/native"});
  CHECK(other.cookies ==
        std::vector<std::string>{"/home/anna/.config/pulse/cookie", "/home/anna/.pulse-cookie"});
  const char* const before = std::getenv("PULSE_SERVER");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("PULSE_SERVER", "unix:/tmp/here", 1);
  CHECK(hw::pulse_places(1234, "", true).sockets.front() == "/tmp/here");
  ::setenv("PULSE_SERVER", "tcp:elsewhere", 1);
  CHECK(hw::pulse_places(1234, "", true).sockets.front() != "tcp:elsewhere");
  before == nullptr ? ::unsetenv("PULSE_SERVER") : ::setenv("PULSE_SERVER", kept.c_str(), 1);
}

}  // namespace gatehouse::pulse_source_test
