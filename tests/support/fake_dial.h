// A relay for the agent's side: every connection the agent dials ends here, in memory.
#pragma once
#include <memory>
#include <vector>

#include "appliance/agent/dial.h"
#include "tests/support/record_peer.h"

namespace gatehouse::test {

class FakeRelay {
 public:
  explicit FakeRelay(net::EventLoop& loop) : loop_(loop) {}

  agent::Dial dial() {
    return [this](agent::Dialed done) -> net::EventLoop::HandlePtr {
      ++dials;
      return loop_.after(std::chrono::milliseconds(0), [this, done] {
        if (unreachable) return done(Error{"connection refused"});
        auto [agent_end, relay_end] = MemoryStream::pair(loop_);
        connections.push_back(std::make_unique<RecordPeer>(std::move(relay_end)));
        done(std::unique_ptr<net::TlsStream>(std::move(agent_end)));
      });
    };
  }

  int dials = 0;
  bool unreachable = false;
  std::vector<std::unique_ptr<RecordPeer>> connections;

 private:
  net::EventLoop& loop_;
};

}  // namespace gatehouse::test
