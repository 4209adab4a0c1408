// What packets of Opus sound like.
#pragma once
#include <opus/opus.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::test {

class OpusEar {
 public:
  OpusEar() { decoder_ = ::opus_decoder_create(48000, 2, nullptr); }
  ~OpusEar() { ::opus_decoder_destroy(decoder_); }
  OpusEar(const OpusEar&) = delete;
  OpusEar& operator=(const OpusEar&) = delete;

  // False: it is no Opus of 20 ms.
  bool hear(const std::string& packet) {
    float samples[960 * 2];
    const int count = ::opus_decode_float(decoder_, reinterpret_cast<const unsigned char*>(packet.data()),
                                          static_cast<opus_int32>(packet.size()), samples, 960, 0);
    if (count != 960) return false;
    for (int i = 0; i < count; ++i) left_.push_back(samples[2 * i]);
    return true;
  }
  // Of the last `seconds`: by how often it goes up through nothing.
  double frequency(double seconds = 0.5) const {
    const auto count = std::min(left_.size(), static_cast<std::size_t>(seconds * 48000));
    if (count < 2) return 0;
    int ups = 0;
    for (std::size_t i = left_.size() - count + 1; i < left_.size(); ++i)
      ups += left_[i - 1] < 0 && left_[i] >= 0;
    return ups * 48000.0 / static_cast<double>(count);
  }
  float loudest() const {
    float most = 0;
    for (const float sample : left_) most = std::max(most, std::abs(sample));
    return most;
  }
  std::size_t samples() const { return left_.size(); }
  void forget() { left_.clear(); }

 private:
  OpusDecoder* decoder_;
  std::vector<float> left_;
};

}  // namespace gatehouse::test
