#include "appliance/desktop/gate.h"

#include <zlib.h>

#include "appliance/desktop/clipboard_messages.h"
#include "hw/clipboard/clipboard.h"
#include "tests/support/catch.h"

namespace gatehouse::gate_test {

using desktop::Gate;
using desktop::ResizeStatus;
using desktop::Wishes;
using policy::Permission;
using policy::Permissions;
namespace clip = desktop::clipboard;

// Writes down what the gate lets through, one word each.
struct Log final : desktop::GateEvents {
  std::string calls;
  Bytes sent;
  Wishes wishes;
  std::string text;
  void send(Bytes message) override { sent.insert(sent.end(), message.begin(), message.end()); }
  void initialised() override { calls += "initialised "; }
  void wishes_changed(const Wishes& now) override {
    wishes = now;
    calls += "wishes ";
  }
  void update_requested(bool incremental, hw::Rect area) override {
    calls += std::string(incremental ? "more " : "all ") + std::to_string(area.width) + "x" +
             std::to_string(area.height) + " ";
  }
  void continuous_updates(bool enabled, hw::Rect) override { calls += enabled ? "continuous " : "single "; }
  void fence_returned(ByteView payload) override { calls += "fence" + std::to_string(payload.size()) + " "; }
  void key(std::uint32_t keysym, std::uint32_t xt, bool down) override {
    calls += "key" + std::to_string(keysym) + "/" + std::to_string(xt) + (down ? "+ " : "- ");
  }
  void pointer(int x, int y, std::uint32_t buttons) override {
    calls += "pointer" + std::to_string(x) + "," + std::to_string(y) + "," + std::to_string(buttons) + " ";
  }
  void clipboard(std::string now) override {
    text = std::move(now);
    calls += "clipboard ";
  }
  void resize(int width, int height) override {
    calls += "resize" + std::to_string(width) + "x" + std::to_string(height) + " ";
  }
  void resize_refused(ResizeStatus status) override {
    calls += "refused" + std::to_string(static_cast<int>(status)) + " ";
  }
};

Bytes bytes(std::initializer_list<int> values) {
  Bytes out;
  for (int value : values) out.push_back(static_cast<std::uint8_t>(value));
  return out;
}

Bytes encodings(std::initializer_list<std::int32_t> list) {
  ByteWriter out;
  out.u8(2);
  out.u8(0);
  out.u16(static_cast<std::uint16_t>(list.size()));
  for (std::int32_t encoding : list) out.u32(static_cast<std::uint32_t>(encoding));
  return out.take();
}

Bytes cut_text(std::uint32_t length, ByteView body) {
  ByteWriter out;
  out.bytes(bytes({6, 0, 0, 0}));
  out.u32(length);
  out.bytes(body);
  return out.take();
}

Bytes extended(std::uint32_t flags, ByteView body = {}) {
  ByteWriter out;
  out.u32(flags);
  out.bytes(body);
  return cut_text(0u - static_cast<std::uint32_t>(out.size()), out.view());
}

Bytes provide(const std::string& text) {
  ByteWriter plain;
  plain.u32(static_cast<std::uint32_t>(text.size() + 1));
  plain.text(text);
  plain.u8(0);
  Bytes packed(compressBound(plain.size()));
  uLongf size = packed.size();
  REQUIRE(compress(packed.data(), &size, plain.view().data(), plain.size()) == Z_OK);
  packed.resize(size);
  return extended(clip::kProvide | clip::kText, packed);
}

constexpr std::initializer_list<std::int32_t> kEverything = {desktop::kTight,
                                                             desktop::kZrle,
                                                             desktop::kQemuKeys,
                                                             desktop::kFence,
                                                             desktop::kContinuousUpdates,
                                                             desktop::kExtendedDesktopSize,
                                                             desktop::kExtendedMouseButtons,
                                                             desktop::kExtendedClipboard};

// A gate past its handshake, with everything announced.
struct Session {
  explicit Session(Permissions permissions = Permissions::all()) : gate(log, permissions) {
    REQUIRE(feed(as_bytes("RFB 003.008\n")));
    REQUIRE(feed(bytes({1, 1})));
    REQUIRE(feed(encodings(kEverything)));
    log.calls.clear();
    log.sent.clear();
  }
  Result<void> feed(ByteView data) { return gate.feed(data); }
  Log log;
  Gate gate;
};

TEST_CASE("the gate shakes hands in the three versions", "[desktop]") {
  struct Row {
    std::string viewer;
    Bytes server;
  };
  const Row rows[] = {
      {std::string("RFB 003.003\n\1", 13), bytes({0, 0, 0, 1})},
      {std::string("RFB 003.007\n\1\1", 14), bytes({1, 1})},
      {std::string("RFB 003.008\n\1\0", 14), bytes({1, 1, 0, 0, 0, 0})},
  };
  for (const Row& row : rows) {
    Log log;
    Gate gate(log, Permissions::all());
    // One byte at a time: nothing depends on how they arrive.
    for (char c : row.viewer) REQUIRE(gate.feed(as_bytes(std::string_view(&c, 1))));
    CHECK(log.sent == row.server);
    CHECK(log.calls == "initialised ");
    CHECK(gate.in_session());
  }
}

TEST_CASE("the gate ends a bad handshake", "[desktop]") {
  for (const char* viewer : {"GET / HTTP/1.1\r\n", "RFB 004.001\n", "RFB 003.005\n", "RFB 003.008\r", "X",
                             "RFB 003.008\n\2", "RFB 003.008\n\x10", "RFB 003.007\n\x13"}) {
    Log log;
    Gate gate(log, Permissions::all());
    CHECK_FALSE(gate.feed(as_bytes(viewer)));
    CHECK_FALSE(gate.in_session());
    CHECK_FALSE(gate.feed(as_bytes("RFB 003.008\n")));
    CHECK(log.calls.empty());
  }
}

TEST_CASE("the gate lets through whole messages, however they are cut", "[desktop]") {
  ByteWriter all;
  all.bytes(bytes({3, 1, 0, 0, 0, 0, 3, 0x20, 2, 0x58}));
  all.bytes(bytes({4, 1, 0, 0, 0, 0, 0, 97}));
  all.bytes(bytes({5, 1, 0, 7, 0, 9}));
  all.bytes(bytes({5, 0x80, 0, 7, 0, 9, 3}));
  all.bytes(bytes({255, 0, 0, 1, 0, 0, 0, 98, 0, 0, 0, 0x30}));
  all.bytes(cut_text(3, as_bytes("a\xE9z")));
  all.bytes(bytes({150, 1, 0, 0, 0, 0, 0, 9, 0, 9}));
  all.bytes(bytes({248, 0, 0, 0, 0, 0, 0, 0, 2, 7, 7}));
  all.bytes(bytes({251, 0, 4, 0, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 3, 0, 0, 0, 0, 0}));
  const std::string expected =
      "more 800x600 key97/0+ pointer7,9,1 pointer7,9,384 key98/48+ clipboard continuous fence2 "
      "resize1024x768 ";
  const std::size_t portion = GENERATE(1u, 2u, 5u, 11u, 1000u);
  Session session;
  for (std::size_t at = 0; at < all.size(); at += portion)
    REQUIRE(session.feed(ByteView(all.view()).subspan(at, std::min(portion, all.size() - at))));
  CHECK(session.log.calls == expected);
  CHECK(session.log.text == "a\xC3\xA9z");
}

TEST_CASE("the gate names the rule that was broken", "[desktop]") {
  struct Row {
    Bytes message;
    const char* rule;
  };
  Bytes many = bytes({2, 0, 0, 129});
  const Bytes format = bytes({0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0});
  const auto format_with = [&](std::size_t at, int value) {
    Bytes changed = format;
    changed[at] = static_cast<std::uint8_t>(value);
    return changed;
  };
  const Row rows[] = {
      {bytes({1}), "message type 1"},               // FixColourMapEntries
      {bytes({7}), "message type 7"},               // file transfer
      {bytes({8}), "message type 8"},               // SetScale
      {bytes({11}), "message type 11"},             // text chat
      {bytes({250, 0, 1, 2}), "message type 250"},  // xvp: shuts machines down
      {bytes({252, 0, 0, 0}), "message type 252"},
      {many, "more than 128"},
      {bytes({255, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), "QEMU message 1"},  // audio
      {bytes({248, 0, 0, 0, 0, 0, 0, 0, 65}), "more than 64 bytes"},
      {cut_text(64 * 1024 * 1024 + 1, {}), "more than 64 MiB"},
      {cut_text(0u - 3u, {}), "without flags"},
      {cut_text(0x80000000u, {}), "more than 64 MiB"},
      {extended(clip::kProvide | clip::kText, as_bytes("this is not zlib")), "not a zlib stream"},
      {extended(clip::kProvide | clip::kText), "no length"},
      {format_with(4, 24), "impossible format"},
      {format_with(5, 33), "impossible format"},
      {format_with(5, 0), "impossible format"},
      {format_with(7, 0), "colour maps"},
      {format_with(9, 254), "impossible format"},
      {format_with(9, 0), "impossible format"},
      {format_with(8, 255), "impossible format"},
      {format_with(14, 25), "impossible format"},
      {format_with(14, 255), "impossible format"},
      {format_with(14, 8), "impossible format"},
  };
  for (const Row& row : rows) {
    Session session;
    const auto fed = session.feed(row.message);
    INFO(row.rule);
    REQUIRE_FALSE(fed);
    CHECK_THAT(fed.error().message, Catch::Matchers::ContainsSubstring(row.rule));
    CHECK(session.log.calls.empty());
  }
  Session session;
  CHECK(session.feed(format));
}

TEST_CASE("the gate allows an extension only to those who announced it", "[desktop]") {
  for (const Bytes& message : {bytes({150, 1, 0, 0, 0, 0, 0, 9, 0, 9}), bytes({248, 0, 0, 0, 0, 0, 0, 0, 0}),
                               bytes({251, 0, 4, 0, 3, 0, 0, 0}),
                               bytes({255, 0, 0, 1, 0, 0, 0, 98, 0, 0, 0, 0x30}), extended(clip::kCaps)}) {
    Session session;
    REQUIRE(session.feed(encodings({desktop::kRaw})));
    const auto fed = session.feed(message);
    REQUIRE_FALSE(fed);
    CHECK_THAT(fed.error().message, Catch::Matchers::ContainsSubstring("announced"));
  }
}

TEST_CASE("the gate drops what is not permitted, message by message", "[desktop]") {
  struct Row {
    Permission permission;
    Bytes message;
    const char* with;
    const char* without;
  };
  const Row rows[] = {
      {Permission::keyboard, bytes({4, 1, 0, 0, 0, 0, 0, 97}), "key97/0+ ", ""},
      {Permission::keyboard, bytes({255, 0, 0, 1, 0, 0, 0, 98, 0, 0, 0, 48}), "key98/48+ ", ""},
      {Permission::pointer, bytes({5, 1, 0, 7, 0, 9}), "pointer7,9,1 ", ""},
      {Permission::clipboard_to_device, cut_text(1, as_bytes("x")), "clipboard ", ""},
      {Permission::clipboard_to_device, provide("x"), "clipboard ", ""},
      {Permission::resize_screen,
       bytes({251, 0, 4, 0, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 3, 0, 0, 0, 0, 0}), "resize1024x768 ",
       "refused1 "},
  };
  for (const Row& row : rows) {
    Session session;
    REQUIRE(session.feed(row.message));
    CHECK(session.log.calls == row.with);
    session.log.calls.clear();
    session.gate.set_permissions(Permissions::all().without(row.permission));
    REQUIRE(session.feed(row.message));
    CHECK(session.log.calls == row.without);
  }
}

TEST_CASE("the gate boils encodings down", "[desktop]") {
  Session session;
  REQUIRE(session.feed(encodings({99, 5, 7, -26, -254, -224, -239, -314, -223})));
  const Wishes& wishes = session.log.wishes;
  CHECK(wishes.encoding == desktop::kHextile);
  CHECK(wishes.quality == 6);
  CHECK(wishes.compression == 2);
  CHECK((wishes.last_rect && wishes.rich_cursor && wishes.cursor_with_alpha && wishes.desktop_size));
  CHECK_FALSE((wishes.fence || wishes.qemu_keys || wishes.extended_clipboard));
  REQUIRE(session.feed(encodings({})));
  CHECK(session.log.wishes == Wishes{});
}

TEST_CASE("the gate answers fences and refuses layouts there are none of", "[desktop]") {
  Session session;
  REQUIRE(session.feed(bytes({248, 0, 0, 0, 0xFF, 0, 0, 0xFF, 2, 8, 9})));
  CHECK(session.log.sent == bytes({248, 0, 0, 0, 0, 0, 0, 7, 2, 8, 9}));
  REQUIRE(session.feed(bytes({251, 0, 4, 0, 3, 0, 0, 0})));
  REQUIRE(session.feed(bytes({251, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
  CHECK(session.log.calls == "refused3 refused3 ");
}

TEST_CASE("clipboard texts go both ways exactly", "[desktop]") {
  const std::string machine = "Gr\xC3\xBC\xC3\x9F\x65 \xE2\x82\xAC \xF0\x9F\x98\x80\nzwei";
  Session session;
  REQUIRE(session.feed(provide("Gr\xC3\xBC\xC3\x9F\x65 \xE2\x82\xAC \xF0\x9F\x98\x80\r\nzwei")));
  CHECK(session.log.text == machine);

  // Notify, request, provide, as viewers with capabilities do.
  REQUIRE(session.feed(
      extended(clip::kCaps | clip::kNotify | clip::kRequest | clip::kProvide | clip::kText, Bytes(4))));
  session.gate.offer_clipboard(machine);
  CHECK(session.log.sent == clip::flags_message(clip::kNotify | clip::kText));
  session.log.sent.clear();
  REQUIRE(session.feed(extended(clip::kRequest | clip::kText)));
  REQUIRE(session.log.sent.size() > 12);
  auto back = clip::inflate_text(ByteView(session.log.sent).subspan(12));
  REQUIRE(back);
  CHECK(**back == machine);

  // Twelve bytes could otherwise ask for a megabyte again and again.
  session.log.sent.clear();
  REQUIRE(session.feed(extended(clip::kRequest | clip::kText)));
  CHECK(session.log.sent.empty());

  // A viewer that offers text is asked for it.
  session.log.sent.clear();
  REQUIRE(session.feed(extended(clip::kNotify | clip::kText)));
  CHECK(session.log.sent == clip::flags_message(clip::kRequest | clip::kText));

  SECTION("an old viewer gets Latin-1") {
    REQUIRE(session.feed(encodings({desktop::kRaw})));
    session.log.sent.clear();
    session.gate.offer_clipboard("\xC3\xA4\xE2\x82\xAC!");
    CHECK(session.log.sent == bytes({3, 0, 0, 0, 0, 0, 0, 3, 0xE4, '?', '!'}));
  }
  SECTION("nothing without permission, not even what was offered before") {
    session.gate.offer_clipboard(machine);
    session.gate.set_permissions(Permissions::all().without(Permission::clipboard_from_device));
    session.log.sent.clear();
    session.gate.offer_clipboard("secret");
    REQUIRE(session.feed(extended(clip::kRequest | clip::kText)));
    CHECK(session.log.sent.empty());
    REQUIRE(session.feed(extended(clip::kPeek)));
    CHECK(session.log.sent == clip::flags_message(clip::kNotify));
  }
}

TEST_CASE("huge clipboards cost nothing", "[desktop]") {
  Session session;
  SECTION("a long Latin-1 text is skipped and the session goes on") {
    const std::uint32_t length = hw::kClipboardCap + 1;
    REQUIRE(session.feed(cut_text(length, Bytes(length, 'x'))));
    REQUIRE(session.feed(bytes({5, 0, 0, 1, 0, 1})));
    CHECK(session.log.calls == "pointer1,1,0 ");
  }
  SECTION("a zlib bomb is not inflated") {
    REQUIRE(session.feed(provide(std::string(20 * 1024 * 1024, 'x'))));
    CHECK(session.log.calls.empty());
  }
  SECTION("the longest text that is taken arrives") {
    REQUIRE(session.feed(provide(std::string(hw::kClipboardCap, 'x'))));
    CHECK(session.log.text.size() == hw::kClipboardCap);
    REQUIRE(session.feed(provide(std::string(hw::kClipboardCap + 1, 'x'))));
    CHECK(session.log.calls == "clipboard ");
  }
  SECTION("what is not UTF-8 is dropped") {
    REQUIRE(session.feed(provide("\xFF\xFE")));
    CHECK(session.log.calls.empty());
  }
}

}  // namespace gatehouse::gate_test
