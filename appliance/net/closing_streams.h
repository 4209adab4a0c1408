// Streams whose owner has said the last word: each is closed in good order, after what was queued for it, and
// kept until it is over. Loop thread.
#pragma once
#include <memory>
#include <unordered_map>

#include "appliance/net/stream.h"

namespace gatehouse::net {

class ClosingStreams {
 public:
  void add(std::unique_ptr<Stream> stream) {
    Stream* const key = stream.get();
    streams_.emplace(key, std::move(stream));
    key->start({
        .data = [](ByteView) {},
        .drained = [] {},
        .closed = [this, key](std::optional<Error>) { streams_.erase(key); },
    });
    key->close();
  }
  std::size_t size() const { return streams_.size(); }

 private:
  std::unordered_map<Stream*, std::unique_ptr<Stream>> streams_;
};

}  // namespace gatehouse::net
