#include "appliance/sound/encoder.h"

#include <opus/opus.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace gatehouse::sound {
namespace {

constexpr int kBitsPerSecond = 96000;  // music sounds as it should; variable, so speech takes less
constexpr int kComplexity = 5;  // of 10: a fraction of a percent of a processor, and hardly a difference
constexpr std::size_t kPacketSamples = kPacketFrames * hw::kChannels;

}  // namespace

bool Silence::leaves_out(std::span<const std::int16_t> samples) {
  const bool silent =
      std::ranges::all_of(samples, [](std::int16_t sample) { return std::abs(sample) <= kLoudest; });
  silent_ = silent ? std::min(silent_ + 1, kTail + 1) : 0;
  return silent_ > kTail;
}

std::uint64_t Timescale::next(std::uint64_t now) {
  const std::uint64_t off = now > next_ ? now - next_ : next_ - now;
  const std::uint64_t time = off > kOff ? now : next_;
  next_ = time + kPacketMicroseconds;
  return time;
}

Result<std::unique_ptr<Encoder>> Encoder::open(Packet packet) {
  int error = OPUS_OK;
  OpusEncoder* const opus =
      ::opus_encoder_create(hw::kSampleRate, hw::kChannels, OPUS_APPLICATION_AUDIO, &error);
  if (opus == nullptr) return Error{std::string("cannot encode sound: ") + ::opus_strerror(error)};
  ::opus_encoder_ctl(opus, OPUS_SET_BITRATE(kBitsPerSecond));
  ::opus_encoder_ctl(opus, OPUS_SET_COMPLEXITY(kComplexity));
  return std::unique_ptr<Encoder>(new Encoder(opus, std::move(packet)));
}

Encoder::Encoder(OpusEncoder* opus, Packet packet) : opus_(opus), packet_(std::move(packet)) {
  waiting_.reserve(kPacketSamples);
}

Encoder::~Encoder() {
  ::opus_encoder_destroy(opus_);
}

void Encoder::add(std::span<const std::int16_t> samples, std::uint64_t now) {
  while (!samples.empty()) {
    const auto piece = samples.first(std::min(samples.size(), kPacketSamples - waiting_.size()));
    waiting_.insert(waiting_.end(), piece.begin(), piece.end());
    samples = samples.subspan(piece.size());
    if (waiting_.size() < kPacketSamples) return;
    encode(now);
    waiting_.clear();
  }
}

void Encoder::encode(std::uint64_t now) {
  const std::uint64_t time = times_.next(now);
  if (silence_.leaves_out(waiting_)) return;
  std::array<std::uint8_t, kPacketCap> opus;
  const int size = ::opus_encode(opus_, waiting_.data(), static_cast<int>(kPacketFrames), opus.data(),
                                 static_cast<int>(opus.size()));
  if (size > 0) packet_(time, ByteView(opus.data(), static_cast<std::size_t>(size)));
}

}  // namespace gatehouse::sound
