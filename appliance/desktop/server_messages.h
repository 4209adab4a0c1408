// The messages to the viewer that we write ourselves, whole. Everything with pixels comes from the encoder.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/base/bytes.h"
#include "appliance/desktop/gate.h"
#include "appliance/desktop/wishes.h"
#include "hw/frame.h"

namespace gatehouse::desktop::messages {

// RFC 6143 7.3.2, with our own pixel format.
Bytes server_init(int width, int height, const std::string& name);

// Why a size is announced: the x of the ExtendedDesktopSize rectangle.
enum class SizeReason : std::uint16_t { server = 0, this_viewer = 1, other_viewer = 2 };

// Each is a FramebufferUpdate with one pseudo rectangle.
Bytes extended_desktop_size(int width, int height, SizeReason reason, ResizeStatus status);
Bytes desktop_size(int width, int height);
Bytes desktop_name(const std::string& name);
// Says that an input extension is understood (QEMU keys, extended mouse buttons).
Bytes acknowledgement(Encoding encoding);
Bytes cursor_with_alpha(const hw::CursorShape& shape);
// Pixels in the viewer's format, and a mask of what is more than half opaque.
Bytes rich_cursor(const hw::CursorShape& shape, const PixelFormat& format);

// What a viewer's H.264 decoders are to forget (rfbproto, Open H.264).
enum class VideoReset : std::uint32_t { none = 0, this_part = 1, all = 2 };
// A FramebufferUpdate with one access unit of `part`.
Bytes video(const hw::Rect& part, VideoReset reset, ByteView unit);

Bytes end_of_continuous_updates();
Bytes fence_request(ByteView payload);

}  // namespace gatehouse::desktop::messages
