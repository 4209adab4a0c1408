#include "hw/kms/tiles.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace gatehouse::hw::kms {

static_assert(std::endian::native == std::endian::little);

void convert_row(const std::uint8_t* source, PixelFormat format, int width, std::uint32_t* pixels) {
  const auto count = static_cast<std::size_t>(width);
  if (format != PixelFormat::rgb565) {
    std::memcpy(pixels, source, count * sizeof(*pixels));
    if (format == PixelFormat::xbgr8888)
      for (std::size_t x = 0; x < count; ++x) {
        const std::uint32_t pixel = pixels[x];
        pixels[x] = (pixel & 0xFF00FF00) | (pixel & 0xFF) << 16 | (pixel >> 16 & 0xFF);
      }
    return;
  }
  for (std::size_t x = 0; x < count; ++x) {
    std::uint16_t pixel;
    std::memcpy(&pixel, source + x * sizeof(pixel), sizeof(pixel));
    const std::uint32_t red = pixel >> 11, green = pixel >> 5 & 0x3F, blue = pixel & 0x1F;
    // The highest bits again as the lowest, so that white is white.
    pixels[x] = (red << 3 | red >> 2) << 16 | (green << 2 | green >> 4) << 8 | (blue << 3 | blue >> 2);
  }
}

std::vector<Rect> take_changes(const std::uint8_t* source, std::size_t pitch, PixelFormat format, int width,
                               int height, std::vector<std::uint32_t>& frame) {
  std::vector<Rect> changed;
  std::vector<std::uint32_t> row(static_cast<std::size_t>(width));
  std::vector<bool> differs(static_cast<std::size_t>((width + kTile - 1) / kTile));
  for (int top = 0; top < height; top += kTile) {
    const int bottom = std::min(top + kTile, height);
    std::fill(differs.begin(), differs.end(), false);
    for (int y = top; y < bottom; ++y) {
      convert_row(source + static_cast<std::size_t>(y) * pitch, format, width, row.data());
      std::uint32_t* const known = frame.data() + static_cast<std::size_t>(y) * row.size();
      for (std::size_t tile = 0; tile < differs.size(); ++tile) {
        const std::size_t from = tile * kTile, length = std::min<std::size_t>(kTile, row.size() - from);
        if (std::memcmp(known + from, row.data() + from, length * sizeof(row[0])) == 0) continue;
        std::memcpy(known + from, row.data() + from, length * sizeof(row[0]));
        differs[tile] = true;
      }
    }
    for (std::size_t tile = 0; tile < differs.size(); ++tile) {
      const int left = static_cast<int>(tile) * kTile;
      if (differs[tile]) changed.push_back({left, top, std::min(kTile, width - left), bottom - top});
    }
  }
  return changed;
}

std::uint32_t blend(std::uint32_t over, std::uint32_t under) {
  const std::uint32_t rest = 255 - (over >> 24);
  std::uint32_t result = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    const std::uint32_t sum = (over >> shift & 0xFF) + ((under >> shift & 0xFF) * rest + 127) / 255;
    result |= std::min<std::uint32_t>(sum, 255) << shift;
  }
  return result;
}

}  // namespace gatehouse::hw::kms
