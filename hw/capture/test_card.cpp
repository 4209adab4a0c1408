#include "hw/capture/test_card.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "hw/capture/damage.h"
#include "hw/clipboard/null_clipboard.h"
#include "hw/display.h"

namespace gatehouse::hw {
namespace {

// The card itself: what the parts of the display share.
class TestCard {
 public:
  TestCard(int width, int height) { resize(width, height); }

  void resize(int width, int height) {
    width_ = std::clamp(width, kSmallestScreen, kLargestScreen);
    height_ = std::clamp(height, kSmallestScreen, kLargestScreen);
    pixels_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0);
    resized_ = true;
    damage_ = {{0, 0, width_, height_}};
  }

  void key(std::uint32_t keysym, bool down) {
    if (!down) return;
    ++marks_.keys_pressed;
    marks_.last_keysym = keysym;
    damage_cells();
  }

  void pointer(int x, int y, std::uint32_t buttons) {
    damage_mark();
    if (buttons != marks_.buttons) damage_cells();
    marks_.x = std::clamp(x, 0, width_ - 1);
    marks_.y = std::clamp(y, 0, height_ - 1);
    marks_.buttons = buttons;
    damage_mark();
  }

  void release_buttons(std::uint32_t left) {
    if (marks_.buttons != left) pointer(marks_.x, marks_.y, left);
  }

  bool take_resized() { return std::exchange(resized_, false); }
  bool resized() const { return resized_; }
  bool damaged() const { return !damage_.empty(); }

  std::vector<Rect> draw() {
    std::vector<Rect> drawn = few_rects(disjoint_rects(std::exchange(damage_, {}), width_, height_));
    for (const Rect& rect : drawn)
      for (int y = rect.y; y < rect.y + rect.height; ++y)
        for (int x = rect.x; x < rect.x + rect.width; ++x)
          pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                  static_cast<std::size_t>(x)] = test_card_pixel(x, y, marks_);
    return drawn;
  }

  Frame frame() const {
    return {reinterpret_cast<const std::uint8_t*>(pixels_.data()), width_, height_,
            static_cast<std::size_t>(width_) * 4};
  }

 private:
  void damage_cells() { damage_.push_back({0, 0, 3 * kTestCardCell, kTestCardCell}); }
  void damage_mark() {
    if (marks_.x < 0) return;
    damage_.push_back(
        {marks_.x - kTestCardMark, marks_.y - kTestCardMark, 2 * kTestCardMark + 1, 2 * kTestCardMark + 1});
  }

  int width_ = 0, height_ = 0;
  std::vector<std::uint32_t> pixels_;
  TestCardMarks marks_;
  bool resized_ = false;
  std::vector<Rect> damage_;
};

class TestCardCapture final : public Capture {
 public:
  explicit TestCardCapture(TestCard& card) : card_(card) {}

  std::string name() const override { return "test card"; }
  int fd() const override { return -1; }
  std::optional<SteadyTime> due() const override {
    if (card_.damaged() && (card_.resized() || !said_)) return SteadyTime::min();
    return std::nullopt;
  }
  Result<Changes> poll() override {
    said_ = card_.damaged();
    return Changes{.resized = card_.take_resized(), .damaged = card_.damaged()};
  }
  Result<std::vector<Rect>> grab() override {
    said_ = false;
    return card_.draw();
  }
  Frame frame() const override { return card_.frame(); }
  Result<void> resize(int width, int height) override {
    const Frame now = card_.frame();
    if (width != now.width || height != now.height) card_.resize(width, height);
    return {};
  }

 private:
  TestCard& card_;
  bool said_ = false;  // poll() has reported the damage that is there
};

class TestCardInput final : public Input {
 public:
  explicit TestCardInput(TestCard& card) : card_(card) {}
  void key(std::uint32_t keysym, std::uint32_t, bool down) override { card_.key(keysym, down); }
  void pointer(int x, int y, std::uint32_t buttons) override { card_.pointer(x, y, buttons); }
  void release_buttons(std::uint32_t left) override { card_.release_buttons(left); }
  void release_all() override { card_.release_buttons(0); }

 private:
  TestCard& card_;
};

}  // namespace

Result<Display> open_test_card(int width, int height) {
  auto card = std::make_shared<TestCard>(width, height);
  Display display;
  display.capture = std::make_unique<TestCardCapture>(*card);
  display.input = std::make_unique<TestCardInput>(*card);
  display.clipboard = std::make_unique<NullClipboard>();
  display.connection = std::move(card);
  return display;
}

}  // namespace gatehouse::hw
