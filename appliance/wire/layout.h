// How messages are written down: one layout() a message, used in both directions, so that encoder and decoder
// can't drift apart. For wire/*.cpp alone.
#pragma once
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/text.h"
#include "appliance/wire/close_reason.h"
#include "appliance/wire/link.h"

namespace gatehouse::wire {

// T or const T: a layout reads into the one and writes from the other.
template <class Message, class T>
concept Is = std::same_as<std::remove_const_t<Message>, T>;

// What is shown to people may be cut or lose odd characters, but must never make a record that the peer
// refuses.
inline std::string fitting_text(std::string_view text, std::size_t cap) {
  if (text.size() > cap) {
    while (cap > 0 && (static_cast<unsigned char>(text[cap]) & 0xc0) == 0x80) --cap;
    text = text.substr(0, cap);
  }
  std::string out(text);
  if (is_plain_text(out)) return out;
  for (char& c : out) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return out;
}

class Put {
 public:
  explicit Put(ByteWriter& out) : out_(out) {}
  void u8(std::uint8_t value) { out_.u8(value); }
  void u16(std::uint16_t value) { out_.u16(value); }
  void u32(std::uint32_t value) { out_.u32(value); }
  void u64(std::uint64_t value) { out_.u64(value); }
  void text(std::string_view value, std::size_t cap) { out_.text16(fitting_text(value, cap)); }
  void texts(const std::vector<std::string>& values, std::size_t most, std::size_t cap) {
    GH_ASSERT(values.size() <= most);
    out_.u8(static_cast<std::uint8_t>(values.size()));
    for (const std::string& value : values) text(value, cap);
  }
  // After their number (u8).
  template <class Part>
  void list(const std::vector<Part>& parts, std::size_t most) {
    GH_ASSERT(parts.size() <= most);
    out_.u8(static_cast<std::uint8_t>(parts.size()));
    for (const Part& part : parts) layout(*this, part);
  }
  void blob(std::string_view value, std::size_t cap) {
    GH_ASSERT(value.size() <= cap);
    out_.text16(value);
  }
  void secret(std::string_view value, std::size_t cap) { blob(value, cap); }
  // What people wrote, as they wrote it: any bytes, but some.
  void words(std::string_view value, std::size_t cap) {
    GH_ASSERT(!value.empty());
    blob(value, cap);
  }
  // To the end of the message.
  void rest(std::string_view value, std::size_t cap) {
    GH_ASSERT(!value.empty() && value.size() <= cap);
    out_.text(value);
  }
  void key(std::string_view value, std::size_t size) {
    GH_ASSERT(value.size() == size);
    out_.text16(value);
  }
  void reason(CloseReason value) {
    GH_ASSERT(value != CloseReason::none);
    out_.u8(static_cast<std::uint8_t>(value));
  }
  void reason_or_none(CloseReason value) { out_.u8(static_cast<std::uint8_t>(value)); }
  void flag(bool value) { out_.u8(value ? 1 : 0); }
  template <class Enum>
  void choice(Enum value, Enum, Enum) {
    out_.u8(static_cast<std::uint8_t>(value));
  }

 private:
  ByteWriter& out_;
};

class Take {
 public:
  explicit Take(ByteReader& in) : in_(in) {}
  void u8(std::uint8_t& value) { value = in_.u8(); }
  void u16(std::uint16_t& value) { value = in_.u16(); }
  void u32(std::uint32_t& value) { value = in_.u32(); }
  void u64(std::uint64_t& value) { value = in_.u64(); }
  void text(std::string& value, std::size_t cap) { value = in_.text16(cap); }
  void texts(std::vector<std::string>& values, std::size_t most, std::size_t cap) {
    const std::size_t count = in_.u8();
    if (count > most) return in_.fail();
    values.resize(count);
    for (std::string& value : values) text(value, cap);
  }
  template <class Part>
  void list(std::vector<Part>& parts, std::size_t most) {
    const std::size_t count = in_.u8();
    if (count > most) return in_.fail();
    parts.resize(count);
    for (Part& part : parts) layout(*this, part);
  }
  void blob(std::string& value, std::size_t cap) { value = as_text(in_.blob16(cap)); }
  // In one place of the heap, however short it is: moving it leaves no copy, and whoever has it can wipe it.
  void secret(std::string& value, std::size_t cap) {
    const std::string_view bytes = as_text(in_.blob16(cap));
    value.reserve(cap);
    value.assign(bytes);
  }
  void words(std::string& value, std::size_t cap) {
    blob(value, cap);
    if (value.empty()) in_.fail();
  }
  void rest(std::string& value, std::size_t cap) {
    const std::size_t size = in_.remaining();
    if (size == 0 || size > cap) return in_.fail();
    value = as_text(in_.bytes(size));
  }
  void key(std::string& value, std::size_t size) {
    blob(value, size);
    if (value.size() != size) in_.fail();
  }
  void reason(CloseReason& value) {
    const auto known = close_reason_from(in_.u8());
    if (!known || *known == CloseReason::none) return in_.fail();
    value = *known;
  }
  void reason_or_none(CloseReason& value) {
    const auto known = close_reason_from(in_.u8());
    if (!known) return in_.fail();
    value = *known;
  }
  void flag(bool& value) {
    const std::uint8_t byte = in_.u8();
    value = byte == 1;
    if (byte > 1) in_.fail();
  }
  template <class Enum>
  void choice(Enum& value, Enum low, Enum high) {
    value = static_cast<Enum>(in_.u8());
    if (value < low || value > high) in_.fail();
  }

 private:
  ByteReader& in_;
};

// In both families.
void layout(auto& io, Is<Ping> auto& ping) {
  io.u64(ping.opaque);
}
void layout(auto& io, Is<Pong> auto& pong) {
  io.u64(pong.opaque);
}

// A message of a family is its number (the place in the variant, from 1) and its layout.
template <class... Messages>
void put_message(ByteWriter& out, const std::variant<Messages...>& message) {
  out.u8(static_cast<std::uint8_t>(message.index() + 1));
  Put io(out);
  std::visit([&io](const auto& body) { layout(io, body); }, message);
}

template <class Family>
std::optional<Family> take_message(ByteView data) {
  ByteReader in(data);
  const std::size_t number = in.u8();
  std::optional<Family> message;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto read_if = [&]<std::size_t Index>(std::integral_constant<std::size_t, Index>) {
      if (number != Index + 1) return;
      Take io(in);
      layout(io, std::get<Index>(message.emplace(std::in_place_index<Index>)));
    };
    (read_if(std::integral_constant<std::size_t, I>()), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Family>>());
  if (!in.done()) message.reset();
  return message;
}

}  // namespace gatehouse::wire
