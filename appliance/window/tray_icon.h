// The picture in the tray: the gate of the logo, with a mark while somebody is connected. Pure.
#pragma once
#include <cstdint>
#include <vector>

namespace gatehouse::window {

enum class IconState : std::uint8_t {
  linked,
  away,     // the agent does not run, or has no link
  session,  // somebody is connected
};

// `size` x `size` pixels, 0xAARRGGBB with the colors multiplied by alpha; transparent around the shape.
std::vector<std::uint32_t> tray_icon(int size, IconState state);

}  // namespace gatehouse::window
