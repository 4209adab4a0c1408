// What it takes to make a viewer's picture like the screen: programs draw again what was there, or move all
// of it by some rows, and neither needs pixels on the wire. Pure.
#pragma once
#include <cstdint>
#include <optional>

#include "appliance/desktop/region.h"
#include "hw/frame.h"

namespace gatehouse::desktop {

// Like hw::Frame, to write to.
struct Picture {
  std::uint8_t* pixels = nullptr;
  int width = 0, height = 0;
  std::size_t stride = 0;
};

struct Scroll {
  hw::Rect to;   // where the rows are after it
  int down = 0;  // how many rows they moved; negative: up
};

struct Difference {
  std::optional<Scroll> scroll;  // comes first
  Region changed;                // then these pixels are new, in blocks
};

// Copies what differs within `region`, which lies inside both, from `screen` into `picture`, and tells what
// it did. A scroll is only looked for where the owner of the picture can move pixels.
Difference bring_up_to_date(Picture picture, const hw::Frame& screen, const Region& region, bool may_scroll);

}  // namespace gatehouse::desktop
