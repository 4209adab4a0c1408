// Clipboard and cursor, through a display that a test can see into.
#include <zlib.h>

#include <atomic>
#include <condition_variable>

#include "hw/clipboard/clipboard.h"
#include "tests/unit/desktop/desk.h"

namespace gatehouse::worker_display_test {

using desk_test::Desk;
using desk_test::Permission;
using desk_test::Permissions;
using desk_test::RfbClient;

// What the test does to the machine; taken in on the worker's thread.
struct Machine {
  std::mutex mutex;
  std::string copied;        // by somebody at the machine, not noticed yet
  std::uint32_t cursor = 0;  // a new cursor of this colour
  bool gone = false;
  std::string pasted;  // by a viewer
  int resized = 0;     // by viewers
  UniqueFd bell{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};

  void ring() { REQUIRE(::eventfd_write(bell.get(), 1) == 0); }
  void copy(const std::string& text) {
    {
      const std::lock_guard lock(mutex);
      copied = text;
    }
    ring();
  }
  std::string pasted_text() {
    const std::lock_guard lock(mutex);
    return pasted;
  }
};

struct FakeClipboard final : hw::Clipboard {
  explicit FakeClipboard(Machine& the_machine) : machine(the_machine) {}
  void on_changed(std::function<void(const std::string&)> now) override { changed = std::move(now); }
  void set_text(std::string text) override {
    const std::lock_guard lock(machine.mutex);
    machine.pasted = std::move(text);
  }
  Machine& machine;
  std::function<void(const std::string&)> changed;
};

struct FakeInput final : hw::Input {
  void key(std::uint32_t, std::uint32_t, bool) override {}
  void pointer(int, int, std::uint32_t) override {}
  void release_buttons(std::uint32_t) override {}
  void release_all() override {}
};

struct FakeCapture final : hw::Capture {
  FakeCapture(Machine& the_machine, FakeClipboard& the_clipboard)
      : machine(the_machine), clipboard(the_clipboard) {}
  std::string name() const override { return "fake"; }
  int fd() const override { return machine.bell.get(); }
  Result<Changes> poll() override {
    eventfd_t count;
    ::eventfd_read(machine.bell.get(), &count);
    std::string copied;
    Changes changes;
    {
      const std::lock_guard lock(machine.mutex);
      if (machine.gone) return Error{"the display is gone"};
      copied = std::exchange(machine.copied, {});
      if (machine.cursor) {
        shape = {
            2, 2, 1, 0, std::vector<std::uint32_t>(4, std::exchange(machine.cursor, 0)), shape.serial + 1};
        changes.cursor = true;
      }
    }
    if (!copied.empty() && clipboard.changed) clipboard.changed(copied);
    return changes;
  }
  Result<std::vector<hw::Rect>> grab() override { return std::vector<hw::Rect>(); }
  hw::Frame frame() const override { return {pixels.data(), 16, 16, 64}; }
  const hw::CursorShape* cursor() const override { return shape.width ? &shape : nullptr; }
  Result<void> resize(int, int) override {
    const std::lock_guard lock(machine.mutex);
    ++machine.resized;
    return Error{"no"};
  }

  Machine& machine;
  FakeClipboard& clipboard;
  hw::CursorShape shape;
  std::vector<std::uint8_t> pixels = std::vector<std::uint8_t>(16 * 16 * 4, 0x55);
};

Desk::Open open_fake(Machine& machine) {
  return [&machine] {
    hw::Display display;
    auto clipboard = std::make_unique<FakeClipboard>(machine);
    display.capture = std::make_unique<FakeCapture>(machine, *clipboard);
    display.clipboard = std::move(clipboard);
    display.input = std::make_unique<FakeInput>();
    return display;
  };
}

template <class Done>
void wait_for(Done done) {
  const auto deadline = std::chrono::steady_clock::now() + test::kSoon;
  while (!done()) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

const std::string kText = "Gr\xC3\xBC\xC3\x9F\x65 \xE2\x82\xAC \xF0\x9F\x98\x80";

TEST_CASE("what a viewer copies reaches the machine and no other viewer", "[desktop]") {
  Machine machine;
  Desk desk(open_fake(machine));
  const auto viewer = desk.join(1, {RfbClient::kRaw});
  const auto other = desk.join(2, {RfbClient::kRaw});
  const auto mute =
      desk.join(3, {RfbClient::kRaw}, Permissions::all().without(Permission::clipboard_to_device));
  mute->cut_text("not this");
  viewer->cut_text("caf\xE9");
  wait_for([&] { return machine.pasted_text() == "caf\xC3\xA9"; });
  CHECK_FALSE(other->readable(std::chrono::milliseconds(50)));
  CHECK(machine.pasted_text() == "caf\xC3\xA9");
}

TEST_CASE("what is copied at the machine reaches the viewers that may have it", "[desktop]") {
  Machine machine;
  Desk desk(open_fake(machine));
  const auto modern = desk.join(1, {RfbClient::kRaw, RfbClient::kExtendedClipboard});
  const auto old = desk.join(2, {RfbClient::kRaw});
  const auto mute =
      desk.join(3, {RfbClient::kRaw}, Permissions::all().without(Permission::clipboard_from_device));
  modern->extended_clipboard(1u << 24 | 1u << 27 | 1u, Bytes(4));
  // Once the worker has read those capabilities, it can be told.
  modern->request(false);
  modern->read_until([&] { return modern->updates == 2; });
  machine.copy(kText);
  modern->read_until([&] { return modern->clipboard_flags == (1u << 27 | 1u); });
  modern->extended_clipboard(1u << 25 | 1u);
  modern->read_until([&] { return modern->clipboard_flags == (1u << 28 | 1u); });
  Bytes plain(1000);
  uLongf size = plain.size();
  REQUIRE(uncompress(plain.data(), &size, modern->clipboard_body.data(), modern->clipboard_body.size()) ==
          Z_OK);
  CHECK(std::string(as_text(ByteView(plain).first(size)).substr(4)) == kText + '\0');
  old->read_until([&] { return old->clipboard == "Gr\xFC\xDF\x65 ? ?"; });
  CHECK_FALSE(mute->readable(std::chrono::milliseconds(50)));
}

TEST_CASE("a new cursor is sent in the best form the viewer knows", "[desktop]") {
  Machine machine;
  Desk desk(open_fake(machine));
  const auto alpha = desk.join(1, {RfbClient::kRaw, RfbClient::kRichCursor, RfbClient::kCursorWithAlpha});
  const auto rich = desk.join(2, {RfbClient::kRaw, RfbClient::kRichCursor});
  {
    const std::lock_guard lock(machine.mutex);
    machine.cursor = 0x80400000;
  }
  machine.ring();
  alpha->update_until([&] { return alpha->cursors == 1; });
  CHECK(alpha->cursor_pixel == 0x40000080);  // red, green, blue, alpha; premultiplied
  rich->update_until([&] { return rich->cursors == 1; });
  CHECK(rich->cursor_pixel == 0x00008000);  // 0x00RRGGBB, little-endian, red brought back to full
  // Who comes later has it, too.
  CHECK(desk.join(3, {RfbClient::kRaw, RfbClient::kCursorWithAlpha})->cursors == 1);
}

TEST_CASE("of many wishes for a size only the last is tried, and all others go on", "[desktop]") {
  Machine machine;
  Desk desk(open_fake(machine));
  const auto viewer = desk.join(1, {RfbClient::kRaw, RfbClient::kExtendedDesktopSize});
  std::string wishes;
  for (int i = 0; i < 300; ++i) {
    const auto size = static_cast<char>(i % 100 + 64);
    wishes += std::string("\xFB\0\0", 3) + size + '\0' + size + std::string("\1\0", 2);
    wishes += std::string(9, '\0') + size + '\0' + size + std::string(4, '\0');
  }
  viewer->write(wishes);
  viewer->update_until([&] { return viewer->size_status == 3; });
  const std::lock_guard lock(machine.mutex);
  CHECK(machine.resized >= 1);
  CHECK(machine.resized < 10);
}

TEST_CASE("a display that goes away is reported", "[desktop]") {
  Machine machine;
  Desk desk(open_fake(machine));
  const auto viewer = desk.join(1, {RfbClient::kRaw});
  {
    const std::lock_guard lock(machine.mutex);
    machine.gone = true;
  }
  machine.ring();
  desk.hear<desktop::worker::DisplayLost>();
  CHECK(viewer->ended());
}

}  // namespace gatehouse::worker_display_test
