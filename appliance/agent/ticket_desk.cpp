#include "appliance/agent/ticket_desk.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "appliance/base/log.h"

namespace gatehouse::agent {
namespace {

constexpr std::int64_t kWorthSaying = 30;  // seconds
constexpr std::int64_t kRemembered = 2 * seal::kTicketLife;

}  // namespace

void TicketDesk::learn(const wire::Welcome& welcome, const Clock& clock) {
  device_ = welcome.device_id;
  keys_ = seal::ticket_keys_from(as_bytes(welcome.ticket_keys));
  const auto there = static_cast<std::int64_t>(welcome.unix_time);
  there_at_start_ = there - clock.uptime_seconds();
  const std::int64_t ahead = there - clock.unix_seconds();
  if (std::abs(ahead) > kWorthSaying) {
    log::warning("agent", "this machine's clock and the appliance's differ by " +
                              std::to_string(std::abs(ahead)) +
                              " seconds; the appliance's is used for tickets");
  }
}

Result<seal::Ticket> TicketDesk::take(const wire::Ring& ring, const Clock& clock) {
  const std::int64_t there = appliance_time(clock);
  auto ticket = seal::verify_ticket(ring.ticket, keys_, device_, there);
  if (!ticket) return ticket;
  if (ticket->call != ring.call_id) return Error{"the ticket is for another call"};
  return spend(*std::move(ticket), there);
}

Result<seal::Ticket> TicketDesk::take(const std::string& text, const seal::PublicKey& viewer_key,
                                      const Clock& clock) {
  const std::int64_t there = appliance_time(clock);
  auto ticket = seal::verify_ticket(text, keys_, device_, there);
  if (!ticket) return ticket;
  if (ticket->viewer_key != viewer_key) return Error{"the ticket is for another viewer's key"};
  return spend(*std::move(ticket), there);
}

Result<seal::Ticket> TicketDesk::spend(seal::Ticket ticket, std::int64_t there) {
  std::erase_if(seen_, [there](const auto& entry) { return entry.second < there; });
  if (!seen_.emplace(ticket.call, there + kRemembered).second) return Error{"the ticket was used before"};
  return ticket;
}

}  // namespace gatehouse::agent
