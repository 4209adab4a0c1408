// What a viewer's picture lacks, and how the next update makes it good: what moved is copied, little goes as exact tiles,
// much as JPEG, what keeps moving as video, and what was lossy goes out again without loss when it is still. Pure; time is
// given.
#pragma once
#include <chrono>
#include <optional>

#include "appliance/base/clock.h"
#include "appliance/desktop/difference.h"
#include "appliance/desktop/motion.h"
#include "appliance/desktop/region.h"
#include "appliance/desktop/wishes.h"

namespace gatehouse::desktop {

// A viewer may ask for any number of scattered pixels; each one more would make every later step slower.
inline constexpr unsigned long kMostRects = 64;

class Repaint {
 public:
  struct Step {
    Region fresh;    // damage, to be brought up to date,
    Region certain;  // and of that, what goes out even where it has not changed
    Region refined;  // goes out again, without loss
    bool may_scroll = false;
    // From settle() on, in the order in which they go out:
    Region moved;  // within the viewer's picture, `down` rows
    int down = 0;
    Region tiles;
    bool lossy = false;  // the tiles
    bool empty() const { return moved.empty() && tiles.empty() && video.changed.empty(); }

    struct Video {
      hw::Rect part;       // of the screen, that is in motion
      Region changed;      // in it, since it last went out as video; empty: it does not now
      bool again = false;  // for a viewer that can't go on decoding: as if nothing had been sent
    };
    Video video;
  };

  // Nothing of a screen of this size has been sent.
  void start(int width, int height);
  void damaged(const Region& region);
  // A viewer wants these pixels even where they have not changed.
  void demand(const hw::Rect& area);

  // Whether there is something to do for the `requested` part, and when there may be although nothing happens.
  bool due(const Region& requested, SteadyTime now) const;
  std::optional<SteadyTime> next_due() const;

  // What to look at; then, with the difference found in Step::fresh, what goes out.
  Step plan(const Region& requested, const Wishes& wishes, SteadyTime now);
  void settle(Step& step, const Difference& difference, const Wishes& wishes, SteadyTime now);

 private:
  void look_for_motion(const Wishes& wishes, SteadyTime now);
  void choose_video(Step& step);
  void sent_with_loss(const Region& region, const Region& moving, SteadyTime now);

  Region damage_;   // what the viewer has not been sent
  Region certain_;  // and of that, what it must be sent even where it has not changed
  Region lossy_;    // what it has been sent with loss,
  Region hot_;      // and of that, since the last refinement
  SteadyTime refine_at_{};
  Motion motion_;
  std::optional<hw::Rect> video_;  // the part that moves
  Region unsent_;                  // and in it, what changed since it last went out as video
  SteadyTime look_at_{};           // whether it still does
};

}  // namespace gatehouse::desktop
