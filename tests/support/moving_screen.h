// An X server whose whole screen changes many times a second, and which tells the number of its picture in it, so
// that a viewer can see how old the one is that it has.
#pragma once
#include <xcb/xcb.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "tests/support/rfb_decode.h"
#include "tests/support/x_server.h"

namespace gatehouse::test {

class MovingScreen {
 public:
  static constexpr int kWidth = 640, kHeight = 480;

  MovingScreen() : server_("640x480x24", free_name()), connection_(server_.connect()), times_(kPictures) {
    thread_ = std::thread([this] { run(); });
  }
  ~MovingScreen() { stop(); }

  const std::string& name() const { return server_.name(); }
  void stop() {
    moving_ = false;
    if (thread_.joinable()) thread_.join();
  }
  // How long ago the picture that a viewer has now was painted; nothing: it is none of them, or in between two.
  std::optional<std::chrono::milliseconds> age(Picture& picture) const {
    const int number = number_in(picture);
    if (number < 0 || number > painted_) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        Clock::now() - times_[static_cast<std::size_t>(number)].load());
  }
  // After stop(): is it exactly what is on the screen?
  bool shown_by(Picture& picture) const {
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x)
        if (picture.at(x, y) != colours_[static_cast<std::size_t>(y / kCell * kColumns + x / kCell)])
          return false;
    return true;
  }

 private:
  // Far from the numbers that other tests, beside this one, get and ask for again.
  static std::string free_name() {
    static int used = 0;
    return ":" + std::to_string(1000 + ::getpid() % 20000 * 2 + used++ % 2);
  }
  using Clock = std::chrono::steady_clock;
  static constexpr int kCell = 16, kColumns = kWidth / kCell, kRows = kHeight / kCell, kBits = 12;
  static constexpr std::size_t kPictures = 1 << kBits;

  // Black and white cells in the first row; whatever a lossy encoding makes of them.
  static int number_in(Picture& picture) {
    int number = 0;
    for (int bit = 0; bit < kBits; ++bit) {
      const std::uint32_t green = picture.at(bit * kCell + kCell / 2, kCell / 2) >> 8 & 0xFF;
      number |= (green > 127 ? 1 : 0) << bit;
    }
    return number;
  }
  void run() {
    xcb_connection_t* x = connection_->get();
    const xcb_gcontext_t gc = xcb_generate_id(x);
    xcb_create_gc(x, gc, connection_->root(), 0, nullptr);
    std::mt19937 random;
    for (std::size_t number = 0; number < kPictures && moving_; ++number) {
      colours_.resize(kColumns * kRows);
      for (std::uint32_t& colour : colours_) colour = random() & 0xFFFFFF;
      for (int bit = 0; bit < kBits; ++bit)
        colours_[static_cast<std::size_t>(bit)] = number >> bit & 1 ? 0xFFFFFF : 0;
      for (int i = 0; i < kColumns * kRows; ++i) {
        xcb_change_gc(x, gc, XCB_GC_FOREGROUND, &colours_[static_cast<std::size_t>(i)]);
        const xcb_rectangle_t cell{static_cast<std::int16_t>(i % kColumns * kCell),
                                   static_cast<std::int16_t>(i / kColumns * kCell), kCell, kCell};
        xcb_poly_fill_rectangle(x, connection_->root(), gc, 1, &cell);
      }
      times_[number] = Clock::now();
      std::free(xcb_get_input_focus_reply(x, xcb_get_input_focus(x), nullptr));  // it has done it
      painted_ = static_cast<int>(number);
      std::this_thread::sleep_for(std::chrono::milliseconds(40));
    }
  }

  XServer server_;
  std::shared_ptr<hw::X11Connection> connection_;
  std::vector<std::atomic<Clock::time_point>> times_;
  std::vector<std::uint32_t> colours_;  // of the last picture; the thread's until stop()
  std::atomic<int> painted_ = -1;
  std::atomic<bool> moving_ = true;
  std::thread thread_;
};

}  // namespace gatehouse::test
