// What TLS connections and socketpair ends have in common: a non-blocking socket on the loop with a queue of
// bytes to send, back-pressure both ways, and an end in good order. A subclass says how bytes look on the
// socket.
#pragma once
#include <asio/posix/stream_descriptor.hpp>
#include <memory>

#include "appliance/net/out_queue.h"
#include "appliance/net/stream.h"

namespace gatehouse::net {

// Owns the socket; mixed into a class that is a Stream. Every callback may destroy the stream: after one,
// alive() of a Life taken before tells whether it is still there.
template <class Base>
class SocketStream : public Base {
 public:
  SocketStream(EventLoop& loop, UniqueFd socket);
  SocketStream(const SocketStream&) = delete;
  SocketStream& operator=(const SocketStream&) = delete;

  void start(Stream::Events events) override;
  void write(ByteView data) override;
  std::size_t pending() const override { return out_.size(); }
  void pause_reading() override { reading_ = false; }
  void resume_reading() override;
  void close() override;

 protected:
  using Life = std::weak_ptr<char>;
  Life life() const { return life_; }

  // Bytes came from the socket, or (empty view) reading was resumed: hand over what there is with deliver().
  virtual void received(ByteView data) = 0;
  // The peer sends no more. The stream is over.
  virtual void received_end() = 0;
  // The connection broke while it was read. The stream is over.
  virtual void broke(Error error) { finish(std::move(error)); }
  // Puts `data` on the queue as it goes over the socket.
  virtual std::optional<Error> encode(ByteView data) = 0;
  // Queues what the peer should hear before the end.
  virtual void encode_end() {}
  // Bytes that were received but not yet delivered, because reading was paused.
  virtual bool has_undelivered() const { return false; }

  bool reading() const { return reading_ && state_ == State::open; }
  void set_reading(bool on) { reading_ = on; }
  OutQueue& out() { return out_; }
  int socket() { return descriptor_.native_handle(); }
  EventLoop& loop() { return loop_; }
  void deliver(ByteView data) {
    const std::shared_ptr<Stream::Events> events = events_;  // the receiver may change inside the call
    if (events && events->data) events->data(data);
  }
  // The stream is over now: `closed` follows from the loop, never inside this call.
  void finish(std::optional<Error> error);
  void wait_readable();
  void flush_soon();
  void flush();

 private:
  enum class State { open, closing, lingering, over };

  void on_readable();
  void discard_until_end();
  void wait_writable();
  void sent_everything();
  void tell_drained();
  void peer_takes_no_more();
  void watch_progress(std::size_t left_before);
  void tell_closed();

  EventLoop& loop_;
  asio::posix::stream_descriptor descriptor_;
  std::shared_ptr<char> life_ = std::make_shared<char>();
  std::shared_ptr<Stream::Events> events_;
  OutQueue out_;
  EventLoop::HandlePtr close_deadline_;
  std::optional<Error> why_over_;
  State state_ = State::open;
  bool reading_ = false, sending_ = true, told_closed_ = false;
  bool waiting_readable_ = false, waiting_writable_ = false, flush_posted_ = false, was_above_ = false;
};

}  // namespace gatehouse::net
