#include "appliance/net/socket_stream.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>

#include "appliance/net/loop_impl.h"
#include "appliance/net/tls.h"

namespace gatehouse::net {
namespace {
// A closing peer that takes nothing for this long is left.
constexpr std::chrono::seconds kNoProgress{3};
// For the peer's own end, so that no reset overtakes the last bytes.
constexpr std::chrono::seconds kLinger{2};
}  // namespace

template <class Base>
SocketStream<Base>::SocketStream(EventLoop& loop, UniqueFd socket)
    : loop_(loop), descriptor_(loop.impl().context, socket.release()), out_(loop.impl().spare_blocks) {
  const int fd = descriptor_.native_handle();
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

template <class Base>
void SocketStream<Base>::start(Stream::Events events) {
  events_ = std::make_shared<Stream::Events>(std::move(events));
  if (state_ == State::over) {
    loop_.post([this, life = life()] {
      if (!life.expired()) tell_closed();
    });
  }
  resume_reading();
}

template <class Base>
void SocketStream<Base>::resume_reading() {
  if (reading_) return;
  reading_ = true;
  if (!has_undelivered()) return wait_readable();
  loop_.post([this, life = life()] {
    if (life.expired() || !reading()) return;
    received({});
    if (!life.expired() && reading()) wait_readable();
  });
}

template <class Base>
void SocketStream<Base>::write(ByteView data) {
  if (state_ != State::open || !sending_ || data.empty()) return;
  if (auto error = encode(data)) return finish(std::move(error));
  if (out_.size() > Stream::kHighWater) was_above_ = true;
  flush_soon();
}

template <class Base>
void SocketStream<Base>::close() {
  if (state_ != State::open) return;
  encode_end();
  state_ = State::closing;
  watch_progress(out_.size());
  flush_soon();
}

template <class Base>
void SocketStream<Base>::watch_progress(std::size_t left_before) {
  close_deadline_ = loop_.after(kNoProgress, [this, left_before] {
    if (out_.size() < left_before) return watch_progress(out_.size());
    finish(Error{"the peer did not take the last bytes"});
  });
}

template <class Base>
void SocketStream<Base>::finish(std::optional<Error> error) {
  if (state_ == State::over) return;
  state_ = State::over;
  why_over_ = std::move(error);
  close_deadline_.reset();
  out_.clear();
  std::error_code ignored;
  descriptor_.close(ignored);
  loop_.post([this, life = life()] {
    if (!life.expired()) tell_closed();
  });
}

template <class Base>
void SocketStream<Base>::tell_closed() {
  const std::shared_ptr<Stream::Events> events = events_;
  if (told_closed_ || !events) return;  // start() asks again
  told_closed_ = true;
  if (events->closed) events->closed(std::move(why_over_));
}

template <class Base>
void SocketStream<Base>::wait_readable() {
  if (waiting_readable_ || state_ == State::over) return;
  waiting_readable_ = true;
  descriptor_.async_wait(asio::posix::stream_descriptor::wait_read, [this, life = life()](std::error_code) {
    if (life.expired()) return;
    waiting_readable_ = false;
    on_readable();
  });
}

template <class Base>
void SocketStream<Base>::on_readable() {
  if (state_ == State::lingering) return discard_until_end();
  if (!reading()) return;
  auto& buffer = loop_.impl().received;
  const ssize_t got = ::recv(socket(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got < 0 && errno != EAGAIN && errno != EINTR) return broke(errno_error("the connection broke"));
  const Life life = this->life();
  if (got > 0) received(ByteView(buffer.data(), static_cast<std::size_t>(got)));
  if (got == 0) return received_end();
  if (!life.expired() && reading()) wait_readable();
}

template <class Base>
void SocketStream<Base>::discard_until_end() {
  auto& buffer = loop_.impl().received;
  const ssize_t got = ::recv(socket(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return wait_readable();
  finish(std::nullopt);
}

template <class Base>
void SocketStream<Base>::flush_soon() {
  if (flush_posted_ || waiting_writable_) return;
  flush_posted_ = true;
  loop_.post([this, life = life()] {
    if (life.expired()) return;
    flush_posted_ = false;
    flush();
  });
}

template <class Base>
void SocketStream<Base>::flush() {
  if (state_ == State::over || state_ == State::lingering) return;
  while (out_.size() > 0) {
    const ByteView front = out_.front();
    const ssize_t sent = ::send(socket(), front.data(), front.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) break;
    if (sent < 0) return peer_takes_no_more();
    out_.consume(static_cast<std::size_t>(sent));
  }
  if (out_.size() > 0) wait_writable();
  if (out_.size() == 0 && state_ == State::closing) return sent_everything();
  if (was_above_ && out_.size() <= Stream::kLowWater) tell_drained();
}

template <class Base>
void SocketStream<Base>::tell_drained() {
  was_above_ = false;
  const std::shared_ptr<Stream::Events> events = events_;
  if (events && events->drained && state_ == State::open) events->drained();
}

// What it said before may still wait to be read (a refusal, most likely), so the end comes from reading.
template <class Base>
void SocketStream<Base>::peer_takes_no_more() {
  if (state_ == State::closing) return finish(errno_error("the connection broke"));
  sending_ = false;
  out_.clear();
  if (reading()) wait_readable();
  if (was_above_) tell_drained();
}

template <class Base>
void SocketStream<Base>::wait_writable() {
  if (waiting_writable_) return;
  waiting_writable_ = true;
  descriptor_.async_wait(asio::posix::stream_descriptor::wait_write, [this, life = life()](std::error_code) {
    if (life.expired()) return;
    waiting_writable_ = false;
    flush();
  });
}

template <class Base>
void SocketStream<Base>::sent_everything() {
  state_ = State::lingering;
  ::shutdown(socket(), SHUT_WR);
  close_deadline_ = loop_.after(kLinger, [this] { finish(std::nullopt); });
  wait_readable();
}

template class SocketStream<Stream>;
template class SocketStream<TlsStream>;

namespace {

class PlainStream final : public SocketStream<Stream> {
 public:
  using SocketStream::SocketStream;

 private:
  void received(ByteView data) override { deliver(data); }
  void received_end() override { finish(std::nullopt); }
  std::optional<Error> encode(ByteView data) override {
    out().append(data);
    return std::nullopt;
  }
};

}  // namespace

std::unique_ptr<Stream> stream_over(EventLoop& loop, UniqueFd socket) {
  return std::make_unique<PlainStream>(loop, std::move(socket));
}

}  // namespace gatehouse::net
