#include "appliance/wire/session.h"

#include <algorithm>

#include "appliance/wire/layout.h"

namespace gatehouse::wire {

void layout(auto& io, Is<ViewerHello> auto& hello) {
  io.u16(hello.version);
  io.blob(hello.ticket, kTicketCap);
}

void layout(auto& io, Is<State> auto& state) {
  io.choice(state.state, SessionState::starting, SessionState::open);
  io.u32(state.permissions);
}

void layout(auto& io, Is<Close> auto& close) {
  io.reason(close.reason);
}

void layout(auto& io, Is<Ask> auto& ask) {
  io.choice(ask.what, Ask::What::password, Ask::What::code);
  io.flag(ask.refused);
  io.u16(ask.wait_seconds);
}

void layout(auto& io, Is<Answer> auto& answer) {
  io.text(answer.text, kAnswerCap);
}

Bytes encode_message(const Control& message) {
  ByteWriter payload;
  put_message(payload, message);
  return payload.take();
}

Bytes encode_control(const Control& message) {
  Bytes out;
  append_frames(out, Channel::control, encode_message(message));
  return out;
}

std::optional<Control> decode_control(ByteView payload) {
  return take_message<Control>(payload);
}

void append_frames(Bytes& out, Channel channel, ByteView payload) {
  while (!payload.empty()) {
    const ByteView part = payload.first(std::min(payload.size(), kFrameCap));
    const auto length = static_cast<std::uint32_t>(part.size());
    out.push_back(static_cast<std::uint8_t>(channel));
    for (int shift = 16; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(length >> shift));
    out.insert(out.end(), part.begin(), part.end());
    payload = payload.subspan(part.size());
  }
}

void FrameReader::feed(ByteView data) {
  if (broken_) return;
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ = 0;
  buffer_.insert(buffer_.end(), data.begin(), data.end());
}

std::optional<Frame> FrameReader::next() {
  if (broken_) return std::nullopt;
  ByteReader in(ByteView(buffer_).subspan(at_));
  if (in.remaining() < kFrameHeader) return std::nullopt;
  const std::uint32_t header = in.u32();
  const std::size_t length = header & 0xffffff;
  const std::uint32_t channel = header >> 24;
  if (channel > static_cast<std::uint32_t>(Channel::rfb) || length == 0 || length > kFrameCap) {
    broken_ = true;
    return std::nullopt;
  }
  if (in.remaining() < length) return std::nullopt;
  at_ += kFrameHeader + length;
  return Frame{static_cast<Channel>(channel), in.bytes(length)};
}

}  // namespace gatehouse::wire
