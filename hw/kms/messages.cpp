#include "hw/kms/messages.h"

#include <algorithm>
#include <string>

#include "hw/capture/capture.h"

namespace gatehouse::hw::kms {
namespace {

constexpr std::size_t kReasonCap = 1024;
constexpr std::uint32_t kLargestBuffer = 16384;  // either way; several screens may share one
constexpr std::uint32_t kLargestPitch = kLargestBuffer * 4;
constexpr std::uint64_t kFarthest = std::uint64_t{1} << 30;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string size_words(std::uint32_t width, std::uint32_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

void put(ByteWriter& out, const Buffer& buffer) {
  out.u8(buffer.slot);
  out.u8(static_cast<std::uint8_t>(buffer.format));
  out.u8(buffer.needs_sync);
  out.u32(buffer.width);
  out.u32(buffer.height);
  out.u32(buffer.pitch);
  out.u64(buffer.map_offset);
  out.u64(buffer.picture_offset);
  out.u64(buffer.size);
}

Buffer get_buffer(ByteReader& in) {
  Buffer buffer;
  buffer.slot = in.u8();
  const std::uint8_t format = in.u8();
  if (format < static_cast<std::uint8_t>(PixelFormat::xrgb8888) ||
      format > static_cast<std::uint8_t>(PixelFormat::argb8888) || buffer.slot >= kSlots)
    in.fail();
  buffer.format = static_cast<PixelFormat>(format);
  buffer.needs_sync = in.u8() != 0;
  buffer.width = in.u32();
  buffer.height = in.u32();
  buffer.pitch = in.u32();
  buffer.map_offset = in.u64();
  buffer.picture_offset = in.u64();
  buffer.size = in.u64();
  return buffer;
}

void put(ByteWriter& out, const Look& look) {
  out.u8(look.dark);
  out.u8(look.slot);
  for (const std::uint32_t number : {look.x, look.y, look.width, look.height}) out.u32(number);
  out.u8(look.has_cursor);
  out.u8(look.cursor_slot);
  out.u32(static_cast<std::uint32_t>(look.cursor_x));
  out.u32(static_cast<std::uint32_t>(look.cursor_y));
}

Look get_look(ByteReader& in) {
  Look look;
  look.dark = in.u8() != 0;
  look.slot = in.u8();
  look.x = in.u32();
  look.y = in.u32();
  look.width = in.u32();
  look.height = in.u32();
  look.has_cursor = in.u8() != 0;
  look.cursor_slot = in.u8();
  look.cursor_x = static_cast<std::int32_t>(in.u32());
  look.cursor_y = static_cast<std::int32_t>(in.u32());
  if (look.slot >= kSlots || look.cursor_slot >= kSlots) in.fail();
  return look;
}

}  // namespace

Result<std::size_t> bytes_to_map(const Buffer& buffer) {
  if (buffer.width == 0 || buffer.height == 0 || buffer.width > kLargestBuffer ||
      buffer.height > kLargestBuffer)
    return Error{"the graphics card names a picture of " + size_words(buffer.width, buffer.height)};
  const std::uint64_t row = std::uint64_t{buffer.width} * bytes_per_pixel(buffer.format);
  if (buffer.pitch < row || buffer.pitch > kLargestPitch)
    return Error{"the graphics card names rows of " + std::to_string(buffer.pitch) + " bytes for " +
                 std::to_string(buffer.width) + " pixels"};
  if (buffer.picture_offset > kFarthest)
    return Error{"the graphics card names a picture far outside of its memory"};
  const std::uint64_t bytes = buffer.picture_offset + std::uint64_t{buffer.pitch} * (buffer.height - 1) + row;
  if (buffer.size != 0 && bytes > buffer.size)
    return Error{"the graphics card names a picture larger than its memory"};
  return static_cast<std::size_t>(bytes);
}

Result<void> check_look(const Look& look, const Buffer& buffer) {
  const auto fits = [](std::uint32_t from, std::uint32_t length, std::uint32_t all) {
    return length >= static_cast<std::uint32_t>(kSmallestScreen) &&
           length <= static_cast<std::uint32_t>(kLargestScreen) && length <= all && from <= all - length;
  };
  if (fits(look.x, look.width, buffer.width) && fits(look.y, look.height, buffer.height)) return {};
  return Error{"the graphics card shows " + size_words(look.width, look.height) + " of a picture of " +
               size_words(buffer.width, buffer.height)};
}

Bytes encode(const Message& message) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(message.index()));
  std::visit(Overloaded{
                 [&](const Hello& hello) {
                   for (const auto& table : hello.keymap.tables)
                     for (const std::uint16_t symbol : table) out.u16(symbol);
                 },
                 [](const Keyboard&) {},
                 [](const Pointer&) {},
                 [&](const Buffer& buffer) { put(out, buffer); },
                 [&](const Look& look) { put(out, look); },
                 [&](const Lost& lost) {
                   out.blob16(as_bytes(lost.reason).first(std::min(lost.reason.size(), kReasonCap)));
                 },
             },
             message);
  return out.take();
}

Result<Message> decode(ByteView datagram) {
  ByteReader in(datagram);
  Message message;
  // The numbers are the places in the variant, as encode() writes them.
  switch (in.u8()) {
    case 0: {
      Hello hello;
      for (auto& table : hello.keymap.tables)
        for (std::uint16_t& symbol : table) symbol = in.u16();
      message = hello;
      break;
    }
    case 1:
      message = Keyboard{};
      break;
    case 2:
      message = Pointer{};
      break;
    case 3:
      message = get_buffer(in);
      break;
    case 4:
      message = get_look(in);
      break;
    case 5:
      message = Lost{std::string(as_text(in.blob16(kReasonCap)))};
      break;
    default:
      in.fail();
  }
  if (!in.done()) return Error{"a message of the look-out at the graphics card is malformed"};
  return message;
}

}  // namespace gatehouse::hw::kms
