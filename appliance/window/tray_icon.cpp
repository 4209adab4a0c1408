#include "appliance/window/tray_icon.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace gatehouse::window {
namespace {

constexpr double kUnits = 44;  // of the logo's drawing, on each side
constexpr int kSamples = 5;    // of a pixel, on each side

struct Point {
  double x, y;
};

double distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// A doorway of that half width, its round top around (22, top), down to the ground.
bool in_doorway(Point at, double half, double top) {
  if (at.y > 33 || std::abs(at.x - 22) > half) return false;
  return at.y >= top || distance(at, {22, top}) <= half;
}

// Negative inside.
double beyond_plate(Point at) {
  constexpr double kRadius = 10, kHalf = 21.5;
  const double x = std::max(std::abs(at.x - 22) - (kHalf - kRadius), 0.0);
  const double y = std::max(std::abs(at.y - 22) - (kHalf - kRadius), 0.0);
  return std::hypot(x, y) - kRadius;
}

constexpr std::uint32_t kNothing = 0;

// What is at this point, opaque or nothing. `rim`: as wide as a pixel, so that the plate has an edge on any panel.
std::uint32_t color_at(Point at, IconState state, double rim) {
  if (state == IconState::session) {
    const double away = distance(at, {33, 33});
    if (away <= 8.5) return 0xffe5382e;
    if (away <= 11) return 0xffffffff;
  }
  const bool grey = state == IconState::away;
  const double beyond = beyond_plate(at);
  if (beyond > 0) return kNothing;
  if (beyond > -rim) return grey ? 0xff9aa3ab : 0xff5fa79f;
  if (in_doorway(at, 12, 19) && !in_doorway(at, 6, 19.6)) return grey ? 0xffc3cad0 : 0xff8fd0c8;
  if (in_doorway(at, 3.4, 19.9)) return grey ? 0xffe3e6e8 : 0xfff0a35e;
  return grey ? 0xff4a525a : 0xff0b2a2c;
}

}  // namespace

std::vector<std::uint32_t> tray_icon(int size, IconState state) {
  if (size <= 0) return {};
  const double unit = kUnits / size;
  std::vector<std::uint32_t> pixels;
  pixels.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      unsigned sum[4] = {};
      for (int sample = 0; sample < kSamples * kSamples; ++sample) {
        const Point at{(x + (sample % kSamples + 0.5) / kSamples) * unit,
                       (y + (sample / kSamples + 0.5) / kSamples) * unit};
        const std::uint32_t color = color_at(at, state, unit);
        for (int part = 0; part < 4; ++part) sum[part] += color >> (8 * part) & 0xff;
      }
      std::uint32_t pixel = 0;
      for (int part = 0; part < 4; ++part)
        pixel |= (sum[part] + kSamples * kSamples / 2) / (kSamples * kSamples) << (8 * part);
      pixels.push_back(pixel);
    }
  }
  return pixels;
}

}  // namespace gatehouse::window
