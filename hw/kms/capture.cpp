#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "appliance/base/datagram.h"
#include "hw/capture/damage.h"
#include "hw/clipboard/null_clipboard.h"
#include "hw/display.h"
#include "hw/input/uinput_input.h"
#include "hw/kms/mapped.h"
#include "hw/kms/tiles.h"

// The half of a graphics card's capture that reads: it maps the memory that the look-out hands over and compares. Opens nothing.
namespace gatehouse::hw {
namespace kms {
namespace {

using std::chrono::milliseconds;

constexpr const char* kOtherHalf = "the look-out at the graphics card";
constexpr milliseconds kPatience{5000};
// Nothing is asked more often than the screen may change, and less often while it stands still.
constexpr milliseconds kShortestPause{16}, kLongestPause{100};
// Of a screen that is switched off, until it was on once.
constexpr int kDarkWidth = 1024, kDarkHeight = 768;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

// The picture with the cursor in it, and what has to be put back before the next comparison.
class Canvas {
 public:
  int width() const { return width_; }
  int height() const { return height_; }
  Frame frame() const {
    return {reinterpret_cast<const std::uint8_t*>(pixels_.data()), width_, height_,
            static_cast<std::size_t>(width_) * sizeof(pixels_[0])};
  }

  void resize(int width, int height) {
    width_ = width;
    height_ = height;
    pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
    under_.clear();
    cursor_ = {};
  }

  std::vector<Rect> take(const Mapped::Reading& reading, const Buffer& buffer, const Look& look) {
    take_cursor_away();
    const std::uint8_t* const first =
        reading.row(look.y) + std::size_t{look.x} * bytes_per_pixel(buffer.format);
    return take_changes(first, buffer.pitch, buffer.format, width_, height_, pixels_);
  }

  std::vector<Rect> darken() {
    take_cursor_away();
    const bool was_dark =
        std::ranges::all_of(pixels_, [](std::uint32_t pixel) { return (pixel & 0xFFFFFF) == 0; });
    std::ranges::fill(pixels_, 0);
    return was_dark ? std::vector<Rect>{} : std::vector<Rect>{{0, 0, width_, height_}};
  }

  // What it covers, and covered before if that differs.
  std::vector<Rect> put_cursor(const Rect& before, const Mapped& shape, int x, int y) {
    const Buffer& buffer = shape.buffer();
    const int left = std::max(x, 0), top = std::max(y, 0);
    const int right = static_cast<int>(std::min<std::int64_t>(std::int64_t{x} + buffer.width, width_));
    const int bottom = static_cast<int>(std::min<std::int64_t>(std::int64_t{y} + buffer.height, height_));
    if (right <= left || bottom <= top) return uncover(before);
    cursor_ = {left, top, right - left, bottom - top};
    const Mapped::Reading reading(shape);
    std::vector<std::uint32_t> row(buffer.width), drawn;
    for (int line = top; line < bottom; ++line) {
      convert_row(reading.row(static_cast<std::uint32_t>(line - y)), buffer.format,
                  static_cast<int>(buffer.width), row.data());
      for (int column = left; column < right; ++column) {
        std::uint32_t& pixel = at(column, line);
        under_.push_back(pixel);
        drawn.push_back(blend(row[static_cast<std::size_t>(column - x)], pixel));
        pixel = drawn.back();
      }
    }
    const bool same = before == cursor_ && drawn == drawn_;
    drawn_ = std::move(drawn);
    if (same) return {};
    std::vector<Rect> changed = uncover(before);
    changed.push_back(cursor_);
    return changed;
  }
  std::vector<Rect> uncover(const Rect& before) const {
    return before.width > 0 ? std::vector<Rect>{before} : std::vector<Rect>{};
  }
  const Rect& cursor() const { return cursor_; }

 private:
  std::uint32_t& at(int x, int y) {
    return pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                   static_cast<std::size_t>(x)];
  }
  void take_cursor_away() {
    auto pixel = under_.begin();
    for (int y = cursor_.y; y < cursor_.y + cursor_.height && pixel != under_.end(); ++y)
      for (int x = cursor_.x; x < cursor_.x + cursor_.width; ++x) at(x, y) = *pixel++;
    under_.clear();
    cursor_ = {};
  }

  int width_ = 0, height_ = 0;
  std::vector<std::uint32_t> pixels_;
  Rect cursor_;                       // where it is drawn; empty: nowhere
  std::vector<std::uint32_t> under_;  // what it hides
  std::vector<std::uint32_t> drawn_;  // what was drawn of it last
};

// The socket and what came by it: what capture and input share.
class Screen {
 public:
  explicit Screen(UniqueFd socket) : socket_(std::move(socket)) {}

  int fd() const { return socket_.get(); }
  const Canvas& canvas() const { return canvas_; }
  // Something may change now that is worth looking at.
  void hurry() {
    pause_ = kShortestPause;
    next_ = std::min(next_, now() + kShortestPause);
  }

  // The keyboard's layout and the devices come before the first look.
  Result<Display> introduce() {
    if (::fcntl(socket_.get(), F_SETFL, O_NONBLOCK) != 0) return errno_error("cannot prepare a socket");
    if (auto asked = ask(); !asked) return asked.error();
    const SteadyTime until = now() + kPatience;
    while (!look_) {
      const auto left = std::chrono::duration_cast<milliseconds>(until - now()).count();
      pollfd waiting{socket_.get(), POLLIN, 0};
      if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) == 0)
        return Error{"the look-out at the graphics card does not answer"};
      if (auto heard = hear(); !heard) return heard.error();
    }
    if (!keyboard_ || !pointer_ || !keymap_)
      return Error{"the look-out at the graphics card sent no input devices"};
    if (auto fits = make_room(); !fits) return fits.error();
    return Display{};
  }
  std::unique_ptr<Input> input() {
    return open_uinput_input(
        std::move(keyboard_), std::move(pointer_), *keymap_,
        [this] {
          return ScreenSize{canvas_.width(), canvas_.height()};
        },
        [this] { hurry(); });
  }

  std::optional<SteadyTime> due() const {
    if (resized_ || (look_ && !said_)) return SteadyTime::min();
    if (look_ || asked_) return std::nullopt;
    return next_;
  }
  Result<Capture::Changes> poll() {
    if (auto heard = hear(); !heard) return heard.error();
    if (!asked_ && !look_ && now() >= next_)
      if (auto asked = ask(); !asked) return asked.error();
    if (auto fits = make_room(); !fits) return fits.error();
    said_ = look_.has_value();
    return Capture::Changes{.resized = std::exchange(resized_, false), .damaged = look_ || !damage_.empty()};
  }
  Result<std::vector<Rect>> grab() {
    if (look_) draw();
    return few_rects(disjoint_rects(std::exchange(damage_, {}), canvas_.width(), canvas_.height()));
  }

 private:
  Result<void> ask() {
    asked_ = true;
    return send(socket_.get(), Datagram{Bytes{1}}, kOtherHalf);
  }

  Result<void> hear() {
    for (;;) {
      bool would_block = false;
      auto received = receive(socket_.get(), kDatagramCap, kOtherHalf, would_block);
      if (would_block) return {};
      if (!received) return received.error();
      if (!*received) return Error{"the look-out at the graphics card is gone"};
      auto message = decode((*received)->bytes);
      if (!message) return message.error();
      if (auto taken = take(*message, std::move((*received)->fd)); !taken) return taken;
    }
  }

  Result<void> take(const Message& message, UniqueFd fd) {
    if (const auto* look = std::get_if<Look>(&message)) {
      look_ = *look;
      asked_ = false;
    } else if (const auto* buffer = std::get_if<Buffer>(&message)) {
      auto mapped = Mapped::map(*buffer, std::move(fd));
      if (!mapped) return mapped.error();
      slots_[buffer->slot].reset();
      slots_[buffer->slot].emplace(*std::move(mapped));
    } else if (const auto* hello = std::get_if<Hello>(&message)) {
      keymap_ = hello->keymap;
    } else if (std::holds_alternative<Keyboard>(message)) {
      keyboard_ = std::move(fd);
    } else if (std::holds_alternative<Pointer>(message)) {
      pointer_ = std::move(fd);
    } else if (const auto* lost = std::get_if<Lost>(&message)) {
      return Error{"the screen of the graphics card can't be read: " + lost->reason};
    }
    return {};
  }

  // The frame has the size of the next look, and its picture is there.
  Result<void> make_room() {
    if (!look_) return {};
    if (look_->dark) {
      if (canvas_.width() == 0) resize(kDarkWidth, kDarkHeight);
      return {};
    }
    const auto& shown = slots_[look_->slot];
    if (!shown) return Error{"the look-out at the graphics card names a picture that it has not sent"};
    if (auto ok = check_look(*look_, shown->buffer()); !ok) return ok;
    const int width = static_cast<int>(look_->width), height = static_cast<int>(look_->height);
    if (width != canvas_.width() || height != canvas_.height()) resize(width, height);
    return {};
  }

  void draw() {
    const Look look = *std::exchange(look_, std::nullopt);
    const Rect cursor = canvas_.cursor();
    std::vector<Rect> changed;
    if (look.dark) {
      changed = canvas_.darken();
      for (const Rect& rect : canvas_.uncover(cursor)) changed.push_back(rect);
    } else {
      const Mapped& shown = *slots_[look.slot];
      changed = canvas_.take(Mapped::Reading(shown), shown.buffer(), look);
      const auto& shape = slots_[look.cursor_slot];
      const auto drawn = look.has_cursor && shape
                             ? canvas_.put_cursor(cursor, *shape, look.cursor_x, look.cursor_y)
                             : canvas_.uncover(cursor);
      changed.insert(changed.end(), drawn.begin(), drawn.end());
    }
    pause_ = changed.empty() ? std::min(pause_ * 2, kLongestPause) : kShortestPause;
    next_ = now() + pause_;
    damage_.insert(damage_.end(), changed.begin(), changed.end());
  }

  void resize(int width, int height) {
    canvas_.resize(width, height);
    damage_ = {{0, 0, width, height}};
    resized_ = true;
  }

  UniqueFd socket_;
  UniqueFd keyboard_, pointer_;
  std::optional<ConsoleKeymap> keymap_;
  std::array<std::optional<Mapped>, kSlots> slots_;
  std::optional<Look> look_;  // to be drawn
  bool asked_ = false;        // an answer is on its way
  bool said_ = false;         // poll() has reported the look that is there
  bool resized_ = false;
  Canvas canvas_;
  std::vector<Rect> damage_;
  milliseconds pause_ = kShortestPause;
  SteadyTime next_ = now();
};

class KmsCapture final : public Capture {
 public:
  explicit KmsCapture(Screen& screen) : screen_(screen) {}

  std::string name() const override { return "graphics card (KMS)"; }
  int fd() const override { return screen_.fd(); }
  std::optional<SteadyTime> due() const override { return screen_.due(); }
  Result<Changes> poll() override { return screen_.poll(); }
  Result<std::vector<Rect>> grab() override { return screen_.grab(); }
  Frame frame() const override { return screen_.canvas().frame(); }
  Result<void> resize(int, int) override { return Error{"the size of this screen is set at the machine"}; }

 private:
  Screen& screen_;
};

}  // namespace
}  // namespace kms

Result<Display> open_kms(UniqueFd socket) {
  auto screen = std::make_shared<kms::Screen>(std::move(socket));
  auto display = screen->introduce();
  if (!display) return display;
  display->capture = std::make_unique<kms::KmsCapture>(*screen);
  display->input = screen->input();
  display->clipboard = std::make_unique<NullClipboard>();
  display->connection = std::move(screen);
  return display;
}

}  // namespace gatehouse::hw
