#include "appliance/seal/sealed_stream.h"

#include <algorithm>
#include <utility>

#include "appliance/base/secret.h"

namespace gatehouse::seal {
namespace {

constexpr std::size_t kLengthSize = 2;

void append_length(std::size_t length, Bytes& out) {
  out.push_back(static_cast<std::uint8_t>(length >> 8));
  out.push_back(static_cast<std::uint8_t>(length));
}

}  // namespace

std::optional<ByteView> MessageReader::next() {
  const ByteView waiting = ByteView(buffer_).subspan(at_);
  const std::size_t length = waiting.size() < kLengthSize ? 0 : std::size_t{waiting[0]} << 8 | waiting[1];
  if (waiting.size() < kLengthSize + length) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    return std::nullopt;
  }
  at_ += kLengthSize + length;
  return waiting.subspan(kLengthSize, length);
}

Bytes MessageReader::rest() {
  Bytes rest(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.end());
  buffer_.clear();
  at_ = 0;
  return rest;
}

Bytes framed(ByteView message) {
  Bytes out;
  append_length(message.size(), out);
  out.insert(out.end(), message.begin(), message.end());
  return out;
}

SealedStream::SealedStream(std::unique_ptr<net::Stream> below, Ciphers ciphers)
    : below_(std::move(below)), ciphers_(std::move(ciphers)) {}

void SealedStream::start(Events events) {
  events_ = std::move(events);
  below_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [this] { events_.drained(); },
      .closed = [this](std::optional<Error> error) { over(std::move(error)); },
  });
}

void SealedStream::received(ByteView data) {
  reader_.feed(data);
  plain_.clear();
  while (const auto message = reader_.next()) {
    if (ciphers_.receive.open(*message, {}, plain_)) continue;
    forged_ = true;
    return over(Error{"a sealed message was not what was sent"});
  }
  if (plain_.empty()) return;
  Bytes plain = std::exchange(plain_, {});  // whoever takes it may destroy this
  events_.data(plain);
  wipe(plain.data(), plain.size());
}

void SealedStream::over(std::optional<Error> error) {
  below_.reset();
  const auto closed = std::move(events_.closed);
  closed(std::move(error));
}

void SealedStream::write(ByteView data) {
  if (!below_) return;
  while (!data.empty()) {
    const ByteView piece = data.first(std::min(data.size(), kPlainCap));
    data = data.subspan(piece.size());
    sealed_.clear();
    append_length(piece.size() + kTagSize, sealed_);
    if (!ciphers_.send.seal(piece, {}, sealed_)) return below_->close();
    below_->write(sealed_);
  }
}

void SealedStream::pause_reading() {
  if (below_) below_->pause_reading();
}

void SealedStream::resume_reading() {
  if (below_) below_->resume_reading();
}

void SealedStream::close() {
  if (below_) below_->close();
}

}  // namespace gatehouse::seal
