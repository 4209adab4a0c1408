// The frames of a WebSocket (RFC 6455 section 5) as the server sees them: what a browser sends is taken apart
// byte by byte, without ever holding a frame; what goes to it is put together. No I/O.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "appliance/base/bytes.h"

namespace gatehouse::http {

// Close codes (RFC 6455 section 7.4.1).
enum class WebSocketClose : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  too_big = 1009,
};

class WebSocketDecoder {
 public:
  explicit WebSocketDecoder(std::size_t message_cap) : cap_(message_cap) {}

  // Appends payload of binary messages to `payload` and answers to pings to `answers`. After closed() nothing
  // more is read.
  void feed(ByteView data, Bytes& payload, Bytes& answers);
  // The browser said goodbye, or broke the rules: then the connection is to be closed with this code.
  bool closed() const { return closed_; }
  std::uint16_t close_code() const { return close_code_; }

 private:
  void close(WebSocketClose code);
  void begin_frame();
  void end_control_frame(Bytes& answers);
  std::size_t header_size() const;

  std::size_t cap_;
  std::array<std::uint8_t, 14> header_{};
  std::size_t header_have_ = 0;
  bool in_payload_ = false, in_message_ = false, closed_ = false;
  std::uint8_t opcode_ = 0;
  std::array<std::uint8_t, 4> mask_{};
  std::uint64_t left_ = 0, at_ = 0, message_size_ = 0;
  Bytes control_;
  std::uint16_t close_code_ = 0;
};

// One whole binary message.
void append_binary_message(Bytes& out, ByteView payload);
void append_close(Bytes& out, std::uint16_t code, std::string_view words);

}  // namespace gatehouse::http
