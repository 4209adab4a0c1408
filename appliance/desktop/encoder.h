// Pictures into RFB updates for one viewer: the only file that runs libvncserver. It is used as an encoder
// alone: no listener, no event loop, no thread of its own, and not one byte from a viewer reaches it (the
// gate parses those), so its parsers, time-outs and shared state between clients never come into play. One
// thread at a time.
#pragma once
#include <cstdint>
#include <memory>

#include "appliance/base/bytes.h"
#include "appliance/desktop/difference.h"
#include "appliance/desktop/region.h"
#include "appliance/desktop/wishes.h"

namespace gatehouse::desktop {

class Encoder {
 public:
  // Writes to `fd` (a stream socket, not owned, made non-blocking), beginning with the protocol version: the
  // library greets by itself. Null when that fails.
  static std::unique_ptr<Encoder> open(int fd, int width, int height);
  virtual ~Encoder() = default;

  // The picture to encode from; black at first. resize() makes a new one.
  virtual Picture picture() = 0;
  virtual void resize(int width, int height) = 0;

  virtual void set_wishes(const Wishes& wishes) = 0;

  // Both wait until the socket has taken everything and say false when the viewer is gone. shutdown() on the
  // socket from another thread ends the waiting.
  virtual bool write(ByteView message) = 0;
  // One FramebufferUpdate: first the viewer copies `moved` from `down` rows above in its own picture, then
  // come the pixels of `region`. Both lie inside the picture, neither inside the other. `lossy` allows JPEG.
  virtual bool send(const Region& moved, int down, const Region& region, bool lossy) = 0;
  // Of the last send(), in bytes, about.
  virtual std::size_t size() const = 0;
};

}  // namespace gatehouse::desktop
