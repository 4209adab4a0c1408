// A source of pictures. One thread. Errors mean the source is gone for good; the owner gives up and says so.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "hw/frame.h"

namespace gatehouse::hw {

inline constexpr int kSmallestScreen = 200;  // pixels, either way
inline constexpr int kLargestScreen = 7680;

class Capture {
 public:
  virtual ~Capture() = default;

  // For people: "X11 (MIT-SHM, DAMAGE)".
  virtual std::string name() const = 0;

  struct Changes {
    bool resized = false;  // frame() has a new size; everything is damaged
    bool cursor = false;   // cursor() has a new shape
    bool damaged = false;  // grab() would bring something
  };
  // Readable when there may be changes; -1: due() alone tells.
  virtual int fd() const = 0;
  // When to call poll() though fd() is silent; in the past: now. May change with every call to the parts of
  // this display, so ask before every wait.
  virtual std::optional<SteadyTime> due() const { return std::nullopt; }
  // Takes in what happened, for input and clipboard as well, without copying pixels. Cheap; call whenever
  // fd() is readable or due() has come. `damaged` is said until grab() has been called.
  virtual Result<Changes> poll() = 0;
  // Brings frame() up to date and returns what changed since the last call: disjoint, inside the frame, few.
  // Pixels elsewhere in the frame may already be newer; they will be named by a later call. The caller paces
  // this.
  virtual Result<std::vector<Rect>> grab() = 0;

  virtual Frame frame() const = 0;
  // Null where the source has the cursor in the picture.
  virtual const CursorShape* cursor() const { return nullptr; }
  // Asks the screen for a new size, brought within kSmallestScreen and kLargestScreen; the result comes as
  // Changes::resized, and nothing when it has that size already. Error: this screen can't.
  virtual Result<void> resize(int width, int height) = 0;
};

}  // namespace gatehouse::hw
