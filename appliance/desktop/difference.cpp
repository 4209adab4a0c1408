#include "appliance/desktop/difference.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace gatehouse::desktop {
namespace {

constexpr int kBlockWidth = 64, kBlockHeight = 16;
// Changed blocks nearer than this in one row of blocks are sent as one rectangle: a rectangle costs more than
// they do.
constexpr int kJoinBlocks = 4;
// Smaller areas are sent sooner than searched.
constexpr int kScrollWidth = 128, kScrollHeight = 64;
// So many rows must agree on the way they went.
constexpr int kAgreeing = 16;

const std::uint8_t* at(const std::uint8_t* pixels, std::size_t stride, int x, int y) {
  return pixels + static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x) * 4;
}

std::uint64_t hash_of(const std::uint8_t* row, std::size_t size) {
  std::uint64_t hash = size;
  for (std::size_t i = 0; i + 8 <= size; i += 8) {
    std::uint64_t word;
    std::memcpy(&word, row + i, sizeof word);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  return hash;
}

// Rows that look like no other row of the same picture, by their hash.
class DistinctRows {
 public:
  static constexpr int kTwice = -1;

  DistinctRows(const std::uint8_t* pixels, std::size_t stride, const hw::Rect& strip) {
    for (int row = 0; row < strip.height; ++row) {
      const std::uint64_t hash =
          hash_of(at(pixels, stride, strip.x, strip.y + row), static_cast<std::size_t>(strip.width) * 4);
      const auto [place, is_new] = rows_.emplace(hash, row);
      if (!is_new) place->second = kTwice;
    }
  }
  const std::unordered_map<std::uint64_t, int>& rows() const { return rows_; }

 private:
  std::unordered_map<std::uint64_t, int> rows_;
};

// Rows are compared in a strip left of the middle, where text is, so that a scroll bar does not hide the
// scroll. A wrong guess costs bytes and nothing else: what differs after the move is sent.
std::optional<Scroll> find_scroll(const Picture& picture, const hw::Frame& screen, const hw::Rect& area) {
  if (area.width < kScrollWidth || area.height < kScrollHeight) return std::nullopt;
  const hw::Rect strip{area.x + area.width / 8, area.y, area.width * 3 / 8, area.height};
  const DistinctRows before(picture.pixels, picture.stride, strip);
  const DistinctRows after(screen.pixels, screen.stride, strip);
  std::unordered_map<int, int> votes;
  int voters = 0;
  for (const auto& [hash, row] : after.rows()) {
    if (row == DistinctRows::kTwice) continue;
    ++voters;
    const auto was = before.rows().find(hash);
    if (was != before.rows().end() && was->second != DistinctRows::kTwice) ++votes[row - was->second];
  }
  const auto winner =
      std::max_element(votes.begin(), votes.end(), [](auto& a, auto& b) { return a.second < b.second; });
  if (winner == votes.end() || winner->first == 0 || winner->second < kAgreeing ||
      winner->second * 2 < voters)
    return std::nullopt;
  const int down = winner->first;
  const int height = area.height - std::abs(down);
  return Scroll{{area.x, area.y + std::max(down, 0), area.width, height}, down};
}

void apply(const Scroll& scroll, Picture picture) {
  const hw::Rect& to = scroll.to;
  for (int i = 0; i < to.height; ++i) {
    const int row = scroll.down > 0 ? to.y + to.height - 1 - i : to.y + i;
    std::memcpy(
        picture.pixels + static_cast<std::size_t>(row) * picture.stride + static_cast<std::size_t>(to.x) * 4,
        at(picture.pixels, picture.stride, to.x, row - scroll.down), static_cast<std::size_t>(to.width) * 4);
  }
}

// True: the block differed and is copied.
bool copy_block(Picture picture, const hw::Frame& screen, const hw::Rect& block) {
  const std::size_t size = static_cast<std::size_t>(block.width) * 4;
  int y = block.y;
  const int end = block.y + block.height;
  const auto mine = [&](int row) {
    return picture.pixels + static_cast<std::size_t>(row) * picture.stride +
           static_cast<std::size_t>(block.x) * 4;
  };
  while (y < end && std::memcmp(mine(y), at(screen.pixels, screen.stride, block.x, y), size) == 0) ++y;
  if (y == end) return false;
  for (; y < end; ++y) std::memcpy(mine(y), at(screen.pixels, screen.stride, block.x, y), size);
  return true;
}

void copy_changes(Picture picture, const hw::Frame& screen, const hw::Rect& area, Region& changed) {
  const int right = area.x + area.width, bottom = area.y + area.height;
  for (int y = area.y; y < bottom; y += kBlockHeight) {
    const int height = std::min(kBlockHeight, bottom - y);
    hw::Rect run;  // of changed blocks, not added yet
    for (int x = area.x; x < right; x += kBlockWidth) {
      const hw::Rect block{x, y, std::min(kBlockWidth, right - x), height};
      if (!copy_block(picture, screen, block)) continue;
      if (run.width > 0 && x - (run.x + run.width) >= kJoinBlocks * kBlockWidth) {
        changed.add(run);
        run = {};
      }
      if (run.width == 0) run = block;
      run.width = x + block.width - run.x;
    }
    if (run.width > 0) changed.add(run);
  }
}

}  // namespace

Difference bring_up_to_date(Picture picture, const hw::Frame& screen, const Region& region, bool may_scroll) {
  Difference difference;
  const auto rects = region.rects();
  if (may_scroll && !rects.empty()) {
    const auto largest = std::max_element(
        rects.begin(), rects.end(),
        [](const hw::Rect& a, const hw::Rect& b) { return a.width * a.height < b.width * b.height; });
    difference.scroll = find_scroll(picture, screen, *largest);
    if (difference.scroll) apply(*difference.scroll, picture);
  }
  for (const hw::Rect& rect : rects) copy_changes(picture, screen, rect, difference.changed);
  return difference;
}

}  // namespace gatehouse::desktop
