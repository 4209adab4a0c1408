#include <libyuv/convert_from_argb.h>
#include <x264.h>

#include <algorithm>
#include <cstdint>

#include "hw/encode/video_encoder.h"

namespace gatehouse::hw {
namespace {

// The constant rate factor (0-51, less is better) for RFB's quality levels.
constexpr float kRateFactor[10] = {38, 35, 33, 31, 29, 26, 24, 22, 20, 17};

// A bound on the rate can be changed while encoding, but not introduced: "none" is one that nobody reaches.
constexpr int kUnbound = 1'000'000;  // kbit/s
constexpr int kLeast = 100;
// How much of a second one picture may take of the link.
constexpr int kBufferPart = 4;

// ITU-T H.264, tables E-3 to E-5: the matrix as JPEG has it, the rest as screens have it.
constexpr int kMatrixBt601 = 6;
constexpr int kPrimariesBt709 = 1, kTransferSrgb = 13;

// ITU-T H.264, A.3: no level takes more.
constexpr int kLargestVideo = 8192;

struct Close {
  void operator()(x264_t* encoder) const { x264_encoder_close(encoder); }
};

int kilobits(const VideoRate& rate) {
  if (rate.bytes_per_second == 0) return kUnbound;
  const std::size_t wanted = rate.bytes_per_second * 8 / 1000;
  return static_cast<int>(std::clamp<std::size_t>(wanted, kLeast, kUnbound));
}

void apply(const VideoRate& rate, x264_param_t& parameters) {
  parameters.rc.f_rf_constant = kRateFactor[std::clamp(rate.quality, 0, 9)];
  parameters.rc.i_vbv_max_bitrate = kilobits(rate);
  parameters.rc.i_vbv_buffer_size = kilobits(rate) / kBufferPart;
}

class X264Encoder final : public VideoEncoder {
 public:
  X264Encoder(int width, int height)
      : width_(width), height_(height), yuv_(static_cast<std::size_t>(width) * height * 3 / 2) {}

  Result<void> open(const VideoRate& rate) {
    rate_ = rate;
    if (x264_param_default_preset(&parameters_, "ultrafast", "zerolatency") < 0)
      return Error{"x264 does not know its own preset"};
    parameters_.i_log_level = X264_LOG_NONE;
    parameters_.i_width = width_;
    parameters_.i_height = height_;
    parameters_.i_csp = X264_CSP_I420;
    parameters_.i_threads = 1;
    parameters_.b_sliced_threads = 0;
    parameters_.b_vfr_input = 0;  // otherwise it waits for the next picture to know how long this one lasts
    parameters_.i_fps_num = 60;
    parameters_.i_fps_den = 1;
    parameters_.i_keyint_max = X264_KEYINT_MAX_INFINITE;
    parameters_.i_scenecut_threshold = 0;
    parameters_.b_repeat_headers = 1;
    parameters_.b_annexb = 1;
    parameters_.b_aud = 0;
    parameters_.vui.b_fullrange = 1;
    parameters_.vui.i_colmatrix = kMatrixBt601;
    parameters_.vui.i_colorprim = kPrimariesBt709;
    parameters_.vui.i_transfer = kTransferSrgb;
    parameters_.rc.i_rc_method = X264_RC_CRF;
    apply(rate, parameters_);
    if (x264_param_apply_profile(&parameters_, "baseline") < 0) return Error{"x264 has no baseline profile"};
    encoder_.reset(x264_encoder_open(&parameters_));
    if (!encoder_)
      return Error{"x264 takes no picture of " + std::to_string(width_) + "x" + std::to_string(height_)};
    return {};
  }

  void set_rate(const VideoRate& rate) override {
    if (rate == rate_) return;
    apply(rate, parameters_);
    if (x264_encoder_reconfig(encoder_.get(), &parameters_) == 0) rate_ = rate;
  }

  Result<ByteView> encode(const Frame& frame, const std::vector<Rect>& changed, bool key) override {
    if (frame.width != width_ || frame.height != height_)
      return Error{"the encoder was given a picture of another size"};
    for (const Rect& rect : changed) convert(frame, rect);

    x264_picture_t picture;
    x264_picture_init(&picture);
    picture.i_type = key ? X264_TYPE_IDR : X264_TYPE_AUTO;
    picture.i_pts = count_++;
    picture.img.i_csp = X264_CSP_I420;
    picture.img.i_plane = 3;
    const Planes planes = planes_at(0, 0);
    picture.img.plane[0] = planes.y;
    picture.img.plane[1] = planes.u;
    picture.img.plane[2] = planes.v;
    picture.img.i_stride[0] = width_;
    picture.img.i_stride[1] = picture.img.i_stride[2] = width_ / 2;

    x264_nal_t* units = nullptr;
    int count = 0;
    x264_picture_t out;
    const int size = x264_encoder_encode(encoder_.get(), &units, &count, &picture, &out);
    if (size <= 0) return Error{"x264 made nothing of a picture"};
    // They lie one behind the other (x264.h).
    return ByteView(units[0].p_payload, static_cast<std::size_t>(size));
  }

 private:
  struct Planes {
    std::uint8_t *y, *u, *v;
  };
  // Of the pixel x, y; both even.
  Planes planes_at(int x, int y) {
    const std::size_t luma = static_cast<std::size_t>(width_) * height_;
    const std::size_t in_chroma = static_cast<std::size_t>(y / 2) * (width_ / 2) + x / 2;
    return {yuv_.data() + static_cast<std::size_t>(y) * width_ + x, yuv_.data() + luma + in_chroma,
            yuv_.data() + luma + luma / 4 + in_chroma};
  }

  // Four pixels share their colour, so a rectangle is widened to even edges.
  void convert(const Frame& frame, const Rect& rect) {
    const int left = std::max(rect.x, 0) & ~1, top = std::max(rect.y, 0) & ~1;
    const int right = std::min((rect.x + rect.width + 1) & ~1, width_);
    const int bottom = std::min((rect.y + rect.height + 1) & ~1, height_);
    if (right <= left || bottom <= top) return;
    const Planes to = planes_at(left, top);
    libyuv::ARGBToJ420(
        frame.pixels + static_cast<std::size_t>(top) * frame.stride + static_cast<std::size_t>(left) * 4,
        static_cast<int>(frame.stride), to.y, width_, to.u, width_ / 2, to.v, width_ / 2, right - left,
        bottom - top);
  }

  const int width_, height_;
  Bytes yuv_;
  VideoRate rate_;
  x264_param_t parameters_{};
  std::unique_ptr<x264_t, Close> encoder_;
  std::int64_t count_ = 0;
};

}  // namespace

Result<std::unique_ptr<VideoEncoder>> open_x264(int width, int height, const VideoRate& rate) {
  if (width < 2 || height < 2 || width > kLargestVideo || height > kLargestVideo || width % 2 != 0 ||
      height % 2 != 0)
    return Error{"H.264 needs an even width and height, 8192 at most"};
  auto encoder = std::make_unique<X264Encoder>(width, height);
  if (auto opened = encoder->open(rate); !opened) return opened.error();
  return std::unique_ptr<VideoEncoder>(std::move(encoder));
}

}  // namespace gatehouse::hw
