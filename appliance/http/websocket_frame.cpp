#include "appliance/http/websocket_frame.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::http {
namespace {

constexpr std::uint8_t kContinuation = 0, kText = 1, kBinary = 2, kCloseFrame = 8, kPing = 9, kPong = 10;
constexpr std::uint8_t kFinal = 0x80, kReserved = 0x70, kMasked = 0x80;
constexpr std::size_t kControlCap = 125;

void append_frame(Bytes& out, std::uint8_t opcode, ByteView payload) {
  ByteWriter head;
  head.u8(kFinal | opcode);
  if (payload.size() <= kControlCap) {
    head.u8(static_cast<std::uint8_t>(payload.size()));
  } else if (payload.size() <= 0xffff) {
    head.u8(126);
    head.u16(static_cast<std::uint16_t>(payload.size()));
  } else {
    head.u8(127);
    head.u64(payload.size());
  }
  out.insert(out.end(), head.view().begin(), head.view().end());
  out.insert(out.end(), payload.begin(), payload.end());
}

// What a peer may say (RFC 6455 section 7.4).
bool is_close_code(std::uint16_t code) {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
         (code >= 3000 && code < 5000);
}

}  // namespace

void append_binary_message(Bytes& out, ByteView payload) {
  append_frame(out, kBinary, payload);
}

void append_close(Bytes& out, std::uint16_t code, std::string_view words) {
  ByteWriter body;
  body.u16(code);
  body.text(words.substr(0, kControlCap - 2));
  append_frame(out, kCloseFrame, body.view());
}

void WebSocketDecoder::close(WebSocketClose code) {
  closed_ = true;
  close_code_ = static_cast<std::uint16_t>(code);
}

std::size_t WebSocketDecoder::header_size() const {
  if (header_have_ < 2) return 2;
  const std::uint8_t length = header_[1] & 0x7f;
  return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + ((header_[1] & kMasked) != 0 ? 4 : 0);
}

void WebSocketDecoder::begin_frame() {
  ByteReader reader(ByteView(header_).first(header_have_));
  const std::uint8_t first = reader.u8(), second = reader.u8();
  const std::uint8_t short_length = second & 0x7f;
  left_ = short_length == 126 ? reader.u16() : short_length == 127 ? reader.u64() : short_length;
  const ByteView mask = reader.bytes(mask_.size());
  header_have_ = 0;
  opcode_ = first & 0x0f;
  const bool final = (first & kFinal) != 0, control = opcode_ >= kCloseFrame;
  if (reader.failed() || (first & kReserved) != 0 || (second & kMasked) == 0)
    return close(WebSocketClose::protocol_error);
  if (control && (opcode_ > kPong || !final || left_ > kControlCap))
    return close(WebSocketClose::protocol_error);
  if (!control) {
    if (opcode_ == kText) return close(WebSocketClose::unsupported_data);
    if (opcode_ > kBinary || in_message_ != (opcode_ == kContinuation))
      return close(WebSocketClose::protocol_error);
    if (opcode_ == kBinary) message_size_ = 0;
    in_message_ = !final;
    if (left_ > cap_ - message_size_) return close(WebSocketClose::too_big);
    message_size_ += left_;
  }
  std::copy(mask.begin(), mask.end(), mask_.begin());
  at_ = 0;
  control_.clear();
  in_payload_ = true;
}

void WebSocketDecoder::end_control_frame(Bytes& answers) {
  if (opcode_ == kPing) append_frame(answers, kPong, control_);
  if (opcode_ != kCloseFrame) return;
  if (control_.empty()) return close(WebSocketClose::normal);
  ByteReader reader(control_);
  const std::uint16_t code = reader.u16();
  if (reader.failed() || !is_close_code(code) || !is_utf8(as_text(reader.bytes(reader.remaining()))))
    return close(WebSocketClose::protocol_error);
  closed_ = true;
  close_code_ = code;
}

void WebSocketDecoder::feed(ByteView data, Bytes& payload, Bytes& answers) {
  while (!closed_) {
    if (!in_payload_) {
      if (data.empty()) return;
      header_[header_have_++] = data[0];
      data = data.subspan(1);
      if (header_have_ >= 2 && header_have_ == header_size()) begin_frame();
      continue;
    }
    const bool control = opcode_ >= kCloseFrame;
    Bytes& into = control ? control_ : payload;
    const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, data.size()));
    for (std::size_t i = 0; i < count; ++i) into.push_back(data[i] ^ mask_[at_++ & 3]);
    data = data.subspan(count);
    left_ -= count;
    if (left_ > 0) return;
    in_payload_ = false;
    if (control) end_control_frame(answers);
  }
}

}  // namespace gatehouse::http
