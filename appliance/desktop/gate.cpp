#include "appliance/desktop/gate.h"

#include <algorithm>
#include <utility>

#include "appliance/base/text.h"
#include "appliance/desktop/clipboard_messages.h"
#include "hw/clipboard/clipboard.h"

namespace gatehouse::desktop {
namespace {

using policy::Permission;

constexpr std::size_t kNotWhole = 0;
constexpr std::uint32_t kFenceRequest = 0x80000000;
constexpr std::uint32_t kFenceKnown = 7;  // BlockBefore, BlockAfter, SyncNext
constexpr std::size_t kFenceCap = 64;

hw::Rect read_rect(ByteReader& in) {
  hw::Rect rect;
  rect.x = in.u16();
  rect.y = in.u16();
  rect.width = in.u16();
  rect.height = in.u16();
  return rect;
}

// The bits a channel occupies; 0 when its maximum is not 2^n - 1 or it does not fit.
std::uint32_t channel_bits(std::uint32_t maximum, unsigned shift, unsigned bits_per_pixel) {
  if (maximum == 0 || maximum > 255 || (maximum & (maximum + 1)) != 0 || shift >= bits_per_pixel) return 0;
  const std::uint64_t bits = static_cast<std::uint64_t>(maximum) << shift;
  return bits >> bits_per_pixel ? 0 : static_cast<std::uint32_t>(bits);
}

bool is_sane(const PixelFormat& format) {
  if (format.bits_per_pixel != 8 && format.bits_per_pixel != 16 && format.bits_per_pixel != 32) return false;
  if (format.depth == 0 || format.depth > format.bits_per_pixel) return false;
  const std::uint32_t red = channel_bits(format.red_max, format.red_shift, format.bits_per_pixel);
  const std::uint32_t green = channel_bits(format.green_max, format.green_shift, format.bits_per_pixel);
  const std::uint32_t blue = channel_bits(format.blue_max, format.blue_shift, format.bits_per_pixel);
  return red && green && blue && !(red & green) && !(green & blue) && !(red & blue);
}

Error rule(const std::string& what) {
  return Error{"the viewer broke a rule: " + what};
}

}  // namespace

Result<void> Gate::feed(ByteView data) {
  if (state_ == State::ended) return rule("it sent data after the session had ended");
  // Most messages arrive whole: parse in place and keep only what is left over. What is held grows in place: a
  // long clipboard text comes in many pieces.
  const bool joined = !held_.empty();
  if (joined) {  // not insert(): GCC 14 warns of an overflow in it that can't be
    const std::size_t before = held_.size();
    held_.resize(before + data.size());
    std::ranges::copy(data, held_.begin() + static_cast<std::ptrdiff_t>(before));
  }
  ByteView rest = joined ? ByteView(held_) : data;
  while (!rest.empty()) {
    if (skip_ > 0) {
      const std::size_t now = std::min(skip_, rest.size());
      skip_ -= now;
      rest = rest.subspan(now);
      continue;
    }
    Taken taken = take(rest);
    if (!taken) {
      state_ = State::ended;
      held_.clear();
      return taken.error();
    }
    if (*taken == kNotWhole) break;
    rest = rest.subspan(*taken);
  }
  GH_ASSERT(rest.size() <= kHoldCap);
  if (joined) {
    held_.erase(held_.begin(), held_.end() - static_cast<std::ptrdiff_t>(rest.size()));
  } else {
    held_.assign(rest.begin(), rest.end());
  }
  return {};
}

Gate::Taken Gate::take(ByteView data) {
  switch (state_) {
    case State::version:
      return version(data);
    case State::security:
      return security(data);
    case State::client_init:
      return client_init();
    case State::session:
      return message(data);
    case State::ended:
      break;
  }
  return rule("it sent data after the session had ended");
}

// --- Handshake (RFC 6143 7.1, 7.3) ---

Gate::Taken Gate::version(ByteView data) {
  constexpr std::size_t kLength = 12;
  const std::string_view text = as_text(data.first(std::min(data.size(), kLength)));
  if (text.substr(0, 10) != std::string_view("RFB 003.00").substr(0, text.size()))
    return rule("protocol versions are 3.3, 3.7 and 3.8");
  if (data.size() < kLength) return kNotWhole;
  if (text == "RFB 003.003\n") {
    // Version 3.3: the server decides. Security type none.
    minor_version_ = 3;
    events_.send(Bytes{0, 0, 0, 1});
    state_ = State::client_init;
  } else if (text == "RFB 003.007\n" || text == "RFB 003.008\n") {
    minor_version_ = text[10] - '0';
    events_.send(Bytes{1, 1});
    state_ = State::security;
  } else {
    return rule("protocol versions are 3.3, 3.7 and 3.8");
  }
  return kLength;
}

Gate::Taken Gate::security(ByteView data) {
  // Who the viewer is was settled by the sealed channel before a byte of RFB; "none" is the only offer.
  if (data[0] != 1) return rule("it chose a security type that was not offered");
  if (minor_version_ >= 8) events_.send(Bytes{0, 0, 0, 0});
  state_ = State::client_init;
  return 1;
}

Gate::Taken Gate::client_init() {
  state_ = State::session;
  events_.initialised();
  return 1;
}

// --- Messages ---

Gate::Taken Gate::message(ByteView data) {
  struct Row {
    std::uint8_t type;
    std::size_t head;  // bytes needed to know how long the message is
    Taken (Gate::*handler)(ByteView);
  };
  static constexpr Row kAllowed[] = {
      {0, 20, &Gate::pixel_format}, {2, 4, &Gate::encodings},     {3, 10, &Gate::update_request},
      {4, 8, &Gate::key_event},     {5, 6, &Gate::pointer_event}, {6, 8, &Gate::cut_text},
      {150, 10, &Gate::continuous}, {248, 9, &Gate::fence},       {251, 8, &Gate::desktop_size},
      {255, 12, &Gate::qemu},
  };
  for (const Row& row : kAllowed) {
    if (row.type != data[0]) continue;
    if (data.size() < row.head) return kNotWhole;
    return (this->*row.handler)(data);
  }
  return rule("message type " + std::to_string(data[0]) + " is not allowed");
}

Gate::Taken Gate::pixel_format(ByteView data) {
  ByteReader in(data.subspan(4));
  PixelFormat format;
  format.bits_per_pixel = in.u8();
  format.depth = in.u8();
  format.big_endian = in.u8() != 0;
  const bool true_colour = in.u8() != 0;
  format.red_max = in.u16();
  format.green_max = in.u16();
  format.blue_max = in.u16();
  format.red_shift = in.u8();
  format.green_shift = in.u8();
  format.blue_shift = in.u8();
  if (!true_colour) return rule("colour maps are not supported");
  if (!is_sane(format)) return rule("SetPixelFormat asks for an impossible format");
  wishes_.format = format;
  events_.wishes_changed(wishes_);
  return 20;
}

Gate::Taken Gate::encodings(ByteView data) {
  ByteReader in(data.subspan(2));
  const std::size_t count = in.u16();
  if (count > kEncodingsCap) return rule("SetEncodings lists more than 128 encodings");
  if (in.remaining() < 4 * count) return kNotWhole;

  Wishes wishes;
  wishes.format = wishes_.format;
  bool chosen = false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto encoding = static_cast<std::int32_t>(in.u32());
    switch (encoding) {
      case kRaw:
      case kHextile:
      case kTight:
      case kZrle:
        if (!chosen) wishes.encoding = static_cast<Encoding>(encoding);
        chosen = true;
        break;
      case kOpenH264:
        wishes.video = true;
        break;
      case kCopyRect:
        wishes.copy_rect = true;
        break;
      case kDesktopSize:
        wishes.desktop_size = true;
        break;
      case kLastRect:
        wishes.last_rect = true;
        break;
      case kRichCursor:
        wishes.rich_cursor = true;
        break;
      case kCursorWithAlpha:
        wishes.cursor_with_alpha = true;
        break;
      case kQemuKeys:
        wishes.qemu_keys = true;
        break;
      case kDesktopName:
        wishes.desktop_name = true;
        break;
      case kExtendedDesktopSize:
        wishes.extended_desktop_size = true;
        break;
      case kFence:
        wishes.fence = true;
        break;
      case kContinuousUpdates:
        wishes.continuous_updates = true;
        break;
      case kExtendedMouseButtons:
        wishes.mouse_buttons = true;
        break;
      case kExtendedClipboard:
        wishes.extended_clipboard = true;
        break;
      default:
        if (encoding >= kQuality0 && encoding <= kQuality0 + 9) wishes.quality = encoding - kQuality0;
        if (encoding >= kCompress0 && encoding <= kCompress0 + 9) wishes.compression = encoding - kCompress0;
        // Any other is a wish we don't fulfil, which is what the list is for.
    }
  }
  if (wishes.extended_clipboard && !wishes_.extended_clipboard) events_.send(clipboard::caps_message());
  wishes_ = wishes;
  events_.wishes_changed(wishes_);
  return 4 + 4 * count;
}

Gate::Taken Gate::update_request(ByteView data) {
  ByteReader in(data.subspan(1));
  const bool incremental = in.u8() != 0;
  events_.update_requested(incremental, read_rect(in));
  return 10;
}

Gate::Taken Gate::key_event(ByteView data) {
  ByteReader in(data.subspan(1));
  const bool down = in.u8() != 0;
  in.u16();
  const std::uint32_t keysym = in.u32();
  if (may(Permission::keyboard)) events_.key(keysym, 0, down);
  return 8;
}

Gate::Taken Gate::pointer_event(ByteView data) {
  ByteReader in(data.subspan(1));
  std::uint32_t buttons = in.u8();
  const int x = in.u16(), y = in.u16();
  std::size_t length = 6;
  // rfbproto, extended mouse buttons: the highest bit announces one more byte.
  if (wishes_.mouse_buttons && (buttons & 0x80) != 0) {
    if (data.size() < 7) return kNotWhole;
    buttons = (buttons & 0x7F) | static_cast<std::uint32_t>(in.u8() & 0x03) << 7;
    length = 7;
  }
  if (may(Permission::pointer)) events_.pointer(x, y, buttons);
  return length;
}

Gate::Taken Gate::cut_text(ByteView data) {
  ByteReader in(data.subspan(4));
  const auto announced = static_cast<std::int32_t>(in.u32());
  const bool extended = announced < 0;
  const std::size_t length =
      static_cast<std::size_t>(extended ? -static_cast<std::int64_t>(announced) : announced);
  if (extended && !wishes_.extended_clipboard) return rule("extended clipboard was not announced");
  if (extended && length < 4) return rule("extended clipboard: a message without flags");
  if (length > kSkipCap) return rule("a clipboard text of more than 64 MiB");
  if (length > hw::kClipboardCap) {
    // A person may well copy something huge; it is ignored without being stored.
    skip_ = length;
    return 8;
  }
  if (in.remaining() < length) return kNotWhole;
  const ByteView body = in.bytes(length);
  if (extended) {
    Result<void> done = extended_clipboard(body);
    if (!done) return done.error();
  } else if (may(Permission::clipboard_to_device)) {
    std::string text = clipboard::from_latin1(body);
    if (text.size() <= hw::kClipboardCap) events_.clipboard(std::move(text));
  }
  return 8 + length;
}

Result<void> Gate::extended_clipboard(ByteView body) {
  ByteReader in(body);
  const std::uint32_t flags = in.u32();
  const bool text = (flags & clipboard::kText) != 0;
  if (flags & clipboard::kCaps) {
    viewer_clipboard_ = flags;
  } else if (flags & clipboard::kRequest) {
    if (text && may(Permission::clipboard_from_device) && !offered_text_.empty())
      events_.send(clipboard::provide_message(std::exchange(offered_text_, {})));
  } else if (flags & clipboard::kPeek) {
    const bool something = may(Permission::clipboard_from_device) && !offered_text_.empty();
    events_.send(clipboard::flags_message(clipboard::kNotify | (something ? clipboard::kText : 0)));
  } else if (flags & clipboard::kNotify) {
    if (text && may(Permission::clipboard_to_device))
      events_.send(clipboard::flags_message(clipboard::kRequest | clipboard::kText));
  } else if (flags & clipboard::kProvide) {
    if (!text || !may(Permission::clipboard_to_device)) return {};
    auto received = clipboard::inflate_text(in.bytes(in.remaining()));
    if (!received) return rule(received.error().message);
    if (*received) events_.clipboard(std::move(**received));
  }
  return {};
}

Gate::Taken Gate::continuous(ByteView data) {
  if (!wishes_.continuous_updates) return rule("continuous updates were not announced");
  ByteReader in(data.subspan(1));
  const bool enabled = in.u8() != 0;
  events_.continuous_updates(enabled, read_rect(in));
  return 10;
}

Gate::Taken Gate::fence(ByteView data) {
  if (!wishes_.fence) return rule("fences were not announced");
  ByteReader in(data.subspan(4));
  const std::uint32_t flags = in.u32();
  const std::size_t length = in.u8();
  if (length > kFenceCap) return rule("a fence carries more than 64 bytes");
  if (in.remaining() < length) return kNotWhole;
  const ByteView payload = in.bytes(length);
  if ((flags & kFenceRequest) == 0) {
    events_.fence_returned(payload);
  } else {
    ByteWriter out;
    out.u8(248);
    out.bytes(Bytes(3));
    out.u32(flags & kFenceKnown);
    out.u8(static_cast<std::uint8_t>(length));
    out.bytes(payload);
    events_.send(out.take());
  }
  return 9 + length;
}

Gate::Taken Gate::desktop_size(ByteView data) {
  if (!wishes_.extended_desktop_size) return rule("ExtendedDesktopSize was not announced");
  ByteReader in(data.subspan(2));
  const int width = in.u16(), height = in.u16();
  const std::size_t screens = in.u8();
  in.u8();
  if (in.remaining() < 16 * screens) return kNotWhole;
  // One screen that fills the desktop is the only layout there is.
  in.u32();
  const hw::Rect screen = read_rect(in);
  const bool simple = screens == 1 && screen == hw::Rect{0, 0, width, height} && width > 0 && height > 0;
  if (!may(Permission::resize_screen)) {
    events_.resize_refused(ResizeStatus::prohibited);
  } else if (!simple) {
    events_.resize_refused(ResizeStatus::invalid_layout);
  } else {
    events_.resize(width, height);
  }
  return 8 + 16 * screens;
}

Gate::Taken Gate::qemu(ByteView data) {
  if (data[1] != 0) return rule("QEMU message " + std::to_string(data[1]) + " is not allowed");
  if (!wishes_.qemu_keys) return rule("QEMU key events were not announced");
  ByteReader in(data.subspan(2));
  const bool down = in.u16() != 0;
  const std::uint32_t keysym = in.u32();
  const std::uint32_t xt_code = in.u32();
  if (may(Permission::keyboard)) events_.key(keysym, xt_code, down);
  return 12;
}

// --- The machine's clipboard ---

void Gate::offer_clipboard(const std::string& text) {
  if (!in_session() || !may(Permission::clipboard_from_device) || text.size() > hw::kClipboardCap) return;
  if (!wishes_.extended_clipboard) return events_.send(clipboard::latin1_message(text));
  offered_text_ = text;
  if (viewer_clipboard_ & clipboard::kNotify) {
    events_.send(clipboard::flags_message(clipboard::kNotify | clipboard::kText));
  } else {
    events_.send(clipboard::provide_message(text));
  }
}

}  // namespace gatehouse::desktop
