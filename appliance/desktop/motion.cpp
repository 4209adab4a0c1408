#include "appliance/desktop/motion.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace gatehouse::desktop {
namespace {

bool within(const hw::Rect& inner, const hw::Rect& outer) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

hw::Rect around(const hw::Rect& a, const hw::Rect& b) {
  const int left = std::min(a.x, b.x), top = std::min(a.y, b.y);
  const int right = std::max(a.x + a.width, b.x + b.width);
  const int bottom = std::max(a.y + a.height, b.y + b.height);
  return {left, top, right - left, bottom - top};
}

bool meet(const hw::Rect& a, const hw::Rect& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

long size(const hw::Rect& rect) {
  return static_cast<long>(rect.width) * rect.height;
}

}  // namespace

void Motion::start(int width, int height) {
  width_ = width;
  height_ = height;
  columns_ = (width + kTile - 1) / kTile;
  rows_ = (height + kTile - 1) / kTile;
  tiles_.assign(static_cast<std::size_t>(columns_) * rows_, {});
  part_.reset();
}

void Motion::note(const Region& changed, SteadyTime now) {
  for (const hw::Rect& rect : changed.rects()) {
    const int right = std::min((rect.x + rect.width - 1) / kTile, columns_ - 1);
    const int bottom = std::min((rect.y + rect.height - 1) / kTile, rows_ - 1);
    for (int row = std::max(rect.y / kTile, 0); row <= bottom; ++row) {
      for (int column = std::max(rect.x / kTile, 0); column <= right; ++column) {
        Tile& tile = tiles_[static_cast<std::size_t>(row) * columns_ + column];
        if (tile.last == now) continue;  // several rectangles of one picture
        tile.last = tile.at[tile.next] = now;
        tile.next = (tile.next + 1) % kOften;
      }
    }
  }
}

bool Motion::moving(const Tile& tile, SteadyTime now) const {
  const SteadyTime first = tile.at[tile.next];
  return first != SteadyTime{} && tile.last - first <= kWithin && now - tile.last < kStill;
}

std::optional<Motion::Group> Motion::largest(SteadyTime now) const {
  std::vector<std::uint8_t> open(tiles_.size());
  for (std::size_t i = 0; i < tiles_.size(); ++i) open[i] = moving(tiles_[i], now);
  std::optional<Group> found;
  std::vector<std::pair<int, int>> todo;
  for (int y = 0; y < rows_; ++y) {
    for (int x = 0; x < columns_; ++x) {
      const auto visit = [&](int column, int row) {
        if (column < 0 || row < 0 || column >= columns_ || row >= rows_) return;
        std::uint8_t& is_open = open[static_cast<std::size_t>(row) * columns_ + column];
        if (is_open == 0) return;
        is_open = 0;
        todo.emplace_back(column, row);
      };
      Group group{x, y, x, y};
      visit(x, y);
      while (!todo.empty()) {
        const auto [column, row] = todo.back();
        todo.pop_back();
        ++group.tiles;
        group.left = std::min(group.left, column);
        group.top = std::min(group.top, row);
        group.right = std::max(group.right, column + 1);
        group.bottom = std::max(group.bottom, row + 1);
        for (int down = -1; down <= 1; ++down)
          for (int along = -1; along <= 1; ++along) visit(column + along, row + down);
      }
      if (group.tiles > 0 && (!found || group.tiles > found->tiles)) found = group;
    }
  }
  return found;
}

hw::Rect Motion::pixels(const Group& group) const {
  const int left = group.left * kTile, top = group.top * kTile;
  return {left, top, (std::min(group.right * kTile, width_) - left) & ~1,
          (std::min(group.bottom * kTile, height_) - top) & ~1};
}

void Motion::choose(const hw::Rect& part, SteadyTime now) {
  part_.reset();
  if (part.width < kTile || part.height < kTile) return;
  part_ = part;
  chosen_ = large_enough_ = now;
}

std::optional<hw::Rect> Motion::part(SteadyTime now) {
  const auto group = largest(now);
  if (!group) {
    part_.reset();
    return part_;
  }
  const hw::Rect box = pixels(*group);
  if (!part_) {
    if (group->tiles >= kLeast) choose(box, now);
  } else if (!meet(box, *part_)) {
    if (now - chosen_ >= kKept) part_.reset();
  } else if (!within(box, *part_)) {
    if (now - chosen_ >= kKept) choose(around(box, *part_), now);
  } else if (size(box) * 4 >= size(*part_)) {
    large_enough_ = now;
  } else if (now - large_enough_ > kTooLarge) {
    part_.reset();
    if (group->tiles >= kLeast) choose(box, now);
  }
  return part_;
}

}  // namespace gatehouse::desktop
