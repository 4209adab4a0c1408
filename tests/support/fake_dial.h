// A relay for the agent's side: every connection the agent dials ends here, in memory.
#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/agent/dial.h"
#include "appliance/wire/link.h"
#include "tests/support/memory_stream.h"

namespace gatehouse::test {

class Dialed {
 public:
  explicit Dialed(std::unique_ptr<MemoryStream> stream) : stream_(std::move(stream)) {
    stream_->start({
        .data =
            [this](ByteView data) {
              if (joined_) {
                session += as_text(data);
                return;
              }
              reader_.feed(data);
              while (auto record = reader_.next()) records.push_back(std::move(*record));
            },
        .drained = [] {},
        .closed = [this](std::optional<Error>) { closed = true; },
    });
  }

  void send(const wire::Record& record) {
    joined_ = joined_ || std::holds_alternative<wire::Joined>(record);
    stream_->write(wire::encode(record));
  }
  MemoryStream& stream() { return *stream_; }

  template <class T>
  const T* got() const {
    for (const auto& record : records) {
      if (const T* found = std::get_if<T>(&record)) return found;
    }
    return nullptr;
  }

  std::vector<wire::Record> records;
  std::string session;  // what came after JOINED was sent
  bool closed = false;

 private:
  std::unique_ptr<MemoryStream> stream_;
  wire::RecordReader reader_;
  bool joined_ = false;
};

class FakeRelay {
 public:
  explicit FakeRelay(net::EventLoop& loop) : loop_(loop) {}

  agent::Dial dial() {
    return [this](agent::Dialed done) -> net::EventLoop::HandlePtr {
      ++dials;
      return loop_.after(std::chrono::milliseconds(0), [this, done] {
        if (unreachable) return done(Error{"connection refused"});
        auto [agent_end, relay_end] = MemoryStream::pair(loop_);
        connections.push_back(std::make_unique<Dialed>(std::move(relay_end)));
        done(std::unique_ptr<net::TlsStream>(std::move(agent_end)));
      });
    };
  }

  int dials = 0;
  bool unreachable = false;
  std::vector<std::unique_ptr<Dialed>> connections;

 private:
  net::EventLoop& loop_;
};

}  // namespace gatehouse::test
