// What an encoder can do on this machine, found by trying.
#pragma once
#include <chrono>

#include "appliance/base/result.h"
#include "hw/encode/video_encoder.h"

namespace gatehouse::hw {

// How long it needs at best for one picture of this size in which everything moved, the first ones left out. Takes a tenth of a
// second or so. Error: it can't be had, or makes nothing.
Result<std::chrono::microseconds> time_of_picture(const OpenVideo& open, int width, int height);

}  // namespace gatehouse::hw
