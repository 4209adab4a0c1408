// What the two halves of screen capture through the graphics card say to each other: the look-out, which may ask the kernel what is
// shown, and the capture, which may do nothing but read it. One SOCK_SEQPACKET datagram a message, with at most one descriptor.
// The look-out reads nothing of the capture but that a datagram came.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "hw/input/console_keymap.h"

namespace gatehouse::hw::kms {

inline constexpr std::size_t kDatagramCap = 8192;
inline constexpr int kSlots = 8;  // buffers that the capture keeps mapped

// What one pixel is in memory, by the kernel's four letters (drm_fourcc.h), little-endian.
enum class PixelFormat : std::uint8_t {
  xrgb8888 = 1,  // XR24, and AR24 on a plane that covers the screen
  xbgr8888,      // XB24, AB24
  rgb565,        // RG16
  argb8888,      // AR24 of a cursor: premultiplied
};
constexpr std::size_t bytes_per_pixel(PixelFormat format) {
  return format == PixelFormat::rgb565 ? 2 : 4;
}

// A framebuffer in the memory behind a descriptor.
struct Buffer {
  std::uint8_t slot = 0;  // where it is kept; what was there is not shown any more
  PixelFormat format = PixelFormat::xrgb8888;
  bool needs_sync = false;  // a dma-buf: DMA_BUF_IOCTL_SYNC around every reading
  std::uint32_t width = 0, height = 0;
  std::uint32_t pitch = 0;           // bytes from one row to the next
  std::uint64_t map_offset = 0;      // to give mmap(2)
  std::uint64_t picture_offset = 0;  // of the first pixel in the mapping
  std::uint64_t size =
      0;  // of the memory behind `map_offset`, as far as it is known; 0: as much as is needed
  bool operator==(const Buffer&) const = default;
};
// How much has to be mapped. An error for what no screen can have: empty, larger than any, rows that overlap, more than there is.
Result<std::size_t> bytes_to_map(const Buffer& buffer);

// What is shown: a part of a buffer, and over it a cursor.
struct Look {
  bool dark = false;  // the screen is switched off; the rest does not matter
  std::uint8_t slot = 0;
  std::uint32_t x = 0, y = 0, width = 0, height = 0;  // in the buffer
  bool has_cursor = false;
  std::uint8_t cursor_slot = 0;
  std::int32_t cursor_x = 0, cursor_y = 0;  // of its upper left corner, on the screen
  bool operator==(const Look&) const = default;
};
// The part of the look that lies in its buffer. An error: none does, or it is smaller than a screen.
Result<void> check_look(const Look& look, const Buffer& buffer);

// Once, before all others.
struct Hello {
  ConsoleKeymap keymap;
};
struct Keyboard {};  // with its uinput device
struct Pointer {};   // with its uinput device
// The last one.
struct Lost {
  std::string reason;
};

using Message = std::variant<Hello, Keyboard, Pointer, Buffer, Look, Lost>;

Bytes encode(const Message& message);
Result<Message> decode(ByteView datagram);

}  // namespace gatehouse::hw::kms
