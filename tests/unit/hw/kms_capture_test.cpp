// Both halves, with memory of our own in place of a graphics card's.
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <mutex>

#include "appliance/base/datagram.h"
#include "hw/display.h"
#include "hw/kms/lookout.h"
#include "tests/support/catch.h"

namespace gatehouse::hw::kms::capture_test {

constexpr std::uint32_t kWidth = 320, kHeight = 240;

struct Memory {
  explicit Memory(std::uint32_t width = kWidth, std::uint32_t height = kHeight,
                  PixelFormat format = PixelFormat::xrgb8888)
      : fd(::memfd_create("card", MFD_CLOEXEC)), shown{} {
    const std::size_t size = std::size_t{width} * height * 4;
    REQUIRE(::ftruncate(fd.get(), static_cast<off_t>(size)) == 0);
    pixels =
        static_cast<std::uint32_t*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0));
    REQUIRE(pixels != MAP_FAILED);
    shown.buffer = {.format = format, .width = width, .height = height, .pitch = width * 4, .size = size};
    static std::uint64_t number = 0;
    shown.object = ++number;
  }
  std::uint32_t& at(std::uint32_t x, std::uint32_t y) { return pixels[y * shown.buffer.width + x]; }
  Shown hand_out() const {
    return {shown.buffer, UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0)), shown.object};
  }

  UniqueFd fd;
  Shown shown;
  std::uint32_t* pixels;
};

struct FakeCard {
  std::mutex mutex;
  Memory* screen = nullptr;  // null: dark
  Memory* cursor = nullptr;
  int cursor_x = 0, cursor_y = 0;
  std::uint32_t width = kWidth, height = kHeight;
  std::string fault;

  Result<std::optional<Picture>> look() {
    const std::lock_guard lock(mutex);
    if (!fault.empty()) return Error{fault};
    if (screen == nullptr) return std::optional<Picture>();
    Picture picture{screen->hand_out(), 0, 0, width, height, std::nullopt, cursor_x, cursor_y};
    if (cursor != nullptr) picture.cursor = cursor->hand_out();
    return std::optional(std::move(picture));
  }
  void change(const std::function<void()>& what) {
    const std::lock_guard lock(mutex);
    what();
  }
  Machine machine() {
    const auto device = []() -> Result<UniqueFd> {
      return UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC));
    };
    return {[this]() -> Result<Machine::Looking> { return Machine::Looking([this] { return look(); }); },
            [] { return us_keymap(); }, device, device};
  }
};

struct World {
  World() {
    auto ends = datagram_pair("a test");
    REQUIRE(ends);
    lookout = std::make_unique<Lookout>(std::move(ends->first), card.machine());
    socket = std::move(ends->second);
  }
  void open() {
    auto opened = open_kms(std::move(socket));
    REQUIRE(opened);
    display.emplace(std::move(*opened));
  }
  // As the worker does: until there is a look, and what it brought.
  Result<std::vector<Rect>> next() {
    for (int i = 0; i < 1000; ++i) {
      const auto changes = display->capture->poll();
      if (!changes) return changes.error();
      resized = resized || changes->resized;
      if (changes->damaged) return display->capture->grab();
      pollfd waiting{display->capture->fd(), POLLIN, 0};
      ::poll(&waiting, 1, 5);
    }
    return Error{"nothing came"};
  }
  // Until something changed on the screen.
  std::vector<Rect> change() {
    for (int i = 0; i < 100; ++i) {
      auto rects = next();
      REQUIRE(rects);
      if (!rects->empty()) return *rects;
    }
    return {};
  }
  Error fault() {
    for (int i = 0; i < 100; ++i)
      if (const auto rects = next(); !rects) return rects.error();
    return Error{""};
  }
  std::uint32_t pixel(int x, int y) const {
    const Frame frame = display->capture->frame();
    std::uint32_t value = 0;
    std::memcpy(&value,
                frame.pixels + static_cast<std::size_t>(y) * frame.stride + static_cast<std::size_t>(x) * 4,
                4);
    return value & 0xFFFFFF;
  }

  FakeCard card;
  std::unique_ptr<Lookout> lookout;
  UniqueFd socket;
  std::optional<Display> display;
  bool resized = false;
};

TEST_CASE("what is on the graphics card's screen is seen, and what changes on it", "[hw]") {
  World world;
  Memory front, back;
  front.at(10, 20) = 0x112233;
  world.card.screen = &front;
  world.open();
  CHECK(world.change() == std::vector<Rect>{{0, 0, 320, 240}});
  CHECK(world.resized);
  CHECK(world.pixel(10, 20) == 0x112233);
  front.at(300, 200) = 0x445566;
  CHECK(world.change() == std::vector<Rect>{{256, 192, 64, 48}});
  CHECK(world.pixel(300, 200) == 0x445566);
  // A compositor turns over to its other buffer, and back.
  back.at(10, 20) = 0x112233;
  back.at(300, 200) = 0x445566;
  back.at(5, 5) = 0x00FF00;
  world.card.change([&] { world.card.screen = &back; });
  CHECK(world.change() == std::vector<Rect>{{0, 0, 64, 64}});
  CHECK(world.pixel(5, 5) == 0x00FF00);
  world.card.change([&] { world.card.screen = &front; });
  CHECK(world.change() == std::vector<Rect>{{0, 0, 64, 64}});
  CHECK(world.pixel(5, 5) == 0);
}

TEST_CASE("a compositor with more buffers than are kept is seen all the same", "[hw]") {
  World world;
  std::vector<std::unique_ptr<Memory>> buffers;
  for (std::uint32_t i = 0; i < kSlots + 3; ++i) {
    buffers.push_back(std::make_unique<Memory>());
    buffers.back()->at(0, 0) = i + 1;
  }
  world.card.screen = buffers[0].get();
  world.open();
  world.change();
  for (int round = 0; round < 2; ++round)
    for (std::uint32_t i = round == 0 ? 1 : 0; i < buffers.size(); ++i) {
      world.card.change([&] { world.card.screen = buffers[i].get(); });
      world.change();
      CHECK(world.pixel(0, 0) == i + 1);
    }
}

TEST_CASE("a screen that changes its size or goes dark stays in view", "[hw]") {
  World world;
  Memory small, large(640, 480);
  small.at(1, 1) = 0xFFFFFF;
  large.at(600, 400) = 0xABCDEF;
  world.card.screen = &small;
  world.open();
  world.change();
  world.resized = false;
  world.card.change([&] {
    world.card.screen = &large;
    world.card.width = 640;
    world.card.height = 480;
  });
  CHECK(world.change() == std::vector<Rect>{{0, 0, 640, 480}});
  CHECK(world.resized);
  CHECK(world.pixel(600, 400) == 0xABCDEF);
  world.card.change([&] { world.card.screen = nullptr; });
  CHECK(world.change() == std::vector<Rect>{{0, 0, 640, 480}});
  CHECK(world.pixel(600, 400) == 0);
  world.card.change([&] { world.card.screen = &large; });
  world.change();
  CHECK(world.pixel(600, 400) == 0xABCDEF);
}

TEST_CASE("the cursor is in the picture, over what is under it, and leaves nothing behind", "[hw]") {
  World world;
  Memory screen, cursor(4, 4, PixelFormat::argb8888);
  for (std::uint32_t y = 0; y < kHeight; ++y)
    for (std::uint32_t x = 0; x < kWidth; ++x) screen.at(x, y) = 0x000080;
  cursor.at(0, 0) = 0xFFFF0000;
  cursor.at(3, 3) = 0xFF00FF00;
  world.card.screen = &screen;
  world.card.cursor = &cursor;
  world.card.cursor_x = 100;
  world.card.cursor_y = 50;
  world.open();
  world.change();
  CHECK(world.pixel(100, 50) == 0xFF0000);
  CHECK(world.pixel(103, 53) == 0x00FF00);
  CHECK(world.pixel(101, 50) == 0x000080);
  world.card.change([&] { world.card.cursor_x = 200; });
  CHECK(world.change() == std::vector<Rect>{{100, 50, 4, 4}, {200, 50, 4, 4}});
  CHECK(world.pixel(100, 50) == 0x000080);
  CHECK(world.pixel(200, 50) == 0xFF0000);
  world.card.change([&] { world.card.cursor_x = -3, world.card.cursor_y = 237; });  // mostly outside
  world.change();
  CHECK(world.pixel(200, 50) == 0x000080);
  CHECK(world.pixel(0, 239) == 0x000080);
  world.card.change([&] { world.card.cursor = nullptr; });
  world.change();
  CHECK(world.next()->empty());
}

TEST_CASE("a screen that is off when it is opened is black until it is switched on", "[hw]") {
  World world;
  Memory screen;
  screen.at(0, 0) = 0x010203;
  world.open();
  world.change();
  CHECK(world.display->capture->frame().width == 1024);
  CHECK(world.pixel(0, 0) == 0);
  world.card.change([&] { world.card.screen = &screen; });
  world.change();
  CHECK(world.display->capture->frame().width == 320);
  CHECK(world.pixel(0, 0) == 0x010203);
}

TEST_CASE("a screen that can't be read any more is lost, and says why", "[hw]") {
  World world;
  Memory screen;
  world.card.screen = &screen;
  world.open();
  world.change();
  world.card.change([&] { world.card.fault = "unplugged"; });
  CHECK(world.fault().message.find("unplugged") != std::string::npos);
  CHECK(world.lookout->done());
}

TEST_CASE("a picture smaller than what is said to be shown of it is refused", "[hw]") {
  World world;
  Memory screen;
  world.card.screen = &screen;
  world.open();
  world.change();
  world.card.change([&] { world.card.height = kHeight + 1; });
  CHECK(world.fault().message.find("320x241 of a picture of 320x240") != std::string::npos);
}

TEST_CASE("memory that is smaller than the picture is not read", "[hw]") {
  World world;
  Memory screen;
  REQUIRE(::ftruncate(screen.fd.get(), kWidth * kHeight * 4 - 4096) == 0);
  screen.shown.buffer.size = 0;
  world.card.screen = &screen;
  const auto opened = open_kms(std::move(world.socket));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message.find("larger than its memory") != std::string::npos);
}

TEST_CASE("a card that can't be opened says so to who wants to see it", "[hw]") {
  FakeCard card;
  auto machine = card.machine();
  machine.open_card = []() -> Result<Machine::Looking> { return Error{"no card at all"}; };
  auto ends = datagram_pair("a test");
  Lookout lookout(std::move(ends->first), machine);
  const auto opened = open_kms(std::move(ends->second));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message.find("no card at all") != std::string::npos);
}

TEST_CASE("who nobody looks out for any more ends", "[hw]") {
  World world;
  Memory screen;
  world.card.screen = &screen;
  world.open();
  world.change();
  world.lookout.reset();
  CHECK(world.fault().message.find("gone") != std::string::npos);
}

}  // namespace gatehouse::hw::kms::capture_test
