#include "appliance/base/bytes.h"

#include <utility>

#include "appliance/base/result.h"
#include "appliance/base/text.h"

namespace gatehouse {

ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool ByteReader::take(std::size_t count) {
  if (failed_ || remaining() < count) {
    failed_ = true;
    return false;
  }
  at_ += count;
  return true;
}

std::uint8_t ByteReader::u8() {
  return take(1) ? data_[at_ - 1] : 0;
}

std::uint16_t ByteReader::u16() {
  if (!take(2)) return 0;
  return static_cast<std::uint16_t>(data_[at_ - 2] << 8 | data_[at_ - 1]);
}

std::uint32_t ByteReader::u32() {
  const std::uint32_t high = u16();
  return high << 16 | u16();
}

std::uint64_t ByteReader::u64() {
  const std::uint64_t high = u32();
  return high << 32 | u32();
}

ByteView ByteReader::bytes(std::size_t count) {
  return take(count) ? data_.subspan(at_ - count, count) : ByteView{};
}

ByteView ByteReader::blob16(std::size_t cap) {
  const std::size_t length = u16();
  if (length > cap) fail();
  return bytes(length);
}

std::string ByteReader::text16(std::size_t cap) {
  const std::string_view text = as_text(blob16(cap));
  if (!is_plain_text(text)) {
    fail();
    return {};
  }
  return std::string(text);
}

void ByteWriter::u8(std::uint8_t value) {
  out_.push_back(value);
}

void ByteWriter::u16(std::uint16_t value) {
  u8(static_cast<std::uint8_t>(value >> 8));
  u8(static_cast<std::uint8_t>(value));
}

void ByteWriter::u32(std::uint32_t value) {
  u16(static_cast<std::uint16_t>(value >> 16));
  u16(static_cast<std::uint16_t>(value));
}

void ByteWriter::u64(std::uint64_t value) {
  u32(static_cast<std::uint32_t>(value >> 32));
  u32(static_cast<std::uint32_t>(value));
}

void ByteWriter::bytes(ByteView data) {
  out_.insert(out_.end(), data.begin(), data.end());
}

void ByteWriter::text(std::string_view data) {
  bytes(as_bytes(data));
}

void ByteWriter::blob16(ByteView data) {
  GH_ASSERT(data.size() <= 0xffff);
  u16(static_cast<std::uint16_t>(data.size()));
  bytes(data);
}

void ByteWriter::text16(std::string_view data) {
  blob16(as_bytes(data));
}

void ByteWriter::patch_u32(std::size_t offset, std::uint32_t value) {
  GH_ASSERT(offset + 4 <= out_.size());
  for (int i = 0; i < 4; ++i) out_[offset + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

}  // namespace gatehouse
