// Damage as a handful of disjoint rectangles: many small ones cost more in requests, headers and encoder
// calls than the pixels between them.
#pragma once
#include <vector>

#include "hw/frame.h"

namespace gatehouse::hw {

// More than this are merged by few_rects().
inline constexpr std::size_t kFewRects = 16;

// Whatever rectangles, overlapping or not, as disjoint ones inside width x height that cover the same pixels,
// in bands: sorted by y, then x, and all that start in the same row end in the same row (as X regions are).
std::vector<Rect> disjoint_rects(const std::vector<Rect>& rects, int width, int height);

// Takes banded rectangles (above) and gives at most kFewRects that are disjoint and cover them.
std::vector<Rect> few_rects(std::vector<Rect> rects);

}  // namespace gatehouse::hw
