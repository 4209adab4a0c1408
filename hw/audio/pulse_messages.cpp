#include "hw/audio/pulse_messages.h"

#include "hw/audio/audio_source.h"

namespace gatehouse::hw::pulse {
namespace {

constexpr std::size_t kDescriptor = 20;  // length, channel, offset (two), flags
constexpr std::size_t kStringCap = 4096;
constexpr std::uint32_t kSharedMemory = 0xc0000000;  // flags of a frame that is elsewhere; never agreed to
constexpr std::uint8_t kS16le = 3;
constexpr std::uint8_t kFrontLeft = 1, kFrontRight = 2;

}  // namespace

Request::Request(Command command, std::uint32_t tag) {
  out_.u32(0);  // its length, once it is known
  out_.u32(kNone);
  out_.u64(0);
  out_.u32(0);
  u32(static_cast<std::uint32_t>(command));
  u32(tag);
}

Request& Request::u32(std::uint32_t value) {
  out_.u8('L');
  out_.u32(value);
  return *this;
}

Request& Request::boolean(bool value) {
  out_.u8(value ? '1' : '0');
  return *this;
}

Request& Request::string(std::string_view value) {
  out_.u8('t');
  out_.text(value);
  out_.u8(0);
  return *this;
}

Request& Request::arbitrary(ByteView value) {
  out_.u8('x');
  out_.u32(static_cast<std::uint32_t>(value.size()));
  out_.bytes(value);
  return *this;
}

Request& Request::sample_spec() {
  out_.u8('a');
  out_.u8(kS16le);
  out_.u8(kChannels);
  out_.u32(kSampleRate);
  return *this;
}

Request& Request::channel_map() {
  out_.u8('m');
  out_.u8(kChannels);
  out_.u8(kFrontLeft);
  out_.u8(kFrontRight);
  return *this;
}

Request& Request::properties(const std::vector<std::pair<std::string_view, std::string_view>>& all) {
  out_.u8('P');
  for (const auto& [key, value] : all) {
    string(key);
    const std::string terminated = std::string(value) + '\0';
    u32(static_cast<std::uint32_t>(terminated.size()));
    arbitrary(as_bytes(terminated));
  }
  out_.u8('N');
  return *this;
}

Bytes Request::take() {
  out_.patch_u32(0, static_cast<std::uint32_t>(out_.size() - kDescriptor));
  return out_.take();
}

bool Fields::tag(char expected) {
  if (in_.u8() != static_cast<std::uint8_t>(expected)) in_.fail();
  return !in_.failed();
}

std::uint32_t Fields::u32() {
  return tag('L') ? in_.u32() : 0;
}

std::optional<std::string> Fields::string() {
  const std::uint8_t kind = in_.u8();
  if (kind == 'N') return std::nullopt;
  if (kind != 't') in_.fail();
  std::string text;
  for (char c = 0; !in_.failed() && (c = static_cast<char>(in_.u8())) != 0;) {
    text += c;
    if (text.size() > kStringCap) in_.fail();
  }
  if (in_.failed()) return std::nullopt;
  return text;
}

void Fields::skip_sample_spec() {
  if (tag('a')) in_.bytes(6);
}

void Frames::feed(ByteView data) {
  if (broken_) return;
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ = 0;
  buffer_.insert(buffer_.end(), data.begin(), data.end());
}

std::optional<Frames::Frame> Frames::next() {
  if (broken_) return std::nullopt;
  ByteReader in(ByteView(buffer_).subspan(at_));
  if (in.remaining() < kDescriptor) return std::nullopt;
  const std::uint32_t length = in.u32();
  const std::uint32_t channel = in.u32();
  in.u64();
  const std::uint32_t flags = in.u32();
  if (length > kCap || (flags & kSharedMemory) != 0) {
    broken_ = true;
    return std::nullopt;
  }
  if (in.remaining() < length) return std::nullopt;
  at_ += kDescriptor + length;
  return Frame{channel, in.bytes(length)};
}

}  // namespace gatehouse::hw::pulse
