// A film on a desktop, as viewers see it.
#include <sys/timerfd.h>

#include <atomic>

#include "tests/support/h264_decode.h"
#include "tests/unit/desktop/desk.h"

namespace gatehouse::worker_video_test {

using desk_test::Desk;
using desk_test::RfbClient;

constexpr int kWidth = 640, kHeight = 400;
constexpr hw::Rect kFilm{64, 64, 256, 192};

std::uint32_t page_colour(int x, int y) {
  return static_cast<std::uint32_t>(x * 7 + y * 13) * 2654435761u & 0xFFFFFF;
}
// No part of a picture is another part of the one before.
std::uint32_t film_colour(int x, int y, int picture) {
  const int level = (x / 8 * 37 ^ y / 8 * 91 ^ picture * 13) % 256;
  return static_cast<std::uint32_t>(level << 16 | (255 - level) << 8 | 0x40);
}

struct Film {
  std::atomic<bool> playing = true;
  std::atomic<int> picture = 0;
};

struct FilmScreen final : hw::Capture {
  explicit FilmScreen(Film& the_film) : film(the_film) {
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x) at(x, y) = page_colour(x, y);
    show();
    const itimerspec often{{0, 25'000'000}, {0, 25'000'000}};
    ::timerfd_settime(timer.get(), 0, &often, nullptr);
  }
  std::string name() const override { return "film"; }
  int fd() const override { return timer.get(); }
  Result<Changes> poll() override {
    std::uint64_t count = 0;
    if (::read(timer.get(), &count, sizeof(count)) > 0 && film.playing) {
      ++film.picture;
      show();
      damaged = true;
    }
    return Changes{.damaged = damaged};
  }
  Result<std::vector<hw::Rect>> grab() override {
    damaged = false;
    return std::vector<hw::Rect>{kFilm};
  }
  hw::Frame frame() const override {
    return {reinterpret_cast<const std::uint8_t*>(pixels.data()), kWidth, kHeight, kWidth * 4};
  }
  Result<void> resize(int, int) override { return Error{"no"}; }

  std::uint32_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * kWidth + x]; }
  void show() {
    for (int y = 0; y < kFilm.height; ++y)
      for (int x = 0; x < kFilm.width; ++x) at(kFilm.x + x, kFilm.y + y) = film_colour(x, y, film.picture);
  }

  Film& film;
  bool damaged = true;
  std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(kWidth * kHeight);
  UniqueFd timer{::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)};
};

struct NoInput final : hw::Input {
  void key(std::uint32_t, std::uint32_t, bool) override {}
  void pointer(int, int, std::uint32_t) override {}
  void release_buttons(std::uint32_t) override {}
  void release_all() override {}
};
struct NoClipboard final : hw::Clipboard {
  void on_changed(std::function<void(const std::string&)>) override {}
  void set_text(std::string) override {}
};

hw::Display open(Film& film) {
  hw::Display display;
  display.capture = std::make_unique<FilmScreen>(film);
  display.input = std::make_unique<NoInput>();
  display.clipboard = std::make_unique<NoClipboard>();
  return display;
}

// The film's picture, and all around it, without loss.
bool exact(RfbClient& client, Film& film) {
  return client.picture.pixels == FilmScreen(film).pixels;
}

TEST_CASE("a film goes out as H.264, and is exact when it is over", "[desktop][video]") {
  const bool in_time = GENERATE(false, true);  // continuous updates and fences, or requests
  Film film;
  Desk desk([&] { return open(film); });
  const auto client = desk.connect(1);
  client->handshake();
  std::vector<std::int32_t> encodings = {RfbClient::kTight, -24, RfbClient::kOpenH264, RfbClient::kCopyRect,
                                         RfbClient::kLastRect};
  if (in_time) encodings.insert(encodings.end(), {RfbClient::kFence, RfbClient::kContinuousUpdates});
  client->set_encodings(encodings);
  client->request(false);
  if (in_time) client->continuous(true);
  const auto until = [&](auto done) { in_time ? client->read_until(done) : client->update_until(done); };

  until([&] { return client->video.units >= 10; });
  // Whole tiles around it, and nothing of the page.
  CHECK(client->video.x == kFilm.x);
  CHECK(client->video.y == kFilm.y);
  CHECK(client->video.width == kFilm.width);
  CHECK(client->video.height == kFilm.height);
  CHECK(client->videos == 1);
  while (desk.hear<desk_test::messages::ViewerEncoder>().encoder != "h264") {
  }
  const auto pictures = test::decode_h264(client->video.stream, kFilm.width, kFilm.height);
  CHECK(pictures.size() == static_cast<std::size_t>(client->video.units));

  SECTION("it is shown whole to who asks again") {
    client->request(false);
    until([&] { return client->videos == 2; });
    CHECK(test::decode_h264(client->video.stream, kFilm.width, kFilm.height).size() == 1);
  }
  film.playing = false;
  until([&] { return exact(*client, film); });
}

// Makes two pictures, and then fails.
struct BrokenEncoder final : hw::VideoEncoder {
  void set_rate(const hw::VideoRate&) override {}
  Result<ByteView> encode(const hw::Frame&, const std::vector<hw::Rect>&, bool) override {
    if (++pictures > 2) return Error{"the encoder does not answer"};
    return ByteView(unit);
  }
  int pictures = 0;
  const Bytes unit = {0, 0, 0, 1, 0x65};
};

TEST_CASE("when the encoder fails or can't be had, the film goes on as tiles", "[desktop][video]") {
  const bool opens = GENERATE(true, false);
  Film film;
  Desk desk([&] {
    hw::Display display = open(film);
    display.open_video = [opens](int, int,
                                 const hw::VideoRate&) -> Result<std::unique_ptr<hw::VideoEncoder>> {
      if (!opens) return Error{"no encoder"};
      return std::unique_ptr<hw::VideoEncoder>(std::make_unique<BrokenEncoder>());
    };
    return display;
  });
  const auto client = desk.join(1, {RfbClient::kTight, -24, RfbClient::kOpenH264, RfbClient::kLastRect});
  client->update_until([&] { return film.picture > 40; });
  CHECK(client->video.units == (opens ? 2 : 0));
  CHECK(client->jpeg_rects() > 20);
  film.playing = false;
  client->update_until([&] { return exact(*client, film); });
}

TEST_CASE("who asks for the least quality gets fewer pictures, and the last one", "[desktop][video]") {
  const bool in_time = GENERATE(false, true);
  Film film;
  Desk desk([&] { return open(film); });
  const auto client = desk.join(1, {RfbClient::kTight, -31, RfbClient::kOpenH264, RfbClient::kLastRect,
                                    RfbClient::kFence, RfbClient::kContinuousUpdates});
  if (in_time) client->continuous(true);
  const auto until = [&](auto done) { in_time ? client->read_until(done) : client->update_until(done); };
  const int units = client->video.units;
  const auto began = std::chrono::steady_clock::now();
  until([&] { return film.picture > 60; });
  const auto time = std::chrono::steady_clock::now() - began;
  CHECK(client->video.units > units);
  CHECK((client->video.units - units - 1) * desktop::kSparingGap <= time);
  film.playing = false;
  until([&] { return exact(*client, film); });
}

TEST_CASE("a viewer that can't decode H.264 is sent none", "[desktop][video]") {
  Film film;
  Desk desk([&] { return open(film); });
  const auto client = desk.join(1, {RfbClient::kTight, -24, RfbClient::kLastRect});
  client->update_until([&] { return film.picture > 20; });
  film.playing = false;
  client->update_until([&] { return exact(*client, film); });
  CHECK(client->videos == 0);
}

}  // namespace gatehouse::worker_video_test
