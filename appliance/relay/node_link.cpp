#include "appliance/relay/node_link.h"

namespace gatehouse::relay {

using wire::CloseReason;

namespace {
constexpr std::chrono::hours kPapersAgain{1};
}

NodeLink::NodeLink(std::unique_ptr<net::TlsStream> stream, const Clock& clock, std::chrono::seconds heartbeat,
                   Events events)
    : clock_(clock),
      papers_again_(clock.steady() + kPapersAgain),
      events_(std::move(events)),
      stream_(std::move(stream), clock, heartbeat, CloseReason::relay_lost,
              {
                  .record = [this](const wire::Record& record) { return handle(record); },
                  .answered = [this](std::chrono::microseconds took) { events_.measured(took); },
                  .over = [this](CloseReason reason) { events_.over(reason); },
              }) {}

bool NodeLink::handle(const wire::Record& record) {
  if (std::holds_alternative<wire::Node>(record)) {
    // They cost signatures.
    if (clock_.steady() < papers_again_) return false;
    papers_again_ = clock_.steady() + kPapersAgain;
  } else if (!std::holds_alternative<wire::Claim>(record) && !std::holds_alternative<wire::Carried>(record) &&
             !std::holds_alternative<wire::HangUp>(record)) {
    return false;
  }
  events_.said(record);
  return true;
}

}  // namespace gatehouse::relay
