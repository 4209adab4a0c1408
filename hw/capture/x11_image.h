// The picture of the root window in memory, fetched through shared memory where the server allows it.
#pragma once
#include <xcb/shm.h>

#include <memory>
#include <vector>

#include "hw/frame.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

class X11Image {
 public:
  // Room for a screen of this size; zeros until fetched.
  X11Image(X11Connection& connection, int width, int height);
  X11Image(const X11Image&) = delete;
  X11Image& operator=(const X11Image&) = delete;
  ~X11Image();

  bool shared() const { return segment_ != XCB_NONE; }
  Frame frame() const;
  // Brings these rectangles (inside the frame) up to date in one exchange with the server. False: the server
  // refused some, because the screen is not that big any more or because it has gone.
  bool fetch(const std::vector<Rect>& rects);

 private:
  bool share();
  bool fetch_shared(const std::vector<Rect>& rects);
  bool fetch_copied(const std::vector<Rect>& rects);
  std::uint8_t* at(int x, int y) const;

  X11Connection& connection_;
  int width_, height_;
  std::size_t stride_, size_;
  xcb_shm_seg_t segment_ = XCB_NONE;
  std::uint8_t* pixels_ = nullptr;  // the frame, then as much room for narrow rectangles on their way into it
};

}  // namespace gatehouse::hw
