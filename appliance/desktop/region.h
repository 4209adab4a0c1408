// A set of pixels as disjoint rectangles, with the arithmetic that damage tracking needs. A value; any
// thread, one at a time.
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "hw/frame.h"

struct sraRegion;

namespace gatehouse::desktop {

class Region {
 public:
  Region();
  Region(const hw::Rect& rect);
  Region(const Region& other);
  Region(Region&&) noexcept = default;
  Region& operator=(const Region& other);
  Region& operator=(Region&&) noexcept = default;
  ~Region() = default;

  void add(const Region& other);
  void subtract(const Region& other);
  void clip_to(const Region& other);
  void move(int dx, int dy);
  void clear();

  bool empty() const;
  std::size_t pixels() const;
  std::vector<hw::Rect> rects() const;
  // Becomes its bounding box when it has more than `most` rectangles.
  void coarsen(unsigned long most);
  // The first rows of this region that hold about `pixels` pixels, removed from it; at least one row of one
  // rectangle.
  Region take(std::size_t pixels);

  // For the encoder, which speaks the library's own type.
  sraRegion* raw() const { return region_.get(); }

 private:
  struct Free {
    void operator()(sraRegion* region) const;
  };
  std::unique_ptr<sraRegion, Free> region_;
};

}  // namespace gatehouse::desktop
