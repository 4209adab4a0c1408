// Takes the bytes of one HTTP/1.1 connection apart into whole requests, however they were cut. Holds one
// request and what came right behind it, and wipes what it held: there may be a password in it. No I/O.
#pragma once
#include <cstddef>

#include "appliance/net/request_head.h"

namespace gatehouse::net {

class RequestReader {
 public:
  // head: one has begun. body: its head is whole and good. whole: so is its body. refused: nothing more is
  // read, refusal() says why.
  enum class State { idle, head, body, whole, refused };

  // The most bytes of a head (431) and of a body (413, as soon as the head announces more).
  RequestReader(std::size_t head_cap, std::size_t body_cap) : head_cap_(head_cap), body_cap_(body_cap) {}
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  ~RequestReader() { forget(); }

  void feed(ByteView data);
  State state() const { return state_; }
  int refusal() const { return refusal_; }           // in `refused`
  const RequestHead& head() const { return head_; }  // in `body` and `whole`
  ByteView request() const {                         // in `whole`: head and body as they came
    return ByteView(held_).first(size_);
  }
  std::size_t held() const { return held_.size(); }  // bytes in memory
  // Forgets all of it, whatever has come.
  void reset();
  // In `whole`: forgets the request and looks at what came behind it.
  void next();
  // In `whole`: what came behind the request; the connection goes on as something else.
  Bytes take_rest();

 private:
  void look();
  void refuse(int status);
  void hold(ByteView data);
  void forget();

  std::size_t head_cap_, body_cap_;
  State state_ = State::idle;
  Bytes held_;
  std::size_t searched_ = 0;  // for the end of the head
  std::size_t size_ = 0;      // of the request, once its head is known
  RequestHead head_;
  int refusal_ = 0;
};

}  // namespace gatehouse::net
