#include "appliance/wire/session.h"

#include <algorithm>

#include "appliance/base/secret.h"
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

void layout(auto& io, Is<Elevate> auto& elevate) {
  io.choice(elevate.mode, Elevate::Mode::give_back, Elevate::Mode::viewer_names);
  io.text(elevate.user, kElevateUserCap);
  io.secret(elevate.password, kElevatePasswordCap);
}

void layout(auto& io, Is<Elevation> auto& elevation) {
  io.choice(elevation.is, Elevation::Is::off, Elevation::Is::on);
  io.choice(elevation.why, Elevation::Why::none, Elevation::Why::ended_at_machine);
  io.u16(elevation.wait_seconds);
}

void layout(auto& io, Is<Controls> auto& controls) {
  io.choice(controls.holder, Controls::Holder::nobody, Controls::Holder::another);
  io.text(controls.name, kControlsNameCap);
  io.flag(controls.wish);
  io.text(controls.asking, kControlsNameCap);
  io.flag(controls.shared);
}

void layout(auto& io, Is<Wish> auto& wish) {
  io.choice(wish.what, Wish::What::let_go, Wish::What::keep);
}

void layout(auto& io, Is<Chat> auto& chat) {
  io.words(chat.words, kChatCap);
}

void layout(auto& io, Is<Person> auto& person) {
  io.flag(person.there);
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

namespace {

bool is_channel(std::uint32_t number) {
  switch (static_cast<Channel>(number)) {
    case Channel::control:
    case Channel::rfb:
    case Channel::sound:
    case Channel::terminal:
      return true;
  }
  return false;
}

}  // namespace

void FrameReader::feed(ByteView data) {
  if (broken_) return;
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ = last_ = 0;
  buffer_.insert(buffer_.end(), data.begin(), data.end());
}

std::optional<Frame> FrameReader::next() {
  if (broken_) return std::nullopt;
  ByteReader in(ByteView(buffer_).subspan(at_));
  if (in.remaining() < kFrameHeader) return std::nullopt;
  const std::uint32_t header = in.u32();
  const std::size_t length = header & 0xffffff;
  const std::uint32_t channel = header >> 24;
  if (!is_channel(channel) || length == 0 || length > kFrameCap) {
    broken_ = true;
    return std::nullopt;
  }
  if (in.remaining() < length) return std::nullopt;
  last_ = at_ + kFrameHeader;
  at_ = last_ + length;
  return Frame{static_cast<Channel>(channel), in.bytes(length)};
}

void FrameReader::wipe_last() {
  wipe(buffer_.data() + last_, at_ - last_);
}

}  // namespace gatehouse::wire
