// A screen that scrolls with every key, as viewers see it.
#include "tests/unit/desktop/desk.h"

namespace gatehouse::worker_scroll_test {

using desk_test::Desk;
using desk_test::RfbClient;

constexpr int kWidth = 320, kHeight = 240, kLine = 13;

std::uint32_t row_colour(int row) {
  return static_cast<std::uint32_t>(row) * 2654435761u & 0xFFFFFF;
}

struct ScrollingScreen final : hw::Capture {
  ScrollingScreen() { draw(); }
  std::string name() const override { return "scrolling"; }
  int fd() const override { return bell.get(); }
  Result<Changes> poll() override {
    eventfd_t count;
    ::eventfd_read(bell.get(), &count);
    return Changes{.damaged = damaged};
  }
  Result<std::vector<hw::Rect>> grab() override {
    if (!std::exchange(damaged, false)) return std::vector<hw::Rect>();
    return std::vector<hw::Rect>{{0, 0, kWidth, kHeight}};
  }
  hw::Frame frame() const override {
    return {reinterpret_cast<const std::uint8_t*>(pixels.data()), kWidth, kHeight, kWidth * 4};
  }
  const hw::CursorShape* cursor() const override { return nullptr; }
  Result<void> resize(int, int) override { return Error{"no"}; }

  void draw() {
    for (int y = 0; y < kHeight; ++y) std::fill_n(pixels.begin() + y * kWidth, kWidth, row_colour(top + y));
    damaged = true;
    ::eventfd_write(bell.get(), 1);
  }

  int top = 0;
  bool damaged = true;
  std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(kWidth * kHeight);
  UniqueFd bell{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
};

struct ScrollKeys final : hw::Input {
  explicit ScrollKeys(ScrollingScreen& the_screen) : screen(the_screen) {}
  void key(std::uint32_t keysym, std::uint32_t, bool down) override {
    if (!down) return;
    screen.top += keysym == 'u' ? -kLine : keysym == 'd' ? kLine : 0;
    screen.draw();
  }
  void pointer(int, int, std::uint32_t) override {}
  void release_buttons(std::uint32_t) override {}
  void release_all() override {}
  ScrollingScreen& screen;
};

struct NoClipboard final : hw::Clipboard {
  void on_changed(std::function<void(const std::string&)>) override {}
  void set_text(std::string) override {}
};

hw::Display open_scrolling() {
  hw::Display display;
  auto screen = std::make_unique<ScrollingScreen>();
  display.input = std::make_unique<ScrollKeys>(*screen);
  display.capture = std::move(screen);
  display.clipboard = std::make_unique<NoClipboard>();
  return display;
}

bool shows(RfbClient& client, int top) {
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x)
      if (client.picture.at(x, y) != row_colour(top + y)) return false;
  return true;
}

TEST_CASE("a screen that scrolls is right, and cheap for viewers that can copy", "[desktop]") {
  const bool may_copy = GENERATE(false, true);
  const auto encoding = GENERATE(RfbClient::kRaw, RfbClient::kTight, RfbClient::kZrle);
  Desk desk(open_scrolling);
  std::vector<std::int32_t> encodings = {encoding, RfbClient::kQuality6, RfbClient::kLastRect};
  if (may_copy) encodings.push_back(RfbClient::kCopyRect);
  const auto client = desk.join(1, encodings);
  client->update_until([&] { return shows(*client, 0); });
  const auto before = client->received_bytes;
  int top = 0;
  for (const char key : std::string("dddduuuuuud")) {
    client->key(static_cast<std::uint32_t>(key), true);
    client->key(static_cast<std::uint32_t>(key), false);
    top += key == 'u' ? -kLine : kLine;
    client->update_until([&] { return shows(*client, top); });
  }
  const auto whole = static_cast<std::uint64_t>(kWidth) * kHeight * 4 * 11;
  if (encoding == RfbClient::kRaw) CHECK((client->received_bytes - before < whole / 4) == may_copy);
}

TEST_CASE("a request for everything is answered although nothing has changed", "[desktop]") {
  Desk desk(open_scrolling);
  const auto client = desk.join(1, {RfbClient::kRaw, RfbClient::kCopyRect});
  client->update_until([&] { return shows(*client, 0); });
  std::fill(client->picture.pixels.begin(), client->picture.pixels.end(), 0);
  client->request(false);
  while (client->read_message() != 0) {
  }
  CHECK(shows(*client, 0));
}

TEST_CASE("what is drawn again as it was is no update", "[desktop]") {
  Desk desk(open_scrolling);
  const auto client = desk.join(1, {RfbClient::kRaw, RfbClient::kCopyRect});
  client->update_until([&] { return shows(*client, 0); });
  const int updates = client->updates;
  client->request(true);
  client->key('x', true);
  client->key('x', false);
  CHECK_FALSE(client->readable(std::chrono::milliseconds(100)));
  client->key('d', true);  // the request still stands
  client->read_until([&] { return shows(*client, kLine); });
  CHECK(client->updates == updates + 1);
}

}  // namespace gatehouse::worker_scroll_test
