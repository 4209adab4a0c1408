#include "appliance/relay/relay.h"

#include <map>

#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_stream.h"
#include "tests/support/run_until.h"

namespace gatehouse::relay_test {

using test::MemoryStream;
using wire::CloseReason;

// The other end of a connection to the relay.
class Peer {
 public:
  explicit Peer(std::unique_ptr<MemoryStream> stream) : stream_(std::move(stream)) {
    stream_->start({
        .data = [this](ByteView data) { received(data); },
        .drained = [] {},
        .closed =
            [this](std::optional<Error> why) {
              closed = true;
              broken = why.has_value();
            },
    });
  }

  void send(const wire::Record& record) { stream_->write(wire::encode(record)); }
  void send(std::string_view bytes) { stream_->write(as_bytes(bytes)); }
  MemoryStream& stream() { return *stream_; }

  template <class T>
  const T* got() const {
    for (const auto& record : records) {
      if (const T* found = std::get_if<T>(&record)) return found;
    }
    return nullptr;
  }
  CloseReason goodbye() const {
    return got<wire::Goodbye>() ? got<wire::Goodbye>()->reason : CloseReason::none;
  }

  std::vector<wire::Record> records;
  std::string session;  // what follows JOINED
  bool closed = false, broken = false;

 private:
  void received(ByteView data) {
    if (got<wire::Joined>()) {
      session += as_text(data);
      return;
    }
    reader_.feed(data);
    while (!got<wire::Joined>()) {
      auto record = reader_.next();
      if (!record) return;
      records.push_back(std::move(*record));
    }
    session += as_text(reader_.take_rest());
  }

  std::unique_ptr<MemoryStream> stream_;
  wire::RecordReader reader_;
};

class Viewer {
 public:
  explicit Viewer(std::unique_ptr<MemoryStream> stream) : stream_(std::move(stream)) {
    stream_->start({
        .data = [this](ByteView data) { received += as_text(data); },
        .drained = [] {},
        .closed = [this](std::optional<Error>) { closed = true; },
    });
  }
  MemoryStream& stream() { return *stream_; }

  std::string received;
  bool closed = false;
  std::vector<CloseReason> ended;
  bool closed_before_ended = false;

 private:
  std::unique_ptr<MemoryStream> stream_;
};

// Devices 1 and 2 have the certificates "one" and "two"; the token "good" enrols device 3.
class World final : public relay::Needs {
 public:
  explicit World(relay::RelayLimits limits = {}) {
    limits.tick = std::chrono::milliseconds(1);
    relay = relay::Relay::create(loop, clock, limits, *this);
  }

  void identify(const std::string& fingerprint,
                std::function<void(std::optional<Identity>)> answer) override {
    const auto found = known.find(fingerprint);
    const auto identity =
        found == known.end() ? std::nullopt : std::optional(Identity{found->second, "desk@example"});
    if (held) {
      held->push_back([answer, identity] { answer(identity); });
    } else {
      loop.post([answer, identity] { answer(identity); });
    }
  }
  void enrol(const wire::Enrol& request, const std::string& ip,
             std::function<void(Result<Enrolled>)> answer) override {
    CHECK(ip == "192.0.2.7");
    const bool good = request.token == "good";
    loop.post([answer, good] {
      if (good) return answer(Enrolled{3, "certificate"});
      answer(Error{"This token was used already."});
    });
  }
  void device_online(relay::DeviceId device, const wire::Facts& facts, const std::string&) override {
    online[device] = facts.host_name;
  }
  void device_offline(relay::DeviceId device) override { online.erase(device); }
  void call_opened(relay::CallId) override { ++opened; }
  void call_progress(relay::CallId, std::uint64_t viewer, std::uint64_t device) override {
    progress = {viewer, device};
  }
  void call_ended(relay::CallId call, CloseReason reason, std::uint64_t viewer,
                  std::uint64_t device) override {
    CHECK(ended.count(call) == 0);
    ended[call] = reason;
    progress = {viewer, device};
  }

  std::unique_ptr<Peer> connect(const std::string& fingerprint) {
    auto [relay_end, peer_end] = MemoryStream::pair(loop, fingerprint);
    relay->accept(std::move(relay_end));
    return std::make_unique<Peer>(std::move(peer_end));
  }

  std::unique_ptr<Peer> device(const std::string& fingerprint) {
    auto peer = connect(fingerprint);
    wire::Facts facts;
    facts.host_name = fingerprint;
    peer->send(wire::Hello{wire::kVersion, facts});
    REQUIRE(until([&] { return peer->got<wire::Welcome>() != nullptr; }));
    return peer;
  }

  std::unique_ptr<Viewer> call(relay::CallId call, relay::DeviceId device) {
    auto [relay_end, viewer_end] = MemoryStream::pair(loop);
    auto viewer = std::make_unique<Viewer>(std::move(viewer_end));
    relay->call({.call = call,
                 .device = device,
                 .permissions = policy::Permissions::view_only(),
                 .viewer_name = "Anna",
                 .viewer_account = "anna",
                 .viewer_address = "198.51.100.1",
                 .ticket = {}},
                std::move(relay_end), [seen = viewer.get()](CloseReason reason) {
                  seen->ended.push_back(reason);
                  seen->closed_before_ended = seen->closed;
                });
    CHECK(viewer->ended.empty());
    return viewer;
  }

  wire::Ring ring_of(const Peer& device) {
    REQUIRE(until([&] { return device.got<wire::Ring>() != nullptr; }));
    return *device.got<wire::Ring>();
  }

  std::unique_ptr<Peer> join(const std::string& fingerprint, const wire::Ring& ring) {
    auto peer = connect(fingerprint);
    peer->send(wire::Join{wire::kVersion, ring.call_id, ring.join_key});
    REQUIRE(until([&] { return peer->got<wire::Joined>() || peer->closed; }));
    return peer;
  }

  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }
  void settle() { test::settle(loop); }

  net::EventLoop loop;
  test::FakeClock clock;
  std::map<std::string, relay::DeviceId> known{{"one", 1}, {"two", 2}};
  std::optional<std::vector<std::function<void()>>> held;  // answers of identify(), when they shall wait
  std::map<relay::DeviceId, std::string> online;
  std::map<relay::CallId, CloseReason> ended;
  std::pair<std::uint64_t, std::uint64_t> progress;
  int opened = 0;
  std::unique_ptr<relay::Relay> relay;
};

// A call that is open, and its three ends.
struct OpenCall {
  explicit OpenCall(World& world) : device(world.device("one")), viewer(world.call(7, 1)) {
    ring = world.ring_of(*device);
    data = world.join("one", ring);
    REQUIRE(data->got<wire::Joined>());
  }
  std::unique_ptr<Peer> device;
  std::unique_ptr<Viewer> viewer;
  wire::Ring ring;
  std::unique_ptr<Peer> data;
};

void check_ended(World& world, Viewer& viewer, CloseReason reason, relay::CallId call = 7) {
  CHECK(world.until([&] { return viewer.closed; }));
  CHECK(viewer.ended == std::vector{reason});
  CHECK_FALSE(viewer.closed_before_ended);
  CHECK(world.ended[call] == reason);
  CHECK(world.relay->counters().calls_open == 0);
  CHECK(world.relay->counters().ended[static_cast<std::size_t>(reason)] == 1);
}

TEST_CASE("a device says hello and is online until its link ends", "[relay]") {
  World world;
  CHECK_FALSE(world.relay->is_online(1));
  auto one = world.device("one");
  auto two = world.device("two");
  CHECK(one->got<wire::Welcome>()->device_id == 1);
  CHECK(one->got<wire::Welcome>()->alias == "desk@example");
  CHECK(one->got<wire::Welcome>()->heartbeat_seconds == 25);
  CHECK(world.online == std::map<relay::DeviceId, std::string>{{1, "one"}, {2, "two"}});
  CHECK(world.relay->counters().devices_online == 2);
  one->stream().cut();
  CHECK(world.until([&] { return !world.relay->is_online(1); }));
  CHECK(world.relay->is_online(2));
  CHECK(world.online.count(1) == 0);
}

TEST_CASE("a certificate nobody knows, or none, is sent away with a reason that is counted", "[relay]") {
  World world;
  for (const std::string fingerprint : {"stranger", ""}) {
    auto peer = world.connect(fingerprint);
    peer->send(wire::Hello{});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::unknown_device);
    CHECK_FALSE(peer->got<wire::Goodbye>()->words.empty());
  }
  CHECK(world.relay->counters().links_refused == 2);
  CHECK(world.relay->counters().refused[static_cast<std::size_t>(CloseReason::unknown_device)] == 2);
  CHECK(world.online.empty());
}

TEST_CASE("a machine enrols with its token, once it is good", "[relay]") {
  World world;
  auto peer = world.connect("");
  peer->send(wire::Enrol{wire::kVersion, "good", "request", {}});
  CHECK(world.until([&] { return peer->closed; }));
  REQUIRE(peer->got<wire::Enrolled>());
  CHECK(peer->got<wire::Enrolled>()->certificate_pem == "certificate");
  CHECK(world.relay->counters().enrolments == 1);
  auto other = world.connect("");
  other->send(wire::Enrol{wire::kVersion, "bad", "request", {}});
  CHECK(world.until([&] { return other->closed; }));
  CHECK(other->goodbye() == CloseReason::bad_token);
  CHECK(other->got<wire::Goodbye>()->words == "This token was used already.");
}

TEST_CASE("what is no first record ends the connection", "[relay]") {
  World world;
  SECTION("another record") {
    auto peer = world.connect("one");
    peer->send(wire::Ping{1});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
  }
  SECTION("an oversized one, before it arrives") {
    auto peer = world.connect("one");
    peer->send(std::string_view("\x00\x01\x00\x01", 4));
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
  }
  SECTION("something after it") {
    auto peer = world.connect("one");
    peer->send(wire::Hello{});
    peer->send(wire::Ping{1});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
    world.settle();  // the answer to who this is finds nobody
    CHECK(world.online.empty());
  }
  SECTION("another version") {
    auto peer = world.connect("one");
    peer->send(wire::Hello{2, {}});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
    CHECK(peer->got<wire::Goodbye>()->words.find("version 1") != std::string::npos);
  }
  SECTION("silence") {
    auto peer = world.connect("one");
    world.settle();
    CHECK_FALSE(peer->closed);
    world.clock.advance(std::chrono::seconds(10));
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::timed_out);
  }
}

TEST_CASE("pings are answered, silence is asked and then ends the link", "[relay]") {
  World world;
  auto device = world.device("one");
  device->send(wire::Ping{99});
  CHECK(world.until([&] { return device->got<wire::Pong>() != nullptr; }));
  CHECK(device->got<wire::Pong>()->opaque == 99);
  world.clock.advance(std::chrono::seconds(25));
  CHECK(world.until([&] { return device->got<wire::Ping>() != nullptr; }));
  device->send(wire::Pong{device->got<wire::Ping>()->opaque});
  world.settle();
  world.clock.advance(std::chrono::seconds(49));
  world.settle();
  CHECK(world.relay->is_online(1));
  world.clock.advance(std::chrono::seconds(1));
  CHECK(world.until([&] { return device->closed; }));
  CHECK(device->goodbye() == CloseReason::timed_out);
  CHECK_FALSE(world.relay->is_online(1));
}

TEST_CASE("a second hello of the same device replaces the first link", "[relay]") {
  World world;
  auto first = world.device("one");
  auto second = world.device("one");
  CHECK(world.until([&] { return first->closed; }));
  CHECK(first->goodbye() == CloseReason::replaced);
  world.settle();
  CHECK(world.relay->is_online(1));
  CHECK(world.online.count(1) == 1);
  auto viewer = world.call(7, 1);
  world.ring_of(*second);
  CHECK_FALSE(first->got<wire::Ring>());
}

TEST_CASE("a record that only the relay sends ends the link", "[relay]") {
  World world;
  auto device = world.device("one");
  device->send(wire::Welcome{});
  CHECK(world.until([&] { return device->closed; }));
  CHECK(device->goodbye() == CloseReason::protocol_error);
  CHECK_FALSE(world.relay->is_online(1));
}

TEST_CASE("a call is rung, joined and carries bytes both ways", "[relay]") {
  World world;
  auto device = world.device("one");
  auto viewer = world.call(7, 1);
  viewer->stream().write(as_bytes("early "));  // before the device has joined
  const wire::Ring ring = world.ring_of(*device);
  CHECK(ring.call_id == 7);
  CHECK(ring.permissions == 1);
  CHECK(ring.viewer_name == "Anna");
  CHECK(ring.viewer_account == "anna");
  CHECK(ring.viewer_address == "198.51.100.1");
  auto data = world.join("one", ring);
  REQUIRE(data->got<wire::Joined>());
  CHECK(world.opened == 1);
  viewer->stream().write(as_bytes("to device"));
  data->send("to viewer");
  CHECK(world.until([&] { return data->session == "early to device" && viewer->received == "to viewer"; }));
  CHECK(world.until([&] { return world.progress == std::pair<std::uint64_t, std::uint64_t>{9, 15}; }));
  viewer->stream().close();
  CHECK(world.until([&] { return data->closed; }));
  check_ended(world, *viewer, CloseReason::ended_by_viewer);
  CHECK(world.progress == std::pair<std::uint64_t, std::uint64_t>{9, 15});
  CHECK(world.relay->counters().bytes_to_viewers == 9);
  CHECK(world.relay->counters().bytes_to_devices == 15);
  CHECK(world.until([&] { return device->got<wire::HangUp>() != nullptr; }));
  CHECK(device->got<wire::HangUp>()->reason == CloseReason::ended_by_viewer);
}

TEST_CASE("nobody but the rung device joins, and only with the key, once", "[relay]") {
  World world;
  auto one = world.device("one");
  auto two = world.device("two");
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*one);
  CHECK_FALSE(two->got<wire::Ring>());

  wire::Ring wrong_key = ring;
  wrong_key.join_key[15] = static_cast<char>(wrong_key.join_key[15] ^ 1);
  wire::Ring wrong_call = ring;
  wrong_call.call_id = 8;
  CHECK(world.join("two", ring)->goodbye() == CloseReason::not_permitted);
  CHECK(world.join("one", wrong_key)->goodbye() == CloseReason::not_permitted);
  CHECK(world.join("one", wrong_call)->goodbye() == CloseReason::not_permitted);
  CHECK(world.join("", ring)->goodbye() == CloseReason::unknown_device);

  auto data = world.join("one", ring);  // the failures did not use the key up
  CHECK(data->got<wire::Joined>());
  CHECK(world.join("one", ring)->goodbye() == CloseReason::not_permitted);
  CHECK(world.opened == 1);
  CHECK(world.relay->counters().refused[static_cast<std::size_t>(CloseReason::not_permitted)] == 4);
}

TEST_CASE("a call nobody answers ends after its time", "[relay]") {
  World world;
  auto device = world.device("one");
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*device);
  world.clock.advance(std::chrono::seconds(19));
  world.settle();
  CHECK(viewer->ended.empty());
  world.clock.advance(std::chrono::seconds(1));
  check_ended(world, *viewer, CloseReason::no_answer);
  CHECK(world.join("one", ring)->goodbye() == CloseReason::not_permitted);  // too late
}

TEST_CASE("calls that can't be made say why", "[relay]") {
  World world({.calls = 2, .calls_per_device = 1});
  SECTION("the device is not here") {
    auto viewer = world.call(7, 1);
    check_ended(world, *viewer, CloseReason::device_offline);
  }
  SECTION("too many to one device, too many in all") {
    auto one = world.device("one");
    auto two = world.device("two");
    auto first = world.call(1, 1);
    auto second = world.call(2, 1);
    CHECK(world.until([&] { return second->ended == std::vector{CloseReason::busy}; }));
    CHECK(world.until([&] { return second->closed; }));
    auto third = world.call(3, 2);
    auto fourth = world.call(4, 2);
    CHECK(world.until([&] { return fourth->ended == std::vector{CloseReason::busy}; }));
    CHECK(first->ended.empty());
    CHECK(third->ended.empty());
  }
}

TEST_CASE("either side ends a call in its own way", "[relay]") {
  World world;
  SECTION("the device declines") {
    auto device = world.device("one");
    auto viewer = world.call(7, 1);
    world.ring_of(*device);
    device->send(wire::Decline{7, CloseReason::declined});
    check_ended(world, *viewer, CloseReason::declined);
  }
  SECTION("the device ends it and says why, its last words arrive") {
    OpenCall call(world);
    call.device->send(wire::HangUp{7, CloseReason::display_lost});
    world.settle();
    CHECK(call.viewer->ended.empty());
    call.data->send("last words");
    call.data->stream().close();
    check_ended(world, *call.viewer, CloseReason::display_lost);
    CHECK(call.viewer->received == "last words");
  }
  SECTION("the device says it ends but never closes") {
    OpenCall call(world);
    call.device->send(wire::HangUp{7, CloseReason::ended_by_device});
    world.settle();
    world.clock.advance(std::chrono::seconds(5));
    check_ended(world, *call.viewer, CloseReason::ended_by_device);
  }
  SECTION("another device can't end it") {
    OpenCall call(world);
    auto two = world.device("two");
    two->send(wire::HangUp{7, CloseReason::ended_by_device});
    two->send(wire::Decline{7, CloseReason::declined});
    world.settle();
    world.clock.advance(std::chrono::seconds(5));
    world.settle();
    CHECK(call.viewer->ended.empty());
  }
  SECTION("the device closes the data link") {
    OpenCall call(world);
    call.data->stream().close();
    check_ended(world, *call.viewer, CloseReason::ended_by_device);
  }
  SECTION("the data link breaks") {
    OpenCall call(world);
    call.data->stream().cut();
    check_ended(world, *call.viewer, CloseReason::device_lost);
  }
  SECTION("the viewer's connection breaks") {
    OpenCall call(world);
    call.viewer->stream().cut();
    check_ended(world, *call.viewer, CloseReason::viewer_lost);
    CHECK(world.until([&] { return call.data->closed; }));
  }
  SECTION("the viewer leaves while it rings") {
    auto device = world.device("one");
    auto viewer = world.call(7, 1);
    world.ring_of(*device);
    viewer->stream().close();
    check_ended(world, *viewer, CloseReason::ended_by_viewer);
    CHECK(world.until([&] { return device->got<wire::HangUp>() != nullptr; }));
  }
  SECTION("an administrator closes it") {
    OpenCall call(world);
    CHECK(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK_FALSE(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK_FALSE(world.relay->hang_up(8, CloseReason::ended_by_administrator));
    check_ended(world, *call.viewer, CloseReason::ended_by_administrator);
    CHECK(world.until([&] { return call.data->closed && call.device->got<wire::HangUp>(); }));
    CHECK(call.device->got<wire::HangUp>()->reason == CloseReason::ended_by_administrator);
  }
}

TEST_CASE("an open call outlives its control link, a ringing one does not", "[relay]") {
  World world;
  OpenCall call(world);
  auto ringing = world.call(8, 1);
  world.settle();
  call.device->stream().cut();
  CHECK(world.until([&] { return ringing->closed; }));
  CHECK(ringing->ended == std::vector{CloseReason::device_lost});
  CHECK(call.viewer->ended.empty());
  call.data->send("still here");
  CHECK(world.until([&] { return call.viewer->received == "still here"; }));
}

TEST_CASE("a device that fell silent has lost its calls too", "[relay]") {
  World world;
  OpenCall call(world);
  world.clock.advance(std::chrono::seconds(50));
  check_ended(world, *call.viewer, CloseReason::device_lost);
  CHECK(world.until([&] { return call.data->closed; }));
}

TEST_CASE("a removed device loses its link and its calls at once", "[relay]") {
  World world;
  OpenCall call(world);
  world.known.erase("one");
  world.relay->drop_device(1, CloseReason::not_permitted);
  check_ended(world, *call.viewer, CloseReason::not_permitted);
  CHECK(world.until([&] { return call.device->closed && call.data->closed; }));
  CHECK(call.device->goodbye() == CloseReason::not_permitted);
  CHECK_FALSE(world.relay->is_online(1));
}

TEST_CASE("a device removed while it says hello does not come online", "[relay]") {
  World world;
  world.held.emplace();
  auto peer = world.connect("one");
  peer->send(wire::Hello{});
  REQUIRE(world.until([&] { return world.held->size() == 1; }));
  world.known.erase("one");
  world.relay->drop_device(1, CloseReason::not_permitted);
  const auto late_answer = world.held->front();  // looked up before the removal
  world.held.reset();
  late_answer();
  CHECK(world.until([&] { return peer->closed; }));
  CHECK(peer->goodbye() == CloseReason::unknown_device);
  CHECK(world.online.empty());
}

TEST_CASE("a slow viewer slows the device down instead of filling the memory", "[relay]") {
  World world;
  OpenCall call(world);
  call.viewer->stream().pause_reading();
  const std::string block(64 * 1024, 'x');
  std::size_t sent = 0;
  // The device writes as long as it is taken from it.
  for (int round = 0; round < 100; ++round) {
    if (call.data->stream().pending() > net::Stream::kHighWater) break;
    call.data->send(block);
    sent += block.size();
    world.settle();
  }
  CHECK(sent <= 3 * net::Stream::kHighWater);
  CHECK(call.data->stream().pending() > net::Stream::kHighWater);
  call.viewer->stream().resume_reading();
  CHECK(world.until([&] { return call.viewer->received.size() == sent; }));
}

TEST_CASE("a viewer that talks before the device has joined is held back", "[relay]") {
  World world;
  auto device = world.device("one");
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*device);
  const std::string block(40 * 1024, 'x');
  for (int i = 0; i < 4; ++i) {
    viewer->stream().write(as_bytes(block));
    world.settle();
  }
  CHECK(viewer->stream().pending() == 2 * block.size());
  auto data = world.join("one", ring);
  CHECK(world.until([&] { return data->session.size() == 4 * block.size(); }));
}

TEST_CASE("stopping ends calls and links with words, and nothing new is taken", "[relay]") {
  World world;
  OpenCall call(world);
  auto silent = world.connect("two");
  world.settle();
  world.relay->stop();
  check_ended(world, *call.viewer, CloseReason::appliance_stopping);
  CHECK(world.until([&] { return call.device->closed && call.data->closed && silent->closed; }));
  CHECK(call.device->goodbye() == CloseReason::appliance_stopping);
  CHECK(silent->goodbye() == CloseReason::appliance_stopping);
  auto late = world.connect("one");
  CHECK(world.until([&] { return late->closed; }));
  CHECK(late->goodbye() == CloseReason::appliance_stopping);
}

}  // namespace gatehouse::relay_test
