// Sessions over networks that are slow, far or unsteady, through the real binary.
#include "tests/support/bad_network.h"
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/moving_screen.h"
#include "tests/support/rfb_client.h"

namespace gatehouse::bad_network_test {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::ApplianceProcess;
using test::BadNetwork;
using test::Json;
using test::MovingScreen;
using test::RfbClient;
using test::ViewerClient;
using wire::CloseReason;
using wire::websocket_code;

// How far a viewer is behind the screen, while it changes all the time.
struct Watched {
  int updates = 0;
  milliseconds middle{0}, worst{0};
};
Watched watch(RfbClient& rfb, const MovingScreen& screen, milliseconds time) {
  std::vector<milliseconds> ages;
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    while (rfb.read_message() != 0) {
    }
    if (const auto age = screen.age(rfb.picture)) ages.push_back(*age);
  }
  Watched watched{.updates = static_cast<int>(ages.size())};
  std::sort(ages.begin(), ages.end());
  if (!ages.empty()) watched = {watched.updates, ages[ages.size() / 2], ages.back()};
  return watched;
}

// How late this computer wakes somebody who sleeps: where that is long, it is too busy to tell anything about time.
class Wakefulness {
 public:
  Wakefulness() : thread_([this] { run(); }) {}
  ~Wakefulness() {
    ends_ = true;
    thread_.join();
  }
  // The worst since this was asked last.
  milliseconds worst() { return milliseconds(worst_.exchange(0)); }

 private:
  void run() {
    while (!ends_) {
      const auto before = std::chrono::steady_clock::now();
      std::this_thread::sleep_for(milliseconds(5));
      const auto took = std::chrono::steady_clock::now() - before;
      worst_ = std::max<long>(worst_, std::chrono::duration_cast<milliseconds>(took).count() - 5);
    }
  }
  std::atomic<bool> ends_ = false;
  std::atomic<long> worst_ = 0;
  std::thread thread_;
};

// Watches for `time`, until what it saw is `good`, at most six times. It is bad when it was not while the computer was
// calm.
template <class Good>
void check_watched(RfbClient& rfb, const MovingScreen& screen, milliseconds time, Good good) {
  Wakefulness computer;
  Watched seen;
  int calm = 0;
  for (int tries = 0; tries < 6; ++tries) {
    computer.worst();
    seen = watch(rfb, screen, time);
    if (good(seen)) return;
    if (computer.worst() < milliseconds(15) && ++calm == 3) break;
  }
  INFO(seen.updates << " updates, behind " << seen.middle.count() << ", at most " << seen.worst.count());
  if (calm < 3) WARN("this computer is too busy to tell how soon pictures come over a bad network");
  CHECK(calm < 3);
}

// The way browsers ask, until they are ready for continuous updates, paced by fences.
std::unique_ptr<RfbClient> look_at(ViewerClient& viewer) {
  REQUIRE(viewer.wait_open());
  auto rfb = std::make_unique<RfbClient>(viewer.take_rfb());
  rfb->handshake();
  rfb->set_encodings(
      {RfbClient::kTight, RfbClient::kQuality6, RfbClient::kFence, RfbClient::kContinuousUpdates});
  rfb->request(false);
  rfb->read_until([&] { return rfb->updates > 0; });
  return rfb;
}

TEST_CASE("on a far or slow network the picture is the newest there can be", "[integration][slow]") {
  MovingScreen screen;
  BadNetwork world(
      {"--desktop.capture=x11", "--desktop.display=" + screen.name(), "--access.interactive=allow"});
  const auto connected = [&] {
    auto viewer = std::make_unique<ViewerClient>(world.remote, world.id);
    auto rfb = look_at(*viewer);
    rfb->continuous(true);
    watch(*rfb, screen, seconds(2));
    return std::pair(std::move(viewer), std::move(rfb));
  };
  // What this computer can do now.
  const Watched near = watch(*connected().second, screen, seconds(2));
  world.at_viewer.delay(milliseconds(150));
  {
    const auto [viewer, rfb] = connected();
    // Of a picture a round trip there would be ten.
    check_watched(*rfb, screen, seconds(3), [&](const Watched& far) {
      return far.updates > std::min(12, near.updates / 2) && far.middle < milliseconds(600) + 4 * near.middle;
    });
  }
  // 256 kbit/s: one picture takes about 1.7 seconds, and no second one waits behind it.
  ViewerClient viewer(world.remote, world.id);
  const auto rfb = look_at(viewer);
  world.at_viewer.bandwidth(32'000);
  rfb->continuous(true);
  watch(*rfb, screen, seconds(4));
  check_watched(*rfb, screen, seconds(8),
                [&](const Watched& slow) { return slow.updates >= 3 && slow.worst < seconds(6); });

  // What was left out on the way is there when it is still, to the last pixel.
  world.at_viewer.delay(milliseconds(0));
  world.at_viewer.bandwidth(0);
  screen.stop();
  rfb->read_until([&] { return screen.shown_by(rfb->picture); });
  CHECK(screen.shown_by(rfb->picture));
}

TEST_CASE("on a network that stutters no byte is lost or doubled", "[integration][slow]") {
  BadNetwork world;
  world.at_machine.stutter(true);
  world.at_viewer.stutter(true);
  ViewerClient viewer(world.remote, world.id);
  REQUIRE(viewer.wait_open());
  RfbClient rfb(viewer.take_rfb());
  rfb.handshake();
  rfb.set_encodings({RfbClient::kRaw});
  hw::TestCardMarks marks;
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t key = 'a'; key <= 'z'; ++key) {
      rfb.key(marks.last_keysym = key, true);
      rfb.key(key, false);
      ++marks.keys_pressed;
    }
    rfb.update_until([&] { return rfb.picture.at(2, 2) == marks.keys_pressed; });
    rfb.picture.resize(rfb.picture.width, rfb.picture.height);  // black out
    const int seen = rfb.updates;
    rfb.request(false);
    rfb.read_until([&] { return rfb.updates > seen; });
    int wrong = 0;
    for (int y = 0; y < rfb.picture.height; ++y)
      for (int x = 0; x < rfb.picture.width; ++x)
        wrong += rfb.picture.at(x, y) != hw::test_card_pixel(x, y, marks) ? 1 : 0;
    CHECK(wrong == 0);
  }
  CHECK(rfb.received_bytes > 12'000'000);
}

TEST_CASE("a connection that is reset ends its sessions only, with a reason", "[integration][slow]") {
  BadNetwork world;
  const auto reason = [&](const ViewerClient& viewer) {
    Json session;
    REQUIRE(
        ApplianceProcess::eventually([&] { return (session = world.session(viewer))["state"] == "ended"; }));
    return test::text(session["close_reason"]);
  };
  ViewerClient near(world.owner, world.id), far(world.remote, world.id);
  REQUIRE(near.wait_open());
  REQUIRE(far.wait_open());
  world.at_viewer.reset();
  CHECK(far.wait_closed() == 1006);  // nobody could say why
  // A WebSocket that ends without its last frame is not told from one that is closed.
  const std::string why = reason(far);
  CHECK((why == "viewer_lost" || why == "ended_by_viewer"));
  test::RfbClient rfb(near.take_rfb());
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });

  world.at_machine.reset();
  CHECK(near.wait_closed() == websocket_code(CloseReason::device_lost));
  CHECK(reason(near) == "device_lost");
  REQUIRE(ApplianceProcess::eventually([&] { return test::online(world.owner, world.id); }));
  ViewerClient again(world.remote, world.id);
  CHECK(again.wait_open());
}

}  // namespace gatehouse::bad_network_test
