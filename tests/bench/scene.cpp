// A full-screen X11 program with repeatable content, so that different servers are measured on the same
// screen.
//   bench_scene idle|typing|scroll|video [frames a second]
// A patch of 64 x 64 pixels at (16, height-80) changes between black and white with every click and key: the
// latency probe.
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xcb/shm.h>
#include <xcb/xcb.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "appliance/base/result.h"

namespace {

using Time = std::chrono::steady_clock;

constexpr int kPatch = 64;
constexpr int kFilmWidth = 960, kFilmHeight = 540, kFilmFrames = 24;

class Scene {
 public:
  Scene() : connection_(xcb_connect(nullptr, nullptr)) {
    GH_ASSERT(xcb_connection_has_error(connection_) == 0);
    screen_ = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data;
    window_ = xcb_generate_id(connection_);
    const std::uint32_t values[] = {0x203040, 1, XCB_EVENT_MASK_BUTTON_PRESS | XCB_EVENT_MASK_KEY_PRESS};
    xcb_create_window(connection_, XCB_COPY_FROM_PARENT, window_, screen_->root, 0, 0, width(), height(), 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT,
                      XCB_CW_BACK_PIXEL | XCB_CW_OVERRIDE_REDIRECT | XCB_CW_EVENT_MASK, values);
    xcb_map_window(connection_, window_);
    context_ = xcb_generate_id(connection_);
    xcb_create_gc(connection_, context_, window_, 0, nullptr);
    const xcb_font_t font = xcb_generate_id(connection_);
    xcb_open_font(connection_, font, 5, "fixed");
    xcb_change_gc(connection_, context_, XCB_GC_FONT, &font);
    xcb_set_input_focus(connection_, XCB_INPUT_FOCUS_POINTER_ROOT, window_, XCB_CURRENT_TIME);
    for (int band = 0; band < 24; ++band) {
      fill(0x102030 + band * 0x080604, 0, band * height() / 24, width(), height() / 24 + 1);
    }
    draw_patch();
  }

  int fd() const { return xcb_get_file_descriptor(connection_); }
  std::uint16_t width() const { return screen_->width_in_pixels; }
  std::uint16_t height() const { return screen_->height_in_pixels; }

  void answer_input() {
    while (xcb_generic_event_t* event = xcb_poll_for_event(connection_)) {
      const int type = event->response_type & 0x7f;
      std::free(event);
      if (type != XCB_BUTTON_PRESS && type != XCB_KEY_PRESS) continue;
      patch_on_ = !patch_on_;
      draw_patch();
    }
    if (xcb_connection_has_error(connection_) != 0) std::exit(0);
  }

  void type_a_letter() {
    const int column = static_cast<int>(frame_ % 80), row = static_cast<int>(frame_ / 80 % 20);
    const char letter = static_cast<char>('a' + frame_ % 26);
    color(0xe0e0e0);
    xcb_image_text_8(connection_, 1, window_, context_, static_cast<std::int16_t>(100 + column * 6),
                     static_cast<std::int16_t>(100 + row * 13), &letter);
  }
  void scroll_a_line() {
    constexpr int kX = 200, kY = 60, kWidth = 900, kLine = 13, kLines = 60;
    xcb_copy_area(connection_, window_, window_, context_, kX, kY + kLine, kX, kY, kWidth,
                  kLine * (kLines - 1));
    fill(0, kX, kY + kLine * (kLines - 1), kWidth, kLine);
    const auto mixed = static_cast<std::uint32_t>(frame_) * 2654435761u;
    char text[160];
    const int length = std::snprintf(text, sizeof text, "[%8ld] compiling module_%08x.cpp -> %08x.o, %u ms",
                                     frame_, mixed, mixed ^ 0xdeadbeef, mixed % 900);
    color(frame_ % 5 != 0 ? 0xd0d0d0 : 0x60ff60);
    xcb_image_text_8(connection_, static_cast<std::uint8_t>(length), window_, context_, kX + 2,
                     kY + kLine * kLines - 3, text);
  }
  void show_a_film_frame() {
    if (film_.empty()) make_film();
    xcb_shm_put_image(connection_, window_, context_, kFilmWidth, kFilmHeight, 0, 0, kFilmWidth, kFilmHeight,
                      60, 60, screen_->root_depth, XCB_IMAGE_FORMAT_Z_PIXMAP, 0, film_[frame_ % kFilmFrames],
                      0);
  }
  void next_frame() {
    ++frame_;
    xcb_flush(connection_);
  }

 private:
  void color(std::uint32_t value) { xcb_change_gc(connection_, context_, XCB_GC_FOREGROUND, &value); }
  void fill(std::uint32_t value, int x, int y, int w, int h) {
    color(value);
    const xcb_rectangle_t rectangle = {static_cast<std::int16_t>(x), static_cast<std::int16_t>(y),
                                       static_cast<std::uint16_t>(w), static_cast<std::uint16_t>(h)};
    xcb_poly_fill_rectangle(connection_, window_, context_, 1, &rectangle);
  }
  void draw_patch() {
    fill(patch_on_ ? 0xffffff : 0, 16, height() - 80, kPatch, kPatch);
    xcb_flush(connection_);
  }

  // Moving waves with a little noise, as a camera has it.
  void make_film() {
    std::uint32_t noise = 1;
    for (int n = 0; n < kFilmFrames; ++n) {
      const std::size_t size = static_cast<std::size_t>(kFilmWidth) * kFilmHeight * 4;
      const int fd = ::memfd_create("film", MFD_CLOEXEC);
      GH_ASSERT(::ftruncate(fd, static_cast<off_t>(size)) == 0);
      auto* pixels =
          static_cast<std::uint32_t*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
      const double phase = n * 2 * M_PI / kFilmFrames;
      for (int y = 0; y < kFilmHeight; ++y) {
        for (int x = 0; x < kFilmWidth; ++x) {
          noise = noise * 1664525 + 1013904223;
          const double wave =
              std::sin(x * 0.017 + phase) + std::sin(y * 0.026 - phase) + std::sin((x + y) * 0.01 + phase);
          const auto level = static_cast<std::uint32_t>(128 + 30 * wave + static_cast<double>(noise >> 29));
          pixels[static_cast<std::size_t>(y) * kFilmWidth + x] =
              level << 16 | (255 - level) << 8 | (level / 2 + 60);
        }
      }
      ::munmap(pixels, size);
      const xcb_shm_seg_t segment = xcb_generate_id(connection_);
      xcb_shm_attach_fd(connection_, segment, fd, 1);
      film_.push_back(segment);
    }
  }

  xcb_connection_t* connection_;
  xcb_screen_t* screen_;
  xcb_window_t window_;
  xcb_gcontext_t context_;
  std::vector<xcb_shm_seg_t> film_;
  bool patch_on_ = false;
  long frame_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "idle";
  const double rate = argc > 2 ? std::atof(argv[2]) : 30;
  const auto period = std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(1 / rate));
  Scene scene;
  std::printf("ready\n");
  std::fflush(stdout);
  for (auto next = Time::now();;) {
    scene.answer_input();
    if (mode != "idle" && Time::now() >= next) {
      next += period;
      if (mode == "typing") scene.type_a_letter();
      if (mode == "scroll") scene.scroll_a_line();
      if (mode == "video") scene.show_a_film_frame();
      scene.next_frame();
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next - Time::now()).count();
    pollfd entry{scene.fd(), POLLIN, 0};
    ::poll(&entry, 1, mode == "idle" ? 1000 : static_cast<int>(left < 0 ? 0 : left));
  }
}
