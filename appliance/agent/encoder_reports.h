// Tells the appliance what encodes the picture of each open session (PROTOCOL.md, Encoders). Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "appliance/net/event_loop.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class EncoderReports {
 public:
  // `send` loses what it can't send now.
  EncoderReports(net::EventLoop& loop, std::function<void(const wire::Encodes&)> send)
      : loop_(loop), send_(std::move(send)) {}

  // From the desktop worker, which may say anything as often as it likes: passed on once in a while, as a plain line.
  void changed(std::uint64_t call, const std::string& encoder);
  void ended(std::uint64_t call);
  // A new link is up, and the appliance may have missed something.
  void link_began();

 private:
  void send_soon();

  net::EventLoop& loop_;
  const std::function<void(const wire::Encodes&)> send_;
  std::map<std::uint64_t, std::string> now_;
  std::set<std::uint64_t> unsent_;
  net::EventLoop::HandlePtr sending_;
};

}  // namespace gatehouse::agent
