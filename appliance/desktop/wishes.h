// What a viewer asked for with SetPixelFormat and SetEncodings, checked by the gate and boiled down to what
// we offer.
#pragma once
#include <chrono>
#include <cstdint>

namespace gatehouse::desktop {

// RFC 6143 7.4; true colour only.
struct PixelFormat {
  std::uint8_t bits_per_pixel = 32, depth = 24;
  bool big_endian = false;
  std::uint16_t red_max = 255, green_max = 255, blue_max = 255;
  std::uint8_t red_shift = 16, green_shift = 8, blue_shift = 0;
  bool operator==(const PixelFormat&) const = default;
};

// RFC 6143 7.7 and the IANA "RFB encoding types" registry; the rest from the community's rfbproto.
enum Encoding : std::int32_t {
  kRaw = 0,
  kCopyRect = 1,
  kHextile = 5,
  kTight = 7,
  kZrle = 16,
  kOpenH264 = 50,
  kQuality0 = -32,    // to -23
  kCompress0 = -256,  // to -247
  kDesktopSize = -223,
  kLastRect = -224,
  kRichCursor = -239,
  kQemuKeys = -258,
  kDesktopName = -307,
  kExtendedDesktopSize = -308,
  kFence = -312,
  kContinuousUpdates = -313,
  kCursorWithAlpha = -314,
  kExtendedMouseButtons = -316,
  kExtendedClipboard = static_cast<std::int32_t>(0xC0A1E5CE),
};

struct Wishes {
  PixelFormat format;
  Encoding encoding = kRaw;  // the first of the viewer's list that we have: kRaw, kHextile, kTight, kZrle
  int quality = -1;          // JPEG 0-9; -1: lossless only
  int compression = -1;      // 0-9; -1: ours to choose
  bool video = false;        // Open H.264, beside the tiles
  bool copy_rect = false, last_rect = false;
  bool rich_cursor = false, cursor_with_alpha = false;
  bool desktop_size = false, extended_desktop_size = false, desktop_name = false;
  bool fence = false, continuous_updates = false;
  bool qemu_keys = false, mouse_buttons = false, extended_clipboard = false;
  bool operator==(const Wishes&) const = default;
};

// How long from one picture to the next at least. Who asks for JPEG's lowest levels has little to spare: of the link, or
// of the time to decode. 15 pictures a second.
inline constexpr int kSparingQuality = 2;
inline constexpr std::chrono::milliseconds kSparingGap{66};
constexpr std::chrono::milliseconds picture_gap(const Wishes& wishes) {
  return wishes.quality >= 0 && wishes.quality <= kSparingQuality ? kSparingGap
                                                                  : std::chrono::milliseconds(0);
}

// As PROTOCOL.md (Encoders) calls what a picture is encoded with for these wishes.
constexpr const char* encoder_name(const Wishes& wishes) {
  switch (wishes.encoding) {
    case kTight:
      return wishes.quality >= 0 ? "tight+jpeg" : "tight";
    case kZrle:
      return "zrle";
    case kHextile:
      return "hextile";
    default:
      return "raw";
  }
}

}  // namespace gatehouse::desktop
