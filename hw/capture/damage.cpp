#include "hw/capture/damage.h"

#include <algorithm>
#include <limits>

namespace gatehouse::hw {
namespace {

constexpr int kJoinGap = 64;  // neighbours in a row nearer than this become one rectangle

int right(const Rect& rect) {
  return rect.x + rect.width;
}
int bottom(const Rect& rect) {
  return rect.y + rect.height;
}

Rect around(const Rect& a, const Rect& b) {
  const int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(right(a), right(b)) - x, std::max(bottom(a), bottom(b)) - y};
}

long area(const Rect& rect) {
  return static_cast<long>(rect.width) * rect.height;
}

// Joins neighbours in the same band that are nearer than `gap`.
std::vector<Rect> join_in_bands(const std::vector<Rect>& rects, int gap) {
  std::vector<Rect> joined;
  for (const Rect& rect : rects) {
    if (!joined.empty() && joined.back().y == rect.y && rect.x - right(joined.back()) < gap) {
      joined.back() = around(joined.back(), rect);
    } else {
      joined.push_back(rect);
    }
  }
  return joined;
}

// Joins rectangles that stand on each other with the same left and right side.
std::vector<Rect> join_columns(const std::vector<Rect>& rects) {
  std::vector<Rect> joined;
  for (const Rect& rect : rects) {
    const auto above = std::find_if(joined.begin(), joined.end(), [&](const Rect& other) {
      return other.x == rect.x && other.width == rect.width && bottom(other) == rect.y;
    });
    if (above != joined.end()) {
      above->height += rect.height;
    } else {
      joined.push_back(rect);
    }
  }
  return joined;
}

}  // namespace

std::vector<Rect> disjoint_rects(const std::vector<Rect>& rects, int width, int height) {
  std::vector<Rect> inside;
  std::vector<int> rows;
  for (const Rect& rect : rects) {
    const int x1 = std::max(rect.x, 0), x2 = std::min(right(rect), width);
    const int y1 = std::max(rect.y, 0), y2 = std::min(bottom(rect), height);
    if (x1 >= x2 || y1 >= y2) continue;
    inside.push_back({x1, y1, x2 - x1, y2 - y1});
    rows.push_back(y1);
    rows.push_back(y2);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  std::sort(inside.begin(), inside.end(), [](const Rect& a, const Rect& b) { return a.x < b.x; });

  std::vector<Rect> banded;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    for (const Rect& rect : inside) {
      if (rect.y > rows[i] || bottom(rect) <= rows[i]) continue;
      if (!banded.empty() && banded.back().y == rows[i] && rect.x <= right(banded.back())) {
        banded.back().width = std::max(right(banded.back()), right(rect)) - banded.back().x;
      } else {
        banded.push_back({rect.x, rows[i], rect.width, rows[i + 1] - rows[i]});
      }
    }
  }
  return banded;
}

std::vector<Rect> few_rects(std::vector<Rect> rects) {
  rects = join_in_bands(rects, kJoinGap);
  std::vector<Rect> columns = join_columns(rects);
  if (columns.size() <= kFewRects) return columns;

  // One rectangle a band, then the two neighbours first whose union wastes least. Bands never share a row, so
  // unions of neighbours stay disjoint.
  rects = join_in_bands(rects, std::numeric_limits<int>::max());
  while (rects.size() > kFewRects) {
    std::size_t best = 0;
    long least = std::numeric_limits<long>::max();
    for (std::size_t i = 0; i + 1 < rects.size(); ++i) {
      const long waste = area(around(rects[i], rects[i + 1])) - area(rects[i]) - area(rects[i + 1]);
      if (waste < least) {
        least = waste;
        best = i;
      }
    }
    rects[best] = around(rects[best], rects[best + 1]);
    rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(best) + 1);
  }
  return rects;
}

}  // namespace gatehouse::hw
