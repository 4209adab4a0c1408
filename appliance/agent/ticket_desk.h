// Whose tickets this machine believes, and which of them it has seen. Loop thread.
#pragma once
#include <cstdint>
#include <map>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/seal/ticket.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class TicketDesk {
 public:
  // The appliance says who this machine is to it, by whose keys it signs, and what time it is there: tickets are
  // judged by that clock, so that one here that is off by minutes, or is set meanwhile, keeps nobody out.
  void learn(const wire::Welcome& welcome, const Clock& clock);

  // What the time is there now, once it has said so.
  std::int64_t appliance_time(const Clock& clock) const { return there_at_start_ + clock.uptime_seconds(); }
  // The ticket of a ring, good once. Error: why it is not, for the log.
  Result<seal::Ticket> take(const wire::Ring& ring, const Clock& clock);
  // The same of a viewer who came directly and has shown that it holds `viewer_key`.
  Result<seal::Ticket> take(const std::string& ticket, const seal::PublicKey& viewer_key, const Clock& clock);

 private:
  Result<seal::Ticket> spend(seal::Ticket ticket, std::int64_t there);

  std::uint64_t device_ = 0;
  std::vector<seal::TicketKey> keys_;
  std::int64_t there_at_start_ = 0;             // what the appliance's clock said when this machine started
  std::map<std::uint64_t, std::int64_t> seen_;  // calls, until when their tickets would be good
};

}  // namespace gatehouse::agent
