// Two links with one certificate. Either the machine has lost its former link and not noticed it here, or the disk
// was copied and two machines are one: the former link is asked, and whoever answers stays. Loop thread.
#pragma once
#include <functional>
#include <memory>

#include "appliance/base/clock.h"
#include "appliance/net/tls.h"
#include "appliance/relay/relay.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

class Contest {
 public:
  // A link that said HELLO and waits for its answer.
  struct Newcomer {
    std::unique_ptr<net::TlsStream> stream;
    Needs::Identity identity;
    wire::Hello hello;
  };

  // `left` runs when the newcomer went by itself or spoke out of turn; it may destroy the contest.
  Contest(Newcomer newcomer, SteadyTime deadline, std::function<void()> left);

  bool is_due(SteadyTime now) const { return now >= deadline_; }
  // Ends the contest: nothing may be asked of it after that.
  Newcomer take() { return std::move(newcomer_); }

 private:
  Newcomer newcomer_;
  const SteadyTime deadline_;
  const std::function<void()> left_;
};

}  // namespace gatehouse::relay
