// The one bounded reader and writer for bytes that peers send. Big-endian, as on the wire.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

ByteView as_bytes(std::string_view text);
std::string_view as_text(ByteView bytes);

// Reads past the end never happen: the first one that would sets failed() and every later read gives zero or
// empty. Check failed() once, after the last field; use done() where nothing may follow.
class ByteReader {
 public:
  explicit ByteReader(ByteView data) : data_(data) {}

  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::uint64_t u64();
  ByteView bytes(std::size_t count);
  // A u16 length and that many bytes; more than `cap` fails.
  ByteView blob16(std::size_t cap);
  // As blob16, and valid UTF-8 without control characters other than tab and newline.
  std::string text16(std::size_t cap);

  void fail() { failed_ = true; }
  bool failed() const { return failed_; }
  std::size_t remaining() const { return data_.size() - at_; }
  bool done() const { return !failed_ && remaining() == 0; }

 private:
  bool take(std::size_t count);

  ByteView data_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

class ByteWriter {
 public:
  void u8(std::uint8_t value);
  void u16(std::uint16_t value);
  void u32(std::uint32_t value);
  void u64(std::uint64_t value);
  void bytes(ByteView data);
  void text(std::string_view data);
  // A u16 length and the bytes; longer than 65,535 is a bug of the caller.
  void blob16(ByteView data);
  void text16(std::string_view data);
  // Overwrites four bytes at `offset`, for lengths known only afterwards.
  void patch_u32(std::size_t offset, std::uint32_t value);

  std::size_t size() const { return out_.size(); }
  const Bytes& view() const { return out_; }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

}  // namespace gatehouse
