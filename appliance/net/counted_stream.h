// A stream that counts what goes through it. Loop thread.
#pragma once
#include <cstdint>
#include <memory>
#include <utility>

#include "appliance/net/stream.h"

namespace gatehouse::net {

struct StreamCounts {
  std::uint64_t sent = 0, received = 0;  // bytes; what was written counts at once
};

class CountedStream final : public Stream {
 public:
  // `counts` may outlive the stream.
  CountedStream(std::unique_ptr<Stream> below, std::shared_ptr<StreamCounts> counts)
      : below_(std::move(below)), counts_(std::move(counts)) {}

  void start(Events events) override {
    below_->start({
        .data =
            [counts = counts_, data = std::move(events.data)](ByteView bytes) {
              counts->received += bytes.size();
              data(bytes);
            },
        .drained = std::move(events.drained),
        .closed = std::move(events.closed),
    });
  }
  void write(ByteView data) override {
    counts_->sent += data.size();
    below_->write(data);
  }
  std::size_t pending() const override { return below_->pending(); }
  void pause_reading() override { below_->pause_reading(); }
  void resume_reading() override { below_->resume_reading(); }
  void close() override { below_->close(); }

 private:
  std::unique_ptr<Stream> below_;
  std::shared_ptr<StreamCounts> counts_;
};

}  // namespace gatehouse::net
