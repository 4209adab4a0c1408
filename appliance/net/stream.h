// A live, ordered byte stream: a TLS connection or one end of a socketpair. Whoever uses it never asks what
// is below. All calls and all events on the loop thread.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::net {

class Stream {
 public:
  struct Events {
    // Bytes arrived. Valid only during the call; the receiver takes them all (pause_reading() stops further
    // ones). The owner may destroy the stream inside any event.
    std::function<void(ByteView)> data;
    // pending() fell to the low-water mark after having been above the high-water mark.
    std::function<void()> drained;
    // The stream is over, once, last of all events. An orderly end by the peer has no error; a TLS peer that
    // vanished without one is an error.
    std::function<void(std::optional<Error>)> closed;
  };

  // Above this many queued bytes a well-behaved writer waits for `drained` (see splice.h).
  static constexpr std::size_t kHighWater = 256 * 1024;
  static constexpr std::size_t kLowWater = 64 * 1024;

  // Destroying closes at once; no event follows.
  virtual ~Stream() = default;

  // Sets the receiver; reading begins. May be called again to hand the stream to another room.
  virtual void start(Events events) = 0;
  // Queues and sends as the peer takes it. Never blocks, never drops, calls no event; watch pending(). Small
  // writes of one turn of the loop leave together. After close() or `closed` it does nothing.
  virtual void write(ByteView data) = 0;
  virtual std::size_t pending() const = 0;
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;
  // Sends what is queued, then ends in good order; `closed` follows, but no more `data`. A peer that takes or
  // answers nothing for a few seconds is not waited for.
  virtual void close() = 0;
};

// A stream over a connected socket (one end of a socketpair, or TCP without TLS). Takes ownership of the descriptor.
std::unique_ptr<Stream> stream_over(EventLoop& loop, UniqueFd socket);

}  // namespace gatehouse::net
