// What changed from one picture to the next where nobody says so: both are compared, tile by tile.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "hw/frame.h"
#include "hw/kms/messages.h"

namespace gatehouse::hw::kms {

inline constexpr int kTile = 64;  // pixels, either way

// Brings `frame` (32 bits a pixel, `width` x `height`, without gaps) to what is at `source` and gives the tiles that changed, inside
// the frame. Every byte of the source is read once, from the first to the last: it may be memory that no cache helps with, and it
// may change meanwhile.
std::vector<Rect> take_changes(const std::uint8_t* source, std::size_t pitch, PixelFormat format, int width,
                               int height, std::vector<std::uint32_t>& frame);

// One row, as a Frame has its pixels; a cursor's with its alpha.
void convert_row(const std::uint8_t* source, PixelFormat format, int width, std::uint32_t* pixels);

// Premultiplied alpha over a picture's pixel.
std::uint32_t blend(std::uint32_t over, std::uint32_t under);

}  // namespace gatehouse::hw::kms
