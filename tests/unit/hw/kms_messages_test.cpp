#include "hw/kms/messages.h"

#include "tests/support/catch.h"

namespace gatehouse::hw::kms::messages_test {

Buffer buffer() {
  return {.slot = 3,
          .format = PixelFormat::rgb565,
          .needs_sync = true,
          .width = 1920,
          .height = 1080,
          .pitch = 3840,
          .map_offset = 0x100000000,
          .picture_offset = 4096,
          .size = 5000000};
}

TEST_CASE("what look-out and capture say to each other arrives as it was said", "[hw]") {
  const Look look{.slot = 7,
                  .x = 1,
                  .y = 2,
                  .width = 800,
                  .height = 600,
                  .has_cursor = true,
                  .cursor_slot = 6,
                  .cursor_x = -5,
                  .cursor_y = -70000};
  CHECK(std::get<Buffer>(*decode(encode(buffer()))) == buffer());
  CHECK(std::get<Look>(*decode(encode(look))) == look);
  CHECK(std::get<Look>(*decode(encode(Look{.dark = true}))).dark);
  CHECK(std::get<Lost>(*decode(encode(Lost{"unplugged"}))).reason == "unplugged");
  CHECK(std::get<Hello>(*decode(encode(Hello{us_keymap()}))).keymap.tables == us_keymap().tables);
  CHECK(std::holds_alternative<Keyboard>(*decode(encode(Keyboard{}))));
  CHECK(std::holds_alternative<Pointer>(*decode(encode(Pointer{}))));
  CHECK(encode(Hello{us_keymap()}).size() <= kDatagramCap);
}

TEST_CASE("a message that is cut off, too long or names what there is not is refused", "[hw]") {
  for (const Message& message : {Message(buffer()), Message(Look{}), Message(Hello{}), Message(Lost{"x"})}) {
    Bytes bytes = encode(message);
    bytes.push_back(0);
    CHECK_FALSE(decode(bytes));
    bytes.resize(bytes.size() - 2);
    CHECK_FALSE(decode(bytes));
  }
  CHECK_FALSE(decode(Bytes{}));
  CHECK_FALSE(decode(Bytes{6}));
  Buffer wrong = buffer();
  wrong.slot = kSlots;
  CHECK_FALSE(decode(encode(wrong)));
  wrong = buffer();
  wrong.format = static_cast<PixelFormat>(0);
  CHECK_FALSE(decode(encode(wrong)));
  wrong.format = static_cast<PixelFormat>(5);
  CHECK_FALSE(decode(encode(wrong)));
  CHECK_FALSE(decode(encode(Look{.slot = kSlots})));
  CHECK_FALSE(decode(encode(Look{.cursor_slot = kSlots})));
}

TEST_CASE("a picture that no screen can have is not mapped", "[hw]") {
  REQUIRE(bytes_to_map(buffer()));
  CHECK(*bytes_to_map(buffer()) == 4096 + 3840 * 1079 + 3840);
  const auto refused = [](auto change) {
    Buffer wrong = buffer();
    change(wrong);
    return !bytes_to_map(wrong);
  };
  CHECK(refused([](Buffer& b) { b.width = 0; }));
  CHECK(refused([](Buffer& b) { b.height = 0; }));
  CHECK(refused([](Buffer& b) { b.width = 0xFFFFFFFF; }));
  CHECK(refused([](Buffer& b) { b.height = 16385; }));
  CHECK(refused([](Buffer& b) { b.pitch = 3839; }));
  CHECK(refused([](Buffer& b) { b.pitch = 0xFFFFFFFF; }));
  CHECK(refused([](Buffer& b) { b.format = PixelFormat::xrgb8888; }));  // whose rows are twice as long
  CHECK(refused([](Buffer& b) { b.picture_offset = ~std::uint64_t{0}; }));
  CHECK(refused([](Buffer& b) { b.size = 4096 + 3840 * 1080 - 1; }));
  CHECK_FALSE(refused([](Buffer& b) { b.size = 4096 + 3840 * 1080; }));
}

TEST_CASE("what is shown lies in its picture and has the size of a screen", "[hw]") {
  const Look whole{.width = 1920, .height = 1080};
  CHECK(check_look(whole, buffer()));
  CHECK(check_look({.x = 1120, .y = 480, .width = 800, .height = 600}, buffer()));
  CHECK_FALSE(check_look({.x = 1121, .y = 480, .width = 800, .height = 600}, buffer()));
  CHECK_FALSE(check_look({.x = 0xFFFFFFFF, .width = 800, .height = 600}, buffer()));
  CHECK_FALSE(check_look({.width = 1920, .height = 1081}, buffer()));
  CHECK_FALSE(check_look({.width = 199, .height = 600}, buffer()));
  CHECK_FALSE(check_look({}, buffer()));
}

}  // namespace gatehouse::hw::kms::messages_test
