#include "appliance/http/websocket_frame.h"

#include "tests/support/catch.h"

namespace gatehouse::websocket_frame_test {

Bytes frame(std::uint8_t first, std::string_view payload, bool masked = true) {
  ByteWriter out;
  const std::uint8_t mask_bit = masked ? 0x80 : 0;
  out.u8(first);
  if (payload.size() < 126) {
    out.u8(static_cast<std::uint8_t>(mask_bit | payload.size()));
  } else {
    out.u8(mask_bit | 126);
    out.u16(static_cast<std::uint16_t>(payload.size()));
  }
  const std::uint8_t mask[] = {1, 2, 3, 4};
  if (masked) out.bytes(mask);
  for (std::size_t i = 0; i < payload.size(); ++i)
    out.u8(static_cast<std::uint8_t>(payload[i] ^ (masked ? mask[i % 4] : 0)));
  return out.take();
}

struct Fed {
  std::string payload, answers;
  bool closed;
  std::uint16_t code;
};

// Fed in pieces of `step` bytes.
Fed feed(const Bytes& data, std::size_t step, std::size_t cap = 1000) {
  http::WebSocketDecoder decoder(cap);
  Bytes payload, answers;
  for (std::size_t at = 0; at < data.size(); at += step)
    decoder.feed(ByteView(data).subspan(at, std::min(step, data.size() - at)), payload, answers);
  return {std::string(as_text(payload)), std::string(as_text(answers)), decoder.closed(),
          decoder.close_code()};
}

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST_CASE("frames are read alike however they are cut", "[http]") {
  const std::string longer(300, 'z');
  const Bytes data = frame(0x82, "hello ") + frame(0x02, "wor") + frame(0x89, "ping") + frame(0x80, "ld") +
                     frame(0x82, longer);
  for (const std::size_t step : {1, 2, 3, 7, 1000}) {
    const Fed fed = feed(data, step);
    CHECK(fed.payload == "hello world" + longer);
    CHECK(fed.answers == "\x8a\x04ping");
    CHECK_FALSE(fed.closed);
  }
}

TEST_CASE("what breaks the rules closes with the right code", "[http]") {
  const std::pair<Bytes, int> cases[] = {
      {frame(0x81, "text"), 1003},
      {frame(0x82, "unmasked", false), 1002},
      {frame(0xc2, "reserved bit"), 1002},
      {frame(0x80, "nothing to continue"), 1002},
      {frame(0x02, "a") + frame(0x82, "b"), 1002},
      {frame(0x09, "ping in parts"), 1002},
      {frame(0x89, std::string(126, 'x')), 1002},
      {frame(0x83, "unknown"), 1002},
      {frame(0x8b, "unknown"), 1002},
      {frame(0x82, std::string(1001, 'x')), 1009},
      {frame(0x02, std::string(600, 'x')) + frame(0x80, std::string(401, 'x')), 1009},
      {frame(0x88, ""), 1000},
      {frame(0x88, std::string("\x0f\xa1", 2) + "bye"), 4001},
      {frame(0x88, "\x03"), 1002},
      {frame(0x88, std::string("\x03\xed", 2)), 1002},
      {Bytes{0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, 1009},
  };
  for (const auto& [data, code] : cases) {
    const Fed fed = feed(data + frame(0x82, "after"), 5);
    CHECK(fed.closed);
    CHECK(fed.code == code);
    CHECK(fed.payload.find("after") == std::string::npos);
  }
}

TEST_CASE("messages of any size are framed", "[http]") {
  Bytes out;
  http::append_binary_message(out, as_bytes("abc"));
  CHECK(as_text(out) ==
        "\x82\x03"
        "abc");
  out.clear();
  http::append_binary_message(out, Bytes(300));
  CHECK(as_text(ByteView(out).first(4)) == std::string_view("\x82\x7e\x01\x2c", 4));
  out.clear();
  http::append_binary_message(out, Bytes(65536));
  CHECK(as_text(ByteView(out).first(10)) == std::string_view("\x82\x7f\0\0\0\0\0\x01\0\0", 10));
  out.clear();
  http::append_close(out, 4003, "why");
  CHECK(as_text(out) ==
        "\x88\x05\x0f\xa3"
        "why");
}

}  // namespace gatehouse::websocket_frame_test
