#include "appliance/sound/encoder.h"

#include <numbers>

#include "tests/support/catch.h"
#include "tests/support/opus_decode.h"

namespace gatehouse::sound_encoder_test {

std::vector<std::int16_t> tone(double frequency, std::size_t frames, double loud = 8000) {
  std::vector<std::int16_t> samples;
  for (std::size_t i = 0; i < frames; ++i) {
    const double value = loud * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / 48000);
    samples.insert(samples.end(), 2, static_cast<std::int16_t>(value));
  }
  return samples;
}

struct Encoding {
  Encoding() {
    auto opened = sound::Encoder::open([this](std::uint64_t time, ByteView opus) {
      times.push_back(time);
      packets.emplace_back(as_text(opus));
    });
    REQUIRE(opened);
    encoder = *std::move(opened);
  }
  std::vector<std::uint64_t> times;
  std::vector<std::string> packets;
  std::unique_ptr<sound::Encoder> encoder;
};

TEST_CASE("a tone is a tone when it is decoded, however it came in", "[sound]") {
  Encoding encoding;
  const auto samples = tone(440, 48000);
  const std::size_t piece = GENERATE(std::size_t{2}, std::size_t{1000}, std::size_t{1920}, std::size_t{9000});
  for (std::size_t at = 0; at < samples.size(); at += piece)
    encoding.encoder->add(std::span(samples).subspan(at, std::min(piece, samples.size() - at)), at * 10);
  REQUIRE(encoding.packets.size() == 50);
  test::OpusEar ear;
  std::size_t bytes = 0;
  for (const std::string& packet : encoding.packets) {
    CHECK(packet.size() <= sound::kPacketCap);
    bytes += packet.size();
    REQUIRE(ear.hear(packet));
  }
  CHECK(std::abs(ear.frequency() - 440) < 5);
  CHECK(bytes < 25000);  // 200 kbit/s would be no compression to speak of
}

TEST_CASE("silence makes no packets but those of its first fifth of a second", "[sound]") {
  Encoding encoding;
  const std::vector<std::int16_t> silence(1920 * 50, 0);
  encoding.encoder->add(silence, 0);
  CHECK(encoding.packets.empty());  // nothing was heard before
  encoding.encoder->add(tone(440, 960 * 5), 0);
  CHECK(encoding.packets.size() == 5);
  encoding.encoder->add(silence, 0);
  CHECK(encoding.packets.size() == 15);
  std::vector<std::int16_t> dither(1920 * 50);
  for (std::size_t i = 0; i < dither.size(); ++i) dither[i] = static_cast<std::int16_t>(i % 5) - 2;
  encoding.encoder->add(dither, 0);
  CHECK(encoding.packets.size() == 15);
  encoding.encoder->add(tone(440, 960, 20), 0);  // very quiet is not silent
  CHECK(encoding.packets.size() == 16);
}

TEST_CASE("the scale of time is even over bursts and goes on after a pause", "[sound]") {
  sound::Timescale times;
  std::vector<std::uint64_t> all;
  for (const std::uint64_t now : {500'000, 500'010, 560'000, 565'000, 590'000})
    all.push_back(times.next(now));
  CHECK(all == std::vector<std::uint64_t>{500'000, 520'000, 540'000, 560'000, 580'000});
  CHECK(times.next(9'000'000) == 9'000'000);
  CHECK(times.next(9'020'000) == 9'020'000);
  CHECK(times.next(1'000) == 1'000);
}

}  // namespace gatehouse::sound_encoder_test
