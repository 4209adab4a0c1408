// Which part of a screen keeps moving: there video costs less than tiles. Pure; time is given.
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/desktop/region.h"

namespace gatehouse::desktop {

class Motion {
 public:
  // A tile that changed so often within this time is moving, until it was still for so long.
  static constexpr int kTile = 64;  // pixels, either way
  static constexpr std::size_t kOften = 3;
  static constexpr std::chrono::milliseconds kWithin{400}, kStill{250};
  // Fewer tiles than this are not worth an encoder: typing, a blinking cursor, a clock.
  static constexpr int kLeast = 8;
  // A part that is given up costs a whole picture of the next one, so none is given up sooner.
  static constexpr std::chrono::milliseconds kKept{300};
  // So long the moving part may be less than a quarter of what was chosen.
  static constexpr std::chrono::seconds kTooLarge{2};

  // Nothing has moved on a screen of this size.
  void start(int width, int height);
  // These pixels are new.
  void note(const Region& changed, SteadyTime now);
  // One rectangle, of the tiles that hang together the largest group; its edges are multiples of kTile or those of the
  // screen, made even. The same one as long as it will do.
  std::optional<hw::Rect> part(SteadyTime now);

 private:
  struct Tile {
    std::array<SteadyTime, kOften> at{};  // when it changed, in a ring
    std::size_t next = 0;
    SteadyTime last{};
  };
  // In tiles.
  struct Group {
    int left, top, right, bottom;  // right and bottom: behind the last
    int tiles = 0;
  };

  bool moving(const Tile& tile, SteadyTime now) const;
  std::optional<Group> largest(SteadyTime now) const;
  void choose(const hw::Rect& part, SteadyTime now);
  hw::Rect pixels(const Group& group) const;

  int width_ = 0, height_ = 0, columns_ = 0, rows_ = 0;
  std::vector<Tile> tiles_;
  std::optional<hw::Rect> part_;
  SteadyTime chosen_{};
  SteadyTime large_enough_{};  // when it last was not too large
};

}  // namespace gatehouse::desktop
