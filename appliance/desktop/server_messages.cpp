#include "appliance/desktop/server_messages.h"

#include <algorithm>

namespace gatehouse::desktop::messages {
namespace {

void update_of_one(ByteWriter& out, std::uint16_t x, std::uint16_t y, int width, int height,
                   Encoding encoding) {
  out.u8(0);  // FramebufferUpdate
  out.u8(0);
  out.u16(1);
  out.u16(x);
  out.u16(y);
  out.u16(static_cast<std::uint16_t>(width));
  out.u16(static_cast<std::uint16_t>(height));
  out.u32(static_cast<std::uint32_t>(encoding));
}

void put_pixel(ByteWriter& out, std::uint32_t rgb, const PixelFormat& format) {
  const auto channel = [](std::uint32_t value, std::uint32_t maximum) {
    return (value * maximum + 127) / 255;
  };
  const std::uint32_t pixel = channel(rgb >> 16 & 255, format.red_max) << format.red_shift |
                              channel(rgb >> 8 & 255, format.green_max) << format.green_shift |
                              channel(rgb & 255, format.blue_max) << format.blue_shift;
  const int bytes = format.bits_per_pixel / 8;
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (format.big_endian ? bytes - 1 - i : i);
    out.u8(static_cast<std::uint8_t>(pixel >> shift));
  }
}

// A cursor with colours as they are, not multiplied by their alpha.
std::uint32_t straight(std::uint32_t pixel) {
  const std::uint32_t alpha = pixel >> 24;
  if (alpha == 0) return 0;
  const auto channel = [alpha](std::uint32_t value) {
    return std::min(255u, (value * 255 + alpha / 2) / alpha);
  };
  return channel(pixel >> 16 & 255) << 16 | channel(pixel >> 8 & 255) << 8 | channel(pixel & 255);
}

}  // namespace

Bytes server_init(int width, int height, const std::string& name) {
  ByteWriter out;
  out.u16(static_cast<std::uint16_t>(width));
  out.u16(static_cast<std::uint16_t>(height));
  const PixelFormat format;
  out.u8(format.bits_per_pixel);
  out.u8(format.depth);
  out.u8(format.big_endian);
  out.u8(1);
  out.u16(format.red_max);
  out.u16(format.green_max);
  out.u16(format.blue_max);
  out.u8(format.red_shift);
  out.u8(format.green_shift);
  out.u8(format.blue_shift);
  out.bytes(Bytes(3));
  out.u32(static_cast<std::uint32_t>(name.size()));
  out.text(name);
  return out.take();
}

Bytes extended_desktop_size(int width, int height, SizeReason reason, ResizeStatus status) {
  ByteWriter out;
  update_of_one(out, static_cast<std::uint16_t>(reason), static_cast<std::uint16_t>(status), width, height,
                kExtendedDesktopSize);
  out.u8(1);
  out.bytes(Bytes(3));
  out.u32(0);  // the screen's id
  out.u16(0);
  out.u16(0);
  out.u16(static_cast<std::uint16_t>(width));
  out.u16(static_cast<std::uint16_t>(height));
  out.u32(0);
  return out.take();
}

Bytes desktop_size(int width, int height) {
  ByteWriter out;
  update_of_one(out, 0, 0, width, height, kDesktopSize);
  return out.take();
}

Bytes desktop_name(const std::string& name) {
  ByteWriter out;
  update_of_one(out, 0, 0, 0, 0, kDesktopName);
  out.u32(static_cast<std::uint32_t>(name.size()));
  out.text(name);
  return out.take();
}

Bytes acknowledgement(Encoding encoding) {
  ByteWriter out;
  update_of_one(out, 0, 0, 0, 0, encoding);
  return out.take();
}

Bytes cursor_with_alpha(const hw::CursorShape& shape) {
  ByteWriter out;
  update_of_one(out, static_cast<std::uint16_t>(shape.hot_x), static_cast<std::uint16_t>(shape.hot_y),
                shape.width, shape.height, kCursorWithAlpha);
  out.u32(kRaw);
  for (std::uint32_t pixel : shape.pixels) {
    out.u8(static_cast<std::uint8_t>(pixel >> 16));
    out.u8(static_cast<std::uint8_t>(pixel >> 8));
    out.u8(static_cast<std::uint8_t>(pixel));
    out.u8(static_cast<std::uint8_t>(pixel >> 24));
  }
  return out.take();
}

Bytes rich_cursor(const hw::CursorShape& shape, const PixelFormat& format) {
  ByteWriter out;
  update_of_one(out, static_cast<std::uint16_t>(shape.hot_x), static_cast<std::uint16_t>(shape.hot_y),
                shape.width, shape.height, kRichCursor);
  for (std::uint32_t pixel : shape.pixels) put_pixel(out, straight(pixel), format);
  for (int y = 0; y < shape.height; ++y) {
    for (int x = 0; x < shape.width; x += 8) {
      std::uint8_t bits = 0;
      for (int i = 0; i < 8 && x + i < shape.width; ++i) {
        const std::uint32_t pixel = shape.pixels[static_cast<std::size_t>(y) * shape.width + x + i];
        if (pixel >> 24 > 127) bits |= static_cast<std::uint8_t>(0x80 >> i);
      }
      out.u8(bits);
    }
  }
  return out.take();
}

Bytes video(const hw::Rect& part, VideoReset reset, ByteView unit) {
  ByteWriter out;
  update_of_one(out, static_cast<std::uint16_t>(part.x), static_cast<std::uint16_t>(part.y), part.width,
                part.height, kOpenH264);
  out.u32(static_cast<std::uint32_t>(unit.size()));
  out.u32(static_cast<std::uint32_t>(reset));
  out.bytes(unit);
  return out.take();
}

Bytes end_of_continuous_updates() {
  return Bytes{150};
}

Bytes fence_request(ByteView payload) {
  ByteWriter out;
  out.u8(248);
  out.bytes(Bytes(3));
  out.u32(0x80000000u | 1u);  // a request; answer only after what came before (BlockBefore)
  out.u8(static_cast<std::uint8_t>(payload.size()));
  out.bytes(payload);
  return out.take();
}

}  // namespace gatehouse::desktop::messages
