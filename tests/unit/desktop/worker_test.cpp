// What viewers see of a worker that shows the test card.
#include "tests/unit/desktop/desk.h"

namespace gatehouse::worker_test {

using desk_test::buttons_shown;
using desk_test::Desk;
using desk_test::keys_shown;
using desk_test::Permission;
using desk_test::Permissions;
using desk_test::RfbClient;
using desk_test::shows;
namespace messages = desktop::worker;

TEST_CASE("a viewer sees the test card, pixel for pixel, in every encoding", "[desktop]") {
  const std::int32_t encoding =
      GENERATE(RfbClient::kRaw, RfbClient::kHextile, RfbClient::kZrle, RfbClient::kTight);
  const bool last_rect = GENERATE(false, true);
  Desk desk;
  const auto client =
      desk.join(1, last_rect ? std::vector{encoding, RfbClient::kLastRect} : std::vector{encoding});
  client->update_until([&] { return shows(*client); });
  CHECK(client->picture.width == 320);
  CHECK(client->jpeg_rects() == 0);
}

TEST_CASE("JPEG is replaced by exact pixels when the picture is still", "[desktop]") {
  Desk desk;
  const auto client = desk.join(1, {RfbClient::kTight, RfbClient::kQuality6, RfbClient::kLastRect});
  CHECK(client->jpeg_rects() > 0);
  client->update_until([&] { return shows(*client); });
}

TEST_CASE("what changes is sent without being asked while updates are continuous", "[desktop]") {
  Desk desk;
  const auto client = desk.join(1, {RfbClient::kTight, RfbClient::kContinuousUpdates, RfbClient::kFence});
  client->read_until([&] { return client->end_of_continuous == 1; });
  client->continuous(true);
  for (std::uint32_t i = 1; i <= 30; ++i) {
    client->key('a', true);
    client->key('a', false);
    client->read_until([&] { return keys_shown(*client) == i; });
  }
  CHECK(client->fences > 0);
  client->continuous(false);
  client->read_until([&] { return client->end_of_continuous == 2; });
}

TEST_CASE("a viewer that does not return fences is not sent ever more", "[desktop]") {
  Desk desk;
  const auto lazy = desk.join(1, {RfbClient::kRaw, RfbClient::kContinuousUpdates, RfbClient::kFence});
  const auto busy = desk.join(2, {RfbClient::kRaw});
  lazy->answer_fences = false;
  lazy->continuous(true);
  for (std::uint32_t i = 1; i <= 60; ++i) {
    busy->key('a', true);
    busy->update_until([&] { return keys_shown(*busy) == i; });
  }
  while (lazy->readable(std::chrono::milliseconds(50))) lazy->read_message();
  CHECK(lazy->updates < 25);
}

TEST_CASE("half a message holds up nobody else", "[desktop]") {
  Desk desk;
  const auto half = desk.join(1, {RfbClient::kRaw});
  const auto whole = desk.join(2, {RfbClient::kRaw});
  half->write(Bytes{3, 1, 0, 0});
  for (std::uint32_t i = 1; i <= 5; ++i) {
    whole->key('a', true);
    whole->update_until([&] { return keys_shown(*whole) == i; });
  }
  half->write(Bytes{0, 0, 1, 64, 0, 200});
  half->read_until([&] { return keys_shown(*half) == 5; });
}

TEST_CASE("a viewer that reads nothing holds up nobody and gets the latest picture", "[desktop]") {
  Desk desk;
  const auto slow = desk.join(1, {RfbClient::kRaw, RfbClient::kContinuousUpdates});
  slow->continuous(true);
  const auto quick = desk.join(2, {RfbClient::kRaw});
  for (std::uint32_t i = 1; i <= 40; ++i) {
    quick->request(false);
    quick->key('a', true);
    slow->request(false);
    quick->update_until([&] { return keys_shown(*quick) == i; });
  }
  const int before = slow->updates;
  slow->read_until([&] { return keys_shown(*slow) == 40; });
  // 40 whole pictures were asked for; those that had not been sent yet became one.
  CHECK(slow->updates - before < 20);
}

TEST_CASE("encodings that change during updates corrupt nothing", "[desktop]") {
  Desk desk;
  const auto client = desk.join(1, {RfbClient::kTight, RfbClient::kLastRect});
  for (std::uint32_t i = 1; i <= 200; ++i) {
    client->set_encodings(
        {i % 2 ? RfbClient::kZrle : RfbClient::kTight, i % 3 ? RfbClient::kLastRect : RfbClient::kRaw});
    client->request(false);
    if (i % 4 == 0) client->key('a', true);
    if (i % 8 == 0)
      while (client->read_message() != 0) {
      }
  }
  client->update_until([&] { return shows(*client, {.keys_pressed = 50, .last_keysym = 'a'}); });
}

TEST_CASE("a viewer without the right to the pointer blocks nobody's", "[desktop]") {
  Desk desk;
  const auto watcher = desk.join(1, {RfbClient::kRaw}, Permissions::view_only());
  const auto user = desk.join(2, {RfbClient::kRaw});
  watcher->pointer(9, 9, 1);
  user->pointer(60, 60, 4);
  user->update_until([&] { return buttons_shown(*user) == 4; });
  user->pointer(60, 60, 0);
  user->update_until([&] { return buttons_shown(*user) == 0; });
  watcher->key('a', true);
  watcher->desktop_size(64, 64);  // not announced: this ends it
  CHECK_THAT(desk.hear<messages::ViewerEnded>().error,
             Catch::Matchers::ContainsSubstring("ExtendedDesktopSize"));
  user->key('b', true);
  user->update_until([&] { return keys_shown(*user) == 1; });
}

TEST_CASE("what a viewer held is let go when it leaves or loses the right", "[desktop]") {
  Desk desk;
  const auto other = desk.join(1, {RfbClient::kRaw});
  auto user = desk.join(2, {RfbClient::kRaw});
  user->pointer(60, 60, 1);
  other->update_until([&] { return buttons_shown(*other) == 1; });
  SECTION("leaves") {
    user->close();
  }
  SECTION("loses the right") {
    desk.permit(2, Permissions::all().without(Permission::pointer));
  }
  SECTION("is removed") {
    REQUIRE(messages::send(desk.control.get(), messages::RemoveViewer{2}));
  }
  other->update_until([&] { return buttons_shown(*other) == 0; });
}

TEST_CASE("the picture stops with the right to it and goes on with it", "[desktop]") {
  Desk desk;
  const auto viewer = desk.join(1, {RfbClient::kRaw});
  const auto other = desk.join(2, {RfbClient::kRaw});
  desk.permit(1, Permissions::all().without(Permission::view_screen));
  // The order is known once a later one has been obeyed.
  desk.permit(2, Permissions::view_only());
  const auto third = desk.join(3, {RfbClient::kRaw});
  viewer->request(false);
  third->key('a', true);
  third->update_until([&] { return keys_shown(*third) == 1; });
  CHECK_FALSE(viewer->readable(std::chrono::milliseconds(50)));
  desk.permit(1, Permissions::all());
  viewer->read_until([&] { return keys_shown(*viewer) == 1; });
}

TEST_CASE("a viewer may resize a screen that can be resized, and all learn of it", "[desktop]") {
  const std::vector<std::int32_t> encodings{RfbClient::kRaw, RfbClient::kExtendedDesktopSize};
  Desk desk;
  const auto asking = desk.join(1, encodings);
  const auto watching = desk.join(2, encodings);
  const auto old = desk.join(3, {RfbClient::kRaw, RfbClient::kDesktopSize});
  const auto fixed = desk.join(4, {RfbClient::kRaw});
  CHECK(asking->size_reason == 0);
  asking->desktop_size(400, 240);
  asking->update_until(
      [&] { return asking->size_reason == 1 && asking->picture.width == 400 && shows(*asking); });
  CHECK(asking->size_status == 0);
  watching->update_until([&] { return watching->picture.width == 400 && shows(*watching); });
  CHECK(watching->size_reason == 2);
  old->update_until([&] { return old->picture.height == 240 && shows(*old); });
  // One that can't change its size goes on with what fits.
  asking->key('a', true);
  fixed->update_until([&] { return keys_shown(*fixed) == 1; });
  CHECK(fixed->picture.width == 320);
  CHECK(desk.hear<messages::Ready>().width == 320);
  CHECK(desk.hear<messages::Ready>().width == 400);

  // The size it has already is answered, too.
  asking->size_reason = -1;
  asking->desktop_size(400, 240);
  asking->update_until([&] { return asking->size_reason == 1; });
  CHECK(asking->size_status == 0);

  desk.permit(1, Permissions::view_only());
  // This comes after the permission was taken away: a viewer that joins later was added by then.
  desk.join(5, {RfbClient::kRaw});
  asking->desktop_size(640, 480);
  asking->update_until([&] { return asking->size_status == 1; });
  CHECK(asking->picture.width == 400);
}

TEST_CASE("a screen of fixed size refuses", "[desktop]") {
  Desk desk([] { return std::move(*hw::open_test_card(320, 200)); }, false);
  const auto client = desk.join(1, {RfbClient::kRaw, RfbClient::kExtendedDesktopSize});
  client->desktop_size(400, 240);
  client->update_until([&] { return client->size_status == 1; });
  CHECK(client->size_reason == 1);
  CHECK(client->picture.width == 320);
}

TEST_CASE("input extensions are acknowledged", "[desktop]") {
  Desk desk;
  const auto client = desk.join(1, {RfbClient::kRaw, RfbClient::kQemuKeys, RfbClient::kMouseButtons});
  client->update_until([&] { return client->acknowledged.size() == 2; });
  client->write(Bytes{255, 0, 0, 1, 0, 0, 0, 97, 0, 0, 0, 0x1E});
  client->update_until([&] { return keys_shown(*client) == 1; });
  client->write(Bytes{5, 0x80, 0, 60, 0, 60, 1});
  client->update_until([&] { return buttons_shown(*client) == 128; });
}

TEST_CASE("a broken rule ends that session only, and says which", "[desktop]") {
  Desk desk;
  const auto good = desk.join(1, {RfbClient::kRaw});
  const auto bad = desk.join(2, {RfbClient::kRaw});
  bad->write(Bytes{250, 0, 1, 2});
  const auto ended = desk.hear<messages::ViewerEnded>();
  CHECK(ended.viewer == 2);
  CHECK_THAT(ended.error, Catch::Matchers::ContainsSubstring("message type 250"));
  CHECK(bad->ended());
  good->key('a', true);
  good->update_until([&] { return keys_shown(*good) == 1; });
}

TEST_CASE("a viewer that leaves is reported without an error", "[desktop]") {
  Desk desk;
  desk.join(7, {RfbClient::kRaw})->close();
  const auto ended = desk.hear<messages::ViewerEnded>();
  CHECK(ended.viewer == 7);
  CHECK(ended.error.empty());
}

TEST_CASE("there is an end to how many viewers a worker takes", "[desktop]") {
  Desk desk;
  std::vector<std::unique_ptr<RfbClient>> viewers;
  for (std::uint64_t id = 1; id <= 65; ++id) viewers.push_back(desk.connect(id));
  const auto refused = desk.hear<messages::ViewerEnded>();
  CHECK(refused.viewer == 65);
  CHECK_THAT(refused.error, Catch::Matchers::ContainsSubstring("too many viewers"));
  viewers[0]->handshake();
}

TEST_CASE("a viewer that asks and never listens is not listened to for ever", "[desktop]") {
  Desk desk;
  const auto greedy = desk.join(1, {RfbClient::kRaw, RfbClient::kFence});
  const auto other = desk.join(2, {RfbClient::kRaw});
  Bytes fences;
  for (int i = 0; i < 1000; ++i) {
    const Bytes fence{248, 0, 0, 0, 0x80, 0, 0, 0, 4, 1, 2, 3, 4};
    fences.insert(fences.end(), fence.begin(), fence.end());
  }
  std::size_t sent = 0;
  // At some point the worker stops reading, so that the socket fills up.
  for (int i = 0; i < 2000; ++i) {
    const ssize_t now = ::send(greedy->fd(), fences.data(), fences.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (now < 0) {
      pollfd room{greedy->fd(), POLLOUT, 0};
      if (::poll(&room, 1, 200) == 0) break;
      continue;
    }
    sent += static_cast<std::size_t>(now);
    if (static_cast<std::size_t>(now) < fences.size()) {
      pollfd room{greedy->fd(), POLLOUT, 0};
      if (::poll(&room, 1, 200) == 0) break;
    }
  }
  CHECK(sent < 8 * 1024 * 1024);
  // Once it listens, it is listened to.
  pollfd room{greedy->fd(), POLLOUT, 0};
  while (::poll(&room, 1, 0) == 0) greedy->read(1);
  other->key('a', true);
  other->update_until([&] { return keys_shown(*other) == 1; });
}

}  // namespace gatehouse::worker_test
