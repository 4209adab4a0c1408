#include "appliance/desktop/clipboard_messages.h"

#include <zlib.h>

#include <algorithm>

#include "appliance/base/text.h"
#include "hw/clipboard/clipboard.h"

namespace gatehouse::desktop::clipboard {
namespace {

constexpr std::uint8_t kServerCutText = 3;
constexpr std::size_t kFirstPiece = 4096;

Bytes extended_message(std::uint32_t flags, ByteView body) {
  ByteWriter out;
  out.u8(kServerCutText);
  out.bytes(Bytes(3));
  // A negative length marks the extended form.
  out.u32(0u - static_cast<std::uint32_t>(4 + body.size()));
  out.u32(flags);
  out.bytes(body);
  return out.take();
}

std::string with_lf(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

// At most `cap` bytes of it; memory grows with what there is, so that a short text costs little.
Result<Bytes> inflated(ByteView stream, std::size_t cap) {
  z_stream inflater{};
  if (inflateInit(&inflater) != Z_OK) return Error{"out of memory for the clipboard"};
  inflater.next_in = const_cast<Bytef*>(stream.data());
  inflater.avail_in = static_cast<uInt>(stream.size());
  Bytes plain;
  int status = Z_OK;
  while (status == Z_OK && inflater.avail_out == 0 && plain.size() < cap) {
    const std::size_t before = plain.size();
    plain.resize(std::min(cap, std::max(kFirstPiece, 2 * before)));
    inflater.next_out = plain.data() + before;
    inflater.avail_out = static_cast<uInt>(plain.size() - before);
    status = inflate(&inflater, Z_SYNC_FLUSH);
  }
  plain.resize(plain.size() - inflater.avail_out);
  inflateEnd(&inflater);
  if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
    return Error{"extended clipboard: the text is not a zlib stream"};
  return plain;
}

}  // namespace

Bytes caps_message() {
  ByteWriter sizes;
  sizes.u32(hw::kClipboardCap);
  return extended_message(kCaps | kRequest | kPeek | kNotify | kProvide | kText, sizes.view());
}

Bytes flags_message(std::uint32_t flags) {
  return extended_message(flags, {});
}

Bytes provide_message(const std::string& text) {
  const std::string wire = with_crlf(text);
  ByteWriter plain;
  plain.u32(static_cast<std::uint32_t>(wire.size() + 1));
  plain.text(wire);
  plain.u8(0);
  Bytes packed(compressBound(plain.size()));
  uLongf size = packed.size();
  GH_ASSERT(compress(packed.data(), &size, plain.view().data(), plain.size()) == Z_OK);
  packed.resize(size);
  return extended_message(kProvide | kText, packed);
}

Bytes latin1_message(const std::string& text) {
  std::string latin;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 1) {
      latin += text[i];
    } else if (length == 2 && lead <= 0xC3 && i + 1 < text.size()) {
      latin += static_cast<char>((lead & 0x03) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3F));
    } else {
      latin += '?';
    }
    i += length;
  }
  ByteWriter out;
  out.u8(kServerCutText);
  out.bytes(Bytes(3));
  out.u32(static_cast<std::uint32_t>(latin.size()));
  out.text(latin);
  return out.take();
}

std::string from_latin1(ByteView text) {
  std::string utf8;
  for (std::uint8_t c : text) {
    if (c == 0) break;
    if (c < 0x80) {
      utf8 += static_cast<char>(c);
    } else {
      utf8 += static_cast<char>(0xC0 | c >> 6);
      utf8 += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return with_lf(utf8);
}

Result<std::optional<std::string>> inflate_text(ByteView stream) {
  // CR LF counts as two on the wire and one here, hence twice the cap; the exact limit is checked below.
  constexpr std::size_t kCap = 4 + 2 * hw::kClipboardCap + 1;
  const Result<Bytes> plain = inflated(stream, kCap);
  if (!plain) return plain.error();

  ByteReader reader(*plain);
  const std::uint32_t announced = reader.u32();
  if (reader.failed()) return Error{"extended clipboard: the text has no length"};
  if (announced > kCap - 4) return std::optional<std::string>();
  const std::string_view wire = as_text(reader.bytes(announced));
  if (reader.failed()) return Error{"extended clipboard: the text is shorter than announced"};
  std::string text = with_lf(wire.substr(0, wire.find('\0')));
  if (text.size() > hw::kClipboardCap || !is_utf8(text)) return std::optional<std::string>();
  return std::optional(std::move(text));
}

}  // namespace gatehouse::desktop::clipboard
