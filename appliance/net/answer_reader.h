// Follows the answer of our own HTTP server to one request (RFC 9112 section 6.3): where its head ends, and
// where all of it does. No I/O.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include "appliance/base/bytes.h"

namespace gatehouse::net {

class AnswerReader {
 public:
  // open_ended: its end is the end of the connection. upgraded: 101, what follows the head is no HTTP.
  // broken: not an answer.
  enum class State { head, body, open_ended, upgraded, whole, broken };

  explicit AnswerReader(bool to_head_request) : to_head_request_(to_head_request) {}

  struct Part {
    Bytes head;     // whole, once; empty before and after
    ByteView body;  // of `data`; after an upgrade, all of it
  };
  Part feed(ByteView data);
  State state() const { return state_; }
  bool closes() const { return closes_; }  // the server says so; known with the head

 private:
  void read_head(std::string_view head);

  bool to_head_request_;
  State state_ = State::head;
  Bytes held_;
  std::uint64_t left_ = 0;
  bool closes_ = false;
};

// The head with "Connection: close" in it.
Bytes with_connection_close(ByteView answer_head);

}  // namespace gatehouse::net
