// Whose tickets this machine believes, and which of them it has seen. Loop thread.
#pragma once
#include <cstdint>
#include <map>
#include <vector>

#include "appliance/seal/ticket.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class TicketDesk {
 public:
  // The appliance says who this machine is to it, by whose keys it signs, and what time it is there: tickets are
  // judged by that clock, so that one that is off by minutes keeps nobody out.
  void learn(const wire::Welcome& welcome, std::int64_t now);

  // What the time is there when it is `now` here; here's until it said.
  std::int64_t appliance_time(std::int64_t now) const { return now + ahead_; }
  // The ticket of a ring, good once. Error: why it is not, for the log.
  Result<seal::Ticket> take(const wire::Ring& ring, std::int64_t now);
  // The same of a viewer who came directly and has shown that it holds `viewer_key`.
  Result<seal::Ticket> take(const std::string& ticket, const seal::PublicKey& viewer_key, std::int64_t now);

 private:
  Result<seal::Ticket> spend(seal::Ticket ticket, std::int64_t there);

  std::uint64_t device_ = 0;
  std::vector<seal::TicketKey> keys_;
  std::int64_t ahead_ = 0;                      // the appliance's clock, in seconds
  std::map<std::uint64_t, std::int64_t> seen_;  // calls, until when their tickets would be good
};

}  // namespace gatehouse::agent
