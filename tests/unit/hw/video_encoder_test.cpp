#include "hw/encode/probe.h"

#include <thread>

#include "tests/support/catch.h"
#include "tests/support/h264_decode.h"

namespace gatehouse::video_encoder_test {

using hw::Rect;

constexpr int kWidth = 322, kHeight = 182;  // no multiples of 16

struct Film {
  // Coloured waves that move with every picture; the corner is pure colours.
  void draw(int picture) {
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const auto level = static_cast<std::uint32_t>(128 + 60 * std::sin(x * 0.05 + picture * 0.3) +
                                                      60 * std::sin(y * 0.07 - picture * 0.2));
        at(x, y) = level << 16 | (255 - level) << 8 | (level / 2 + 60);
      }
    }
    for (int i = 0; i < 6; ++i) fill({i * 32, 0, 32, 32}, kPure[i]);
  }
  void fill(const Rect& rect, std::uint32_t colour) {
    for (int y = rect.y; y < rect.y + rect.height; ++y)
      for (int x = rect.x; x < rect.x + rect.width; ++x) at(x, y) = colour;
  }
  std::uint32_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * kWidth + x]; }
  hw::Frame frame() const {
    return {reinterpret_cast<const std::uint8_t*>(pixels.data()), kWidth, kHeight, kWidth * 4};
  }

  static constexpr std::uint32_t kPure[6] = {0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0x000000, 0x808080};
  std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(kWidth * kHeight);
};

constexpr Rect kAll{0, 0, kWidth, kHeight};

// The types of the NAL units (ITU-T H.264, table 7-1) in a byte stream.
std::vector<int> unit_types(ByteView stream) {
  std::vector<int> types;
  for (std::size_t i = 0; i + 3 < stream.size(); ++i)
    if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) types.push_back(stream[i + 3] & 31);
  return types;
}

bool has(const std::vector<int>& types, int type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

constexpr int kSlice = 1, kIdr = 5, kSequence = 7, kPicture = 8, kDelimiter = 9;

TEST_CASE("every picture comes out of the encoder at once, and out of a decoder as it was", "[hw][video]") {
  auto encoder = hw::open_x264(kWidth, kHeight, {.quality = 8});
  REQUIRE(encoder);
  Film film;
  Bytes stream;
  std::vector<std::vector<std::uint32_t>> drawn;
  for (int picture = 0; picture < 20; ++picture) {
    film.draw(picture);
    const auto unit = (*encoder)->encode(film.frame(), {kAll}, false);
    REQUIRE(unit);
    const auto types = unit_types(*unit);
    CHECK(has(types, kIdr) == (picture == 0));
    CHECK(has(types, kSequence) == (picture == 0));
    CHECK(has(types, kSlice) == (picture != 0));
    CHECK_FALSE(has(types, kDelimiter));
    stream.insert(stream.end(), unit->begin(), unit->end());
    drawn.push_back(film.pixels);
  }
  const auto shown = test::decode_h264(stream, kWidth, kHeight);
  REQUIRE(shown.size() == drawn.size());
  for (std::size_t i = 0; i < shown.size(); ++i) CHECK(test::mean_difference(shown[i], drawn[i]) < 3);
  // Full range and the right matrix, or black were grey and red another red.
  for (int i = 0; i < 6; ++i) {
    const std::uint32_t pixel = shown.back()[16 * kWidth + static_cast<std::size_t>(i) * 32 + 16];
    CHECK(test::mean_difference({pixel}, {Film::kPure[i]}) < 6);
  }
}

// Browsers take a stream that does not name all of it for another one.
TEST_CASE("the stream says what its colours are", "[hw][video]") {
  auto encoder = hw::open_x264(kWidth, kHeight, {});
  REQUIRE(encoder);
  const auto unit = (*encoder)->encode(Film().frame(), {kAll}, false);
  REQUIRE(unit);
  CHECK(test::colours_of_h264(*unit) == "pc|smpte170m|iec61966-2-1|bt709");
}

TEST_CASE("only what is said to have changed is read", "[hw][video]") {
  auto encoder = hw::open_x264(kWidth, kHeight, {.quality = 9});
  REQUIRE(encoder);
  Film film;
  Bytes stream;
  const auto show = [&](const std::vector<Rect>& changed) {
    const auto unit = (*encoder)->encode(film.frame(), changed, false);
    REQUIRE(unit);
    stream.insert(stream.end(), unit->begin(), unit->end());
  };
  film.fill(kAll, 0x404040);
  show({kAll});
  film.fill(kAll, 0xC0C0C0);
  show({{101, 51, 31, 21}, {-50, -50, 60, 60}, {300, 170, 500, 500}});
  const auto shown = test::decode_h264(stream, kWidth, kHeight).back();
  const auto pixel = [&](int x, int y) { return shown[static_cast<std::size_t>(y) * kWidth + x] & 0xFF; };
  CHECK(pixel(115, 60) > 0xB0);
  CHECK(pixel(4, 4) > 0xB0);
  CHECK(pixel(310, 175) > 0xB0);
  CHECK(pixel(200, 100) < 0x50);
}

TEST_CASE("a viewer that lost it gets the whole picture again", "[hw][video]") {
  auto encoder = hw::open_x264(kWidth, kHeight, {});
  REQUIRE(encoder);
  Film film;
  film.draw(0);
  REQUIRE((*encoder)->encode(film.frame(), {kAll}, false));
  const auto again = (*encoder)->encode(film.frame(), {}, true);
  REQUIRE(again);
  CHECK(has(unit_types(*again), kIdr));
  CHECK(has(unit_types(*again), kPicture));
  const auto shown = test::decode_h264(Bytes(again->begin(), again->end()), kWidth, kHeight);
  CHECK(test::mean_difference(shown.front(), film.pixels) < 3);
}

TEST_CASE("a narrow link and a modest viewer cost fewer bytes", "[hw][video]") {
  const auto size = [](const hw::VideoRate& rate) {
    auto encoder = hw::open_x264(kWidth, kHeight, {});
    REQUIRE(encoder);
    (*encoder)->set_rate(rate);
    Film film;
    std::size_t bytes = 0;
    for (int picture = 0; picture < 60; ++picture) {
      film.draw(picture);
      const auto unit = (*encoder)->encode(film.frame(), {kAll}, false);
      REQUIRE(unit);
      bytes += unit->size();
    }
    return bytes;
  };
  const std::size_t usual = size({.quality = 8});
  CHECK(size({.quality = 1}) < usual / 2);
  CHECK(size({.quality = 8, .bytes_per_second = usual / 4}) < usual / 2);
}

// Every picture takes as long.
struct Slowing final : hw::VideoEncoder {
  explicit Slowing(int& counts) : pictures(counts) {}
  void set_rate(const hw::VideoRate&) override {}
  Result<ByteView> encode(const hw::Frame&, const std::vector<Rect>&, bool) override {
    ++pictures;
    std::this_thread::sleep_for(kTakes);
    return ByteView();
  }
  static constexpr std::chrono::milliseconds kTakes{2};
  int& pictures;
};

TEST_CASE("an encoder is tried before it is named", "[hw][video]") {
  const auto time = hw::time_of_picture(hw::open_x264, 640, 480);
  REQUIRE(time);
  CHECK(time->count() > 0);
  int pictures = 0;
  const auto counting = hw::time_of_picture(
      [&](int, int, const hw::VideoRate&) -> Result<std::unique_ptr<hw::VideoEncoder>> {
        return std::unique_ptr<hw::VideoEncoder>(std::make_unique<Slowing>(pictures));
      },
      64, 64);
  REQUIRE(counting);
  CHECK(pictures > 3);
  CHECK(*counting >= Slowing::kTakes);
  const auto none = hw::time_of_picture(
      [](int, int, const hw::VideoRate&) -> Result<std::unique_ptr<hw::VideoEncoder>> {
        return Error{"no encoder"};
      },
      640, 480);
  REQUIRE_FALSE(none);
  CHECK(none.error().message == "no encoder");
}

TEST_CASE("sizes that H.264 has not are refused", "[hw][video]") {
  CHECK_FALSE(hw::open_x264(0, 0, {}));
  CHECK_FALSE(hw::open_x264(-16, 16, {}));
  CHECK_FALSE(hw::open_x264(321, 180, {}));
  CHECK_FALSE(hw::open_x264(1 << 20, 1 << 20, {}));
  auto encoder = hw::open_x264(64, 64, {});
  REQUIRE(encoder);
  CHECK_FALSE((*encoder)->encode(Film().frame(), {kAll}, false));
}

}  // namespace gatehouse::video_encoder_test
