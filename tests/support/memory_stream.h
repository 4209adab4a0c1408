// Two ends of a connection in memory, as net/stream.h promises: events come from the loop, never inside a
// call.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "appliance/net/tls.h"

namespace gatehouse::test {

class MemoryStream final : public net::TlsStream {
 public:
  using Pair = std::pair<std::unique_ptr<MemoryStream>, std::unique_ptr<MemoryStream>>;

  // `fingerprint`: what the first end sees of the second.
  static Pair pair(net::EventLoop& loop, std::string fingerprint = {}) {
    auto there = std::make_shared<Way>(), back = std::make_shared<Way>();
    Pair ends;
    ends.first.reset(new MemoryStream(loop, back, there, std::move(fingerprint)));
    ends.second.reset(new MemoryStream(loop, there, back, {}));
    return ends;
  }

  ~MemoryStream() override {
    in_->reader = nullptr;
    out_->writer = nullptr;
    end_out(std::nullopt);
  }

  void start(Events events) override {
    events_ = std::make_shared<Events>(std::move(events));
    resume_reading();
  }

  void write(ByteView data) override {
    if (closing_ || over_) return;
    out_->queue.insert(out_->queue.end(), data.begin(), data.end());
    if (pending() > kHighWater) was_above_ = true;
    if (out_->reader) out_->reader->deliver_soon();
  }

  std::size_t pending() const override { return out_->queue.size(); }
  void pause_reading() override { reading_ = false; }

  void resume_reading() override {
    reading_ = true;
    deliver_soon();
  }

  void close() override {
    closing_ = true;
    end_out(std::nullopt);
    deliver_soon();
  }

  // As when a cable is pulled: both sides see an error.
  void cut() {
    out_->queue.clear();
    in_->ended = true;
    in_->why = Error{"cut"};
    end_out(in_->why);
    deliver_soon();
  }

  const std::string& alpn() const override { return alpn_; }
  const net::PeerAddress& peer() const override { return peer_; }
  const std::string& peer_fingerprint() const override { return fingerprint_; }
  void leave_limits() override { out_->left_limits = true; }
  // The other end was let out of the limits for strangers.
  bool peer_left_limits() const { return in_->left_limits; }

 private:
  struct Way {
    Bytes queue;
    bool ended = false, left_limits = false;
    std::optional<Error> why;
    MemoryStream* reader = nullptr;
    MemoryStream* writer = nullptr;
  };

  MemoryStream(net::EventLoop& loop, std::shared_ptr<Way> in, std::shared_ptr<Way> out,
               std::string fingerprint)
      : loop_(loop), in_(std::move(in)), out_(std::move(out)), fingerprint_(std::move(fingerprint)) {
    in_->reader = this;
    out_->writer = this;
  }

  void end_out(std::optional<Error> why) {
    if (out_->ended) return;
    out_->ended = true;
    out_->why = std::move(why);
    if (out_->reader) out_->reader->deliver_soon();
  }

  void deliver_soon() {
    loop_.post([this, life = std::weak_ptr(life_)] {
      if (!life.expired()) deliver();
    });
  }

  void deliver() {
    const auto events = events_;
    if (over_ || !events) return;
    const auto life = std::weak_ptr(life_);
    if (closing_) in_->queue.clear();
    if (reading_ && !in_->queue.empty()) {
      const Bytes data = std::exchange(in_->queue, {});
      events->data(data);
      if (life.expired()) return;
    }
    if (in_->writer) in_->writer->was_read();
    const bool said_all = closing_ && out_->queue.empty();
    if (!said_all && !(in_->ended && in_->queue.empty())) return;
    over_ = true;
    const auto last = events_;  // others than before, when the data changed the receiver
    last->closed(in_->why);
  }

  void was_read() {
    if (closing_) return deliver_soon();
    if (!was_above_ || pending() > kLowWater || !events_) return;
    was_above_ = false;
    loop_.post([this, life = std::weak_ptr(life_)] {
      if (!life.expired()) events_->drained();
    });
  }

  net::EventLoop& loop_;
  std::shared_ptr<Way> in_, out_;
  std::shared_ptr<Events> events_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
  bool reading_ = false, closing_ = false, over_ = false, was_above_ = false;
  std::string alpn_ = net::kAlpnGatehouse, fingerprint_;
  net::PeerAddress peer_{"192.0.2.7", 4711};
};

}  // namespace gatehouse::test
