#include "hw/encode/probe.h"

#include <algorithm>
#include <cstdint>

namespace gatehouse::hw {
namespace {

constexpr int kPictures = 6, kWarmUp = 2;

// Stripes that are elsewhere in each picture.
void draw(std::vector<std::uint32_t>& pixels, int width, int picture) {
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const auto at = static_cast<std::uint32_t>(i % static_cast<std::size_t>(width)) +
                    5u * static_cast<std::uint32_t>(picture);
    pixels[i] = (at * 3 & 0xFF) << 16 | (at * 7 & 0xFF) << 8 | (at & 0xFF);
  }
}

}  // namespace

Result<std::chrono::microseconds> time_of_picture(const OpenVideo& open, int width, int height) {
  using Clock = std::chrono::steady_clock;
  auto encoder = open(width, height, VideoRate{});
  if (!encoder) return encoder.error();
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * height);
  const Frame frame{reinterpret_cast<const std::uint8_t*>(pixels.data()), width, height,
                    static_cast<std::size_t>(width) * 4};
  Clock::duration shortest = Clock::duration::max();
  for (int picture = 0; picture < kPictures; ++picture) {
    draw(pixels, width, picture);
    const auto began = Clock::now();
    if (const auto unit = (*encoder)->encode(frame, {{0, 0, width, height}}, false); !unit)
      return unit.error();
    if (picture >= kWarmUp) shortest = std::min(shortest, Clock::now() - began);
  }
  return std::chrono::duration_cast<std::chrono::microseconds>(shortest);
}

}  // namespace gatehouse::hw
