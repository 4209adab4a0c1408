#include "appliance/desktop/region.h"

#include <rfb/rfb.h>
extern "C" {
#include <rfb/rfbregion.h>
}

#include <algorithm>

namespace gatehouse::desktop {

void Region::Free::operator()(sraRegion* region) const {
  sraRgnDestroy(region);
}

Region::Region() : region_(sraRgnCreate()) {}

Region::Region(const hw::Rect& rect)
    : region_(rect.width > 0 && rect.height > 0
                  ? sraRgnCreateRect(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)
                  : sraRgnCreate()) {}

Region::Region(const Region& other) : region_(sraRgnCreateRgn(other.raw())) {}

Region& Region::operator=(const Region& other) {
  if (this != &other) region_.reset(sraRgnCreateRgn(other.raw()));
  return *this;
}

void Region::add(const Region& other) {
  sraRgnOr(raw(), other.raw());
}
void Region::subtract(const Region& other) {
  sraRgnSubtract(raw(), other.raw());
}
void Region::clip_to(const Region& other) {
  sraRgnAnd(raw(), other.raw());
}
void Region::move(int dx, int dy) {
  sraRgnOffset(raw(), dx, dy);
}
void Region::clear() {
  sraRgnMakeEmpty(raw());
}
void Region::coarsen(unsigned long most) {
  if (sraRgnCountRects(raw()) > most) region_.reset(sraRgnBBox(raw()));
}
bool Region::empty() const {
  return sraRgnEmpty(raw()) != 0;
}

std::vector<hw::Rect> Region::rects() const {
  std::vector<hw::Rect> all;
  sraRect rect;
  sraRectangleIterator* at = sraRgnGetIterator(raw());
  while (sraRgnIteratorNext(at, &rect))
    all.push_back({rect.x1, rect.y1, rect.x2 - rect.x1, rect.y2 - rect.y1});
  sraRgnReleaseIterator(at);
  return all;
}

std::size_t Region::pixels() const {
  std::size_t sum = 0;
  for (const hw::Rect& rect : rects()) sum += static_cast<std::size_t>(rect.width) * rect.height;
  return sum;
}

Region Region::take(std::size_t pixels) {
  Region part;
  for (hw::Rect rect : rects()) {
    const int rows = static_cast<int>(std::max<std::size_t>(1, pixels / rect.width));
    rect.height = std::min(rect.height, rows);
    part.add(rect);
    const std::size_t taken = static_cast<std::size_t>(rect.width) * rect.height;
    if (taken >= pixels) break;
    pixels -= taken;
  }
  subtract(part);
  return part;
}

}  // namespace gatehouse::desktop
