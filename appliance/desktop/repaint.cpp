#include "appliance/desktop/repaint.h"

#include <algorithm>
#include <utility>

namespace gatehouse::desktop {
namespace {

// Damage up to this many pixels is sent without loss: typing, menus, a moved window's edge. Above it JPEG
// costs less time and far fewer bytes for photographs and video, and text stays lossless anyway (it becomes
// palettes).
constexpr std::size_t kLosslessPixels = 32 * 1024;
// Where video runs, less than this is sent as exact tiles all the same.
constexpr std::size_t kBesidesVideo = 4 * 1024;
// How long a lossy area must be still before it is sent again without loss, and how much of it at a time, so
// that what happens meanwhile waits no longer than one such piece takes.
constexpr std::chrono::milliseconds kStill{250};
constexpr std::size_t kRefinePixels = 256 * 1024;
constexpr std::chrono::milliseconds kBetweenPieces{20};

// A viewer's canvas may copy itself whole for each copy within it. Keeps the largest rectangle of `moved` and
// gives the rest back, to be sent as pixels, unless those are many.
Region take_small_copies(Region& moved) {
  const auto rects = moved.rects();
  if (rects.size() < 2) return {};
  const Region largest(*std::max_element(
      rects.begin(), rects.end(),
      [](const hw::Rect& a, const hw::Rect& b) { return a.width * a.height < b.width * b.height; }));
  Region rest = moved;
  rest.subtract(largest);
  if (rest.pixels() > kLosslessPixels) return {};
  moved = largest;
  return rest;
}

// What `region` is after a scroll.
void shift(Region& region, const Scroll& scroll) {
  Region moved = region;
  moved.move(0, scroll.down);
  moved.clip_to(scroll.to);
  region.subtract(scroll.to);
  region.add(moved);
}

Region common(Region region, const Region& with) {
  region.clip_to(with);
  return region;
}

}  // namespace

void Repaint::start(int width, int height) {
  damage_ = certain_ = Region(hw::Rect{0, 0, width, height});
  lossy_.clear();
  hot_.clear();
  motion_.start(width, height);
  video_.reset();
  unsent_.clear();
}

void Repaint::damaged(const Region& region) {
  damage_.add(region);
}

void Repaint::demand(const hw::Rect& area) {
  certain_.add(area);
  certain_.coarsen(kMostRects);
  damage_.add(certain_);
  damage_.coarsen(kMostRects);
}

std::optional<SteadyTime> Repaint::next_due() const {
  if (lossy_.empty()) return std::nullopt;
  return video_ ? std::min(refine_at_, look_at_) : refine_at_;
}

bool Repaint::due(const Region& requested, SteadyTime now) const {
  return !common(requested, damage_).empty() || (next_due() && *next_due() <= now);
}

Repaint::Step Repaint::plan(const Region& requested, const Wishes& wishes, SteadyTime now) {
  Step step;
  step.fresh = common(requested, damage_);
  look_for_motion(wishes, now);
  if (!lossy_.empty() && refine_at_ <= now) {
    Region settled = lossy_;
    settled.subtract(hot_);
    settled.subtract(damage_);
    if (video_) settled.subtract(*video_);
    settled.clip_to(requested);
    step.refined = settled.take(kRefinePixels);
    lossy_.subtract(step.refined);
    if (settled.empty()) hot_.clear();
    refine_at_ = now + (settled.empty() ? kStill : kBetweenPieces);
    // Many new pixels go next, and alone: they may be lossy.
    if (!step.refined.empty() && step.fresh.pixels() > kLosslessPixels) step.fresh.clear();
  }
  damage_.subtract(step.fresh);
  step.certain = common(certain_, step.fresh);
  certain_.subtract(step.certain);
  step.may_scroll = wishes.copy_rect && step.certain.empty() && step.refined.empty();
  return step;
}

void Repaint::look_for_motion(const Wishes& wishes, SteadyTime now) {
  const std::optional<hw::Rect> part = wishes.video ? motion_.part(now) : std::nullopt;
  if (video_ && !part) {  // it has come to rest
    hot_.subtract(*video_);
    refine_at_ = now;
  }
  if (part != video_) unsent_ = part ? Region(*part) : Region();
  video_ = part;
  if (look_at_ <= now) look_at_ = now + kStill;
}

void Repaint::settle(Step& step, const Difference& difference, const Wishes& wishes, SteadyTime now) {
  if (difference.scroll) {
    shift(lossy_, *difference.scroll);
    shift(hot_, *difference.scroll);
    step.moved = Region(difference.scroll->to);
    step.moved.subtract(difference.changed);
    step.down = difference.scroll->down;
  }
  if (wishes.video) motion_.note(difference.changed, now);
  step.tiles = difference.changed;
  step.tiles.add(take_small_copies(step.moved));
  step.tiles.add(step.certain);
  if (video_) choose_video(step);
  step.lossy = step.tiles.pixels() > kLosslessPixels && wishes.encoding == kTight && wishes.quality >= 0;
  step.tiles.add(step.refined);
  if (step.lossy) {
    sent_with_loss(step.tiles, step.tiles, now);
  } else {
    lossy_.subtract(step.tiles);
    hot_.subtract(step.tiles);
  }
  if (!step.video.changed.empty()) {
    sent_with_loss(step.video.part, step.video.changed, now);
    look_at_ = now + kStill;
  }
}

void Repaint::choose_video(Step& step) {
  step.video.part = *video_;
  const Region inside = common(step.tiles, *video_);
  unsent_.add(inside);
  unsent_.add(common(step.moved, *video_));
  step.video.again = !common(step.certain, *video_).empty();
  if (inside.pixels() <= kBesidesVideo && !step.video.again) return;
  step.video.changed = std::exchange(unsent_, {});
  step.tiles.subtract(*video_);
}

void Repaint::sent_with_loss(const Region& region, const Region& moving, SteadyTime now) {
  if (lossy_.empty()) refine_at_ = now + kStill;
  lossy_.add(region);
  hot_.add(moving);
}

}  // namespace gatehouse::desktop
