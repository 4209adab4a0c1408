#include "appliance/desktop/encoder.h"

#include <fcntl.h>
#include <rfb/rfb.h>
extern "C" {
#include <rfb/rfbregion.h>
}

#include <algorithm>
#include <climits>
#include <mutex>
#include <vector>

namespace gatehouse::desktop {
namespace {

// Guards the library's global client list, whose lock the library initialises again with every new screen.
std::mutex library;

// The library's chatter ends here: it logs addresses and formats line by line.
void silent(const char*, ...) {}

struct Jpeg {
  int quality;      // 1-100
  int subsampling;  // the library's numbers: 0 none, 1 four times, 2 twice
};

// The quality levels 0-9 that viewers ask for.
constexpr Jpeg kJpeg[10] = {{15, 1}, {29, 1}, {41, 1}, {42, 2}, {62, 2},
                            {77, 2}, {79, 0}, {86, 0}, {92, 0}, {100, 0}};

class VncEncoder final : public Encoder {
 public:
  VncEncoder(int width, int height) { reallocate(width, height); }

  bool start(int fd) {
    const std::lock_guard lock(library);
    rfbLog = silent;
    rfbErr = silent;
    screen_ = rfbGetScreen(nullptr, nullptr, width_, height_, 8, 3, 4);
    if (screen_ == nullptr) return false;
    screen_->serverFormat.redShift = 16;
    screen_->serverFormat.greenShift = 8;
    screen_->serverFormat.blueShift = 0;
    screen_->frameBuffer = reinterpret_cast<char*>(pixels_.data());
    screen_->cursor = nullptr;
    // A slow viewer holds up nobody but itself, and whoever owns the session ends it with shutdown().
    screen_->maxClientWait = INT_MAX / 2;
    // The library closes what it is given: at the end, and as soon as a write fails.
    const int own = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own < 0) return false;
    client_ = rfbNewClient(screen_, own);
    if (client_ == nullptr) return false;
    client_->preferredEncoding = rfbEncodingRaw;
    // Cursor shapes are our own messages; this keeps the library from drawing one into the picture.
    client_->enableCursorShapeUpdates = TRUE;
    client_->cursorWasChanged = FALSE;
    client_->turboQualityLevel = -1;
    return true;
  }

  ~VncEncoder() override {
    const std::lock_guard lock(library);
    if (screen_ == nullptr) return;
    // The screen's own clean-up passes over clients without a socket.
    if (client_ != nullptr) rfbClientConnectionGone(client_);
    rfbScreenCleanup(screen_);
  }

  Picture picture() override {
    return {pixels_.data(), width_, height_, static_cast<std::size_t>(width_) * 4};
  }

  void resize(int width, int height) override {
    reallocate(width, height);
    screen_->width = width;
    screen_->height = height;
    screen_->paddedWidthInBytes = width_ * 4;
    screen_->frameBuffer = reinterpret_cast<char*>(pixels_.data());
  }

  void set_wishes(const Wishes& wishes) override {
    rfbPixelFormat& format = client_->format;
    format.bitsPerPixel = wishes.format.bits_per_pixel;
    format.depth = wishes.format.depth;
    format.bigEndian = wishes.format.big_endian;
    format.trueColour = TRUE;
    format.redMax = wishes.format.red_max;
    format.greenMax = wishes.format.green_max;
    format.blueMax = wishes.format.blue_max;
    format.redShift = wishes.format.red_shift;
    format.greenShift = wishes.format.green_shift;
    format.blueShift = wishes.format.blue_shift;
    rfbSetTranslateFunction(client_);

    client_->preferredEncoding = wishes.encoding;
    client_->enableLastRectEncoding = wishes.last_rect;
    quality_ = wishes.quality;
    compression_ = wishes.compression;
  }

  bool write(ByteView message) override {
    return rfbWriteExact(client_, reinterpret_cast<const char*>(message.data()),
                         static_cast<int>(message.size())) > 0;
  }

  bool send(const Region& moved, int down, const Region& region, bool lossy) override {
    const bool jpeg = lossy && quality_ >= 0;
    client_->tightQualityLevel = jpeg ? quality_ : -1;
    client_->turboQualityLevel = jpeg ? kJpeg[quality_].quality : -1;
    client_->turboSubsampLevel = jpeg ? kJpeg[quality_].subsampling : 0;
    // The library lowers the level for good when it meets one that does not pay.
    client_->tightCompressLevel = compression_ < 0 ? 1 : compression_;
    sraRgnOr(client_->requestedRegion, Region(hw::Rect{0, 0, width_, height_}).raw());
    sraRgnOr(client_->copyRegion, moved.raw());
    client_->copyDX = 0;
    client_->copyDY = down;
    rfbResetStats(client_);
    return rfbSendFramebufferUpdate(client_, region.raw()) != 0;
  }

  std::size_t size() const override {
    return static_cast<std::size_t>(std::max(0, rfbStatGetSentBytes(client_)));
  }

 private:
  void reallocate(int width, int height) {
    width_ = width;
    height_ = height;
    pixels_.assign(static_cast<std::size_t>(width) * height * 4, 0);
  }

  std::vector<std::uint8_t> pixels_;
  int width_ = 0, height_ = 0;
  int quality_ = -1, compression_ = -1;
  rfbScreenInfo* screen_ = nullptr;
  rfbClientRec* client_ = nullptr;
};

}  // namespace

std::unique_ptr<Encoder> Encoder::open(int fd, int width, int height) {
  auto encoder = std::make_unique<VncEncoder>(width, height);
  if (!encoder->start(fd)) return nullptr;
  return encoder;
}

}  // namespace gatehouse::desktop
