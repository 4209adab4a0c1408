// A small RFB viewer for tests and benchmarks, over any connected stream socket. It waits with a deadline,
// throws std::runtime_error when the server breaks the protocol or says nothing, and keeps the picture it was
// sent.
#pragma once
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/unique_fd.h"
#include "tests/support/patience.h"
#include "tests/support/rfb_decode.h"

namespace gatehouse::test {

class RfbClient {
 public:
  static constexpr std::int32_t kRaw = 0, kCopyRect = 1, kHextile = 5, kTight = 7, kZrle = 16, kOpenH264 = 50,
                                kQuality6 = -26, kDesktopSize = -223, kLastRect = -224, kRichCursor = -239,
                                kQemuKeys = -258, kDesktopName = -307, kExtendedDesktopSize = -308,
                                kFence = -312, kContinuousUpdates = -313, kCursorWithAlpha = -314,
                                kMouseButtons = -316,
                                kExtendedClipboard = static_cast<std::int32_t>(0xC0A1E5CE);

  explicit RfbClient(UniqueFd fd, std::chrono::milliseconds patience = kSoon)
      : fd_(std::move(fd)), patience_(patience), decoder_([this](std::size_t n) { return read(n); }) {}

  // Version 3.8, security none, shared; ends with ServerInit.
  void handshake() {
    if (text(12) != "RFB 003.008\n") throw std::runtime_error("not RFB 3.8");
    write(std::string("RFB 003.008\n"));
    const auto offered = read(u8());
    if (std::find(offered.begin(), offered.end(), 1) == offered.end())
      throw std::runtime_error("no security type none");
    write(Bytes{1});
    if (u32() != 0) throw std::runtime_error("security refused");
    write(Bytes{1});
    read_server_init();
  }
  void read_server_init() {
    const int width = u16(), height = u16();
    picture.resize(width, height);
    read(16);
    name = text(u32());
  }

  // --- What a viewer says
  void set_encodings(const std::vector<std::int32_t>& encodings) {
    ByteWriter out;
    out.u8(2);
    out.u8(0);
    out.u16(static_cast<std::uint16_t>(encodings.size()));
    for (std::int32_t encoding : encodings) out.u32(static_cast<std::uint32_t>(encoding));
    write(out.take());
  }
  void request(bool incremental) { request(incremental, 0, 0, picture.width, picture.height); }
  void request(bool incremental, int x, int y, int w, int h) {
    write(message({3, incremental}, {x, y, w, h}));
  }
  void continuous(bool enabled) { write(message({150, enabled}, {0, 0, picture.width, picture.height})); }
  void pointer(int x, int y, int buttons) { write(message({5, buttons}, {x, y})); }
  void key(std::uint32_t keysym, bool down) {
    write(message({4, down}, {0, static_cast<int>(keysym >> 16), static_cast<int>(keysym & 0xFFFF)}));
  }
  void desktop_size(int w, int h) { write(message({251, 0}, {w, h, 0x0100, 0, 0, 0, 0, w, h, 0, 0})); }
  void cut_text(const std::string& latin1) {
    ByteWriter out;
    out.bytes(Bytes{6, 0, 0, 0});
    out.u32(static_cast<std::uint32_t>(latin1.size()));
    out.text(latin1);
    write(out.take());
  }
  void extended_clipboard(std::uint32_t flags, const Bytes& body = {}) {
    ByteWriter out;
    out.bytes(Bytes{6, 0, 0, 0});
    out.u32(0u - static_cast<std::uint32_t>(4 + body.size()));
    out.u32(flags);
    out.bytes(body);
    write(out.take());
  }
  void write(const Bytes& bytes) { write(std::string(as_text(bytes))); }
  void write(const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t sent = ::send(fd_.get(), bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("the server is gone");
      at += static_cast<std::size_t>(sent);
    }
  }

  // --- What the server said
  Picture picture;
  std::string name;
  std::string clipboard;              // the last ServerCutText, Latin-1
  std::uint32_t clipboard_flags = 0;  // the last extended one, with its body
  Bytes clipboard_body;
  int size_reason = -1, size_status = -1;  // of the last ExtendedDesktopSize
  int updates = 0, cursors = 0, fences = 0, end_of_continuous = 0;
  std::vector<std::int32_t> acknowledged;  // pseudo encodings that came back
  std::uint32_t cursor_pixel = 0;          // the first pixel of the last cursor shape, RGBA as sent
  std::uint64_t received_bytes = 0;
  int jpeg_rects() const { return decoder_.jpeg_rects; }
  bool answer_fences = true;
  // What came as H.264 since it last began anew; it is not decoded.
  struct Video {
    int x = 0, y = 0, width = 0, height = 0;
    Bytes stream;
    int units = 0;
  };
  Video video;
  int videos = 0;  // how often it began

  // Takes one message; its type.
  int read_message() {
    const int type = u8();
    switch (type) {
      case 0:
        read_update();
        break;
      case 2:
        break;  // Bell
      case 3:
        read_cut_text();
        break;
      case 150:
        ++end_of_continuous;
        break;
      case 248:
        read_fence();
        break;
      default:
        throw std::runtime_error("unexpected message type " + std::to_string(type));
    }
    return type;
  }
  // Takes messages until `done()`; throws when the deadline passes first.
  template <class Done>
  void read_until(Done done) {
    const auto deadline = std::chrono::steady_clock::now() + patience_;
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("it did not happen in time");
      read_message();
    }
  }
  // Asks for what has changed again and again until `done()`.
  template <class Done>
  void update_until(Done done) {
    const auto deadline = std::chrono::steady_clock::now() + patience_;
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline)
        throw std::runtime_error("the picture did not come in time");
      request(true);
      while (read_message() != 0) {
      }
    }
  }
  bool readable(std::chrono::milliseconds wait) {
    pollfd watched{fd_.get(), POLLIN, 0};
    return ::poll(&watched, 1, static_cast<int>(wait.count())) > 0;
  }
  // The server closed the stream (after whatever else it sends).
  bool ended() {
    try {
      for (;;) read(1);
    } catch (const std::runtime_error&) {
      return closed_;
    }
  }
  int fd() const { return fd_.get(); }
  void close() { fd_.reset(); }

  std::vector<std::uint8_t> read(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    for (std::size_t at = 0; at < count;) {
      if (!readable(patience_)) throw std::runtime_error("the server says nothing");
      const ssize_t got = ::recv(fd_.get(), bytes.data() + at, count - at, 0);
      if (got <= 0) {
        closed_ = true;
        throw std::runtime_error("the server closed the stream");
      }
      at += static_cast<std::size_t>(got);
      received_bytes += static_cast<std::uint64_t>(got);
    }
    return bytes;
  }

 private:
  static Bytes message(std::initializer_list<int> bytes, std::initializer_list<int> words) {
    ByteWriter out;
    for (int byte : bytes) out.u8(static_cast<std::uint8_t>(byte));
    for (int word : words) out.u16(static_cast<std::uint16_t>(word));
    return out.take();
  }
  int u8() { return read(1)[0]; }
  int u16() {
    const auto b = read(2);
    return b[0] << 8 | b[1];
  }
  std::uint32_t u32() {
    const auto b = read(4);
    return static_cast<std::uint32_t>(b[0]) << 24 | b[1] << 16 | b[2] << 8 | b[3];
  }
  std::string text(std::size_t count) {
    const auto bytes = read(count);
    return {bytes.begin(), bytes.end()};
  }

  void read_video(Video part) {
    const std::size_t size = u32();
    const bool begins = u32() != 0;
    const bool same =
        part.x == video.x && part.y == video.y && part.width == video.width && part.height == video.height;
    if (!begins && !same) throw std::runtime_error("a video goes on elsewhere");
    if (begins) {
      video = part;
      ++videos;
    }
    const auto unit = read(size);
    video.stream.insert(video.stream.end(), unit.begin(), unit.end());
    ++video.units;
  }
  void read_update() {
    ++updates;
    u8();
    for (int left = u16(); left > 0; --left) {
      const int x = u16(), y = u16(), w = u16(), h = u16();
      const auto encoding = static_cast<std::int32_t>(u32());
      switch (encoding) {
        case kRaw:
          decoder_.raw(picture, x, y, w, h);
          break;
        case kCopyRect:
          copy(x, y, w, h);
          break;
        case kHextile:
          decoder_.hextile(picture, x, y, w, h);
          break;
        case kTight:
          decoder_.tight(picture, x, y, w, h);
          break;
        case kZrle:
          decoder_.zrle(picture, x, y, w, h);
          break;
        case kOpenH264:
          read_video({x, y, w, h, {}, 0});
          break;
        case kLastRect:
          return;
        case kDesktopSize:
          picture.resize(w, h);
          break;
        case kExtendedDesktopSize:
          size_reason = x;
          size_status = y;
          read(16 * static_cast<std::size_t>(read(4)[0]));
          if (w != picture.width || h != picture.height) picture.resize(w, h);
          break;
        case kDesktopName:
          name = text(u32());
          break;
        case kRichCursor:
          read_cursor(w * h * 4 + (w + 7) / 8 * h);
          break;
        case kCursorWithAlpha:
          if (u32() != 0) throw std::runtime_error("a cursor that is not raw");
          read_cursor(w * h * 4);
          break;
        case kQemuKeys:
        case kMouseButtons:
          acknowledged.push_back(encoding);
          break;
        default:
          throw std::runtime_error("unexpected encoding " + std::to_string(encoding));
      }
    }
  }
  void copy(int x, int y, int w, int h) {
    const int from_x = u16(), from_y = u16();
    Picture before = picture;
    for (int j = 0; j < h; ++j)
      for (int i = 0; i < w; ++i) picture.at(x + i, y + j) = before.at(from_x + i, from_y + j);
  }
  void read_cursor(int size) {
    ++cursors;
    const auto bytes = read(static_cast<std::size_t>(size));
    if (size >= 4)
      cursor_pixel = static_cast<std::uint32_t>(bytes[0]) << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
  }
  void read_cut_text() {
    read(3);
    const auto length = static_cast<std::int32_t>(u32());
    if (length >= 0) {
      clipboard = text(static_cast<std::size_t>(length));
      return;
    }
    clipboard_flags = u32();
    clipboard_body = read(static_cast<std::size_t>(-static_cast<std::int64_t>(length)) - 4);
  }
  void read_fence() {
    ++fences;
    read(3);
    const std::uint32_t flags = u32();
    const auto payload = read(static_cast<std::size_t>(u8()));
    if (!(flags & 0x80000000) || !answer_fences) return;
    ByteWriter out;
    out.bytes(Bytes{248, 0, 0, 0});
    out.u32(flags & 0x7FFFFFFF);
    out.u8(static_cast<std::uint8_t>(payload.size()));
    out.bytes(payload);
    write(out.take());
  }

  UniqueFd fd_;
  std::chrono::milliseconds patience_;
  Decoder decoder_;
  bool closed_ = false;
};

}  // namespace gatehouse::test
