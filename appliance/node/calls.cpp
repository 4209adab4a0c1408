#include "appliance/node/calls.h"

#include <algorithm>

#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "appliance/relay/viewer_link.h"

namespace gatehouse::node {

using wire::CloseReason;

namespace {
constexpr std::chrono::seconds kAnswerWithin{10};  // of the appliance, for a viewer
constexpr std::chrono::seconds kLastWords{5};      // from HANG_UP of the device to the end of the data link
constexpr std::size_t kMostClaims = 512;           // without an answer
constexpr std::size_t kEarlyBytes = 64 * 1024;
}  // namespace

Calls::Calls(net::EventLoop& loop, const Clock& clock, relay::RelayLimits limits,
             std::function<void(const wire::Record&)> tell)
    : clock_(clock),
      limits_(limits),
      tell_(std::move(tell)),
      reception_(clock_, limits_, *this, closing_,
                 {
                     .hello = [](auto, auto, const auto&) {},  // nobody is identified here
                     .join = [this](auto stream, const auto& join) { this->join(std::move(stream), join); },
                     .view = [this](auto stream, const auto& view) { this->view(std::move(stream), view); },
                     .node =
                         [this](auto stream, const auto&) {
                           reception_.refuse(std::move(stream), CloseReason::not_permitted);
                         },
                     .enrolled = [] {},
                     .refused = [](CloseReason) {},
                 }),
      ticking_(loop.every(limits_.tick, [this] { tick(); })) {}

void Calls::learn(const wire::NodeWelcome& welcome) {
  ticket_keys_ = seal::ticket_keys_from(as_bytes(welcome.ticket_keys));
  is_welcome_ = true;
}

void Calls::accept(std::unique_ptr<net::TlsStream> stream) {
  if (!is_welcome_) return reception_.refuse(std::move(stream), CloseReason::relay_lost);
  reception_.accept(std::move(stream));
}

void Calls::identify(const std::string&, std::function<void(std::optional<Identity>)> answer) {
  answer(std::nullopt);
}

void Calls::enrol(const wire::Enrol&, const std::string&, std::function<void(Result<Enrolled>)> answer) {
  answer(Error{"This is a relay. Machines enrol with the appliance itself."});
}

// --- Viewers ---

void Calls::view(std::unique_ptr<net::TlsStream> stream, const wire::View& view) {
  Claim claim;
  claim.link = std::move(stream);
  ask(view, "", std::move(claim));
}

void Calls::view(const wire::View& view, const std::string& origin, std::unique_ptr<net::Stream> viewer,
                 std::function<void(CloseReason)> ended) {
  Claim claim;
  claim.socket = std::move(viewer);
  claim.ended = std::move(ended);
  ask(view, origin, std::move(claim));
}

void Calls::ask(const wire::View& view, const std::string& origin, Claim claim) {
  const std::uint64_t id = view.call_id;
  const bool is_taken = calls_.contains(id);
  const bool is_full = unanswered_ >= kMostClaims || calls_.size() >= limits_.calls;
  if (!is_welcome_ || is_taken || is_full) {
    const CloseReason reason = !is_welcome_ ? CloseReason::relay_lost
                               : is_full    ? CloseReason::busy
                                            : CloseReason::not_permitted;
    if (claim.link) return reception_.refuse(std::move(claim.link), reason);
    claim.ended(reason);
    return closing_.add(std::move(claim.socket));
  }
  claim.join_key = random_bytes(wire::kJoinKeySize);
  claim.asked_at = clock_.steady();
  tell_(wire::Claim{id, view.view_key, claim.join_key, origin});
  net::Stream& stream = claim.link ? *claim.link : *claim.socket;
  const std::uint64_t number = ++last_claim_;
  claims_.emplace(number, std::move(claim));
  asked_[id].push_back(number);
  ++unanswered_;
  stream.start({
      .data =
          [this, number](ByteView data) {
            Claim& waiting = claims_.at(number);
            waiting.early.insert(waiting.early.end(), data.begin(), data.end());
            if (waiting.link) return refuse(number, CloseReason::protocol_error);  // it was not let in yet
            if (waiting.early.size() >= kEarlyBytes) waiting.socket->pause_reading();
          },
      .drained = [] {},
      .closed =
          [this, number](std::optional<Error>) {
            const auto gone = claims_.extract(number);
            if (gone.mapped().ended) gone.mapped().ended(CloseReason::viewer_lost);
          },
  });
}

// The appliance answers every claim once, those of a call in their order.
std::optional<std::uint64_t> Calls::answered(std::uint64_t call) {
  const auto found = asked_.find(call);
  if (found == asked_.end()) return std::nullopt;
  const std::uint64_t claim = found->second.front();
  found->second.pop_front();
  if (found->second.empty()) asked_.erase(found);
  --unanswered_;
  return claim;
}

void Calls::refuse(std::uint64_t number, CloseReason reason) {
  Claim claim = std::move(claims_.extract(number).mapped());
  if (claim.link) return reception_.refuse(std::move(claim.link), reason);
  claim.ended(reason);
  closing_.add(std::move(claim.socket));
}

void Calls::claimed(const wire::Claimed& claimed) {
  const std::uint64_t id = claimed.call_id;
  const auto number = answered(id);
  if (!number || calls_.contains(id)) return;  // no appliance says so
  const auto found = claims_.find(*number);
  // Not before: until the answer came, the call could have been another viewer's.
  if (found == claims_.end()) return tell_(wire::HangUp{id, CloseReason::viewer_lost});
  const auto ticket = seal::verify_ticket(claimed.ticket, ticket_keys_, claimed.device_id,
                                          static_cast<std::int64_t>(claimed.unix_time));
  if (!ticket || ticket->call != id) {
    tell_(wire::HangUp{id, CloseReason::bad_ticket});
    return refuse(*number, CloseReason::bad_ticket);
  }
  Claim claim = std::move(claims_.extract(found).mapped());
  std::unique_ptr<net::Stream> viewer = std::move(claim.socket);
  if (claim.link) {
    auto link = std::make_unique<relay::ViewerLink>(std::move(claim.link));
    // The call keeps it until it has ended.
    claim.ended = [&link = *link](CloseReason reason) { link.say_goodbye(reason); };
    viewer = std::move(link);
  }
  auto call =
      std::make_unique<relay::Call>(relay::Call::Order{.device = claimed.device_id,
                                                       .link_key = hex(claimed.link_key),
                                                       .join_key = claim.join_key,
                                                       .deadline = clock_.steady() + limits_.answer},
                                    std::move(viewer), std::move(claim.early),
                                    relay::Call::Events{
                                        .ended = [this, id](CloseReason reason) { ended(id, reason); },
                                        .gone = [this, id] { calls_.erase(id); },
                                    });
  calls_.emplace(id, Line{.call = std::move(call), .ended = std::move(claim.ended)});
}

// --- Machines ---

void Calls::join(std::unique_ptr<net::TlsStream> stream, const wire::Join& join) {
  const auto found = calls_.find(join.call_id);
  if (found == calls_.end() || !found->second.call->accepts(stream->peer_fingerprint(), join.join_key))
    return reception_.refuse(std::move(stream), CloseReason::not_permitted);
  stream->leave_limits();
  stream->write(wire::encode(wire::Joined{}));
  found->second.call->open(std::move(stream));
  tell_(wire::Carried{join.call_id, 0, 0});
}

// --- The appliance ---

void Calls::said(const wire::Record& record) {
  if (const auto* yes = std::get_if<wire::Claimed>(&record)) return claimed(*yes);
  const auto* hang_up = std::get_if<wire::HangUp>(&record);
  const auto* decline = std::get_if<wire::Decline>(&record);
  const std::uint64_t id = hang_up != nullptr ? hang_up->call_id : decline->call_id;
  const CloseReason reason = hang_up != nullptr ? hang_up->reason : decline->reason;
  if (hang_up != nullptr) {
    if (const auto claim = answered(id)) {
      if (claims_.contains(*claim)) refuse(*claim, reason);
      return;
    }
  }
  const auto found = calls_.find(id);
  if (found == calls_.end() || found->second.call->is_over()) return;
  if (hang_up != nullptr) return found->second.call->end(reason);
  found->second.call->device_hung_up(reason, clock_.steady() + kLastWords);
}

void Calls::end_all(CloseReason reason) {
  is_welcome_ = false;
  while (!claims_.empty()) refuse(claims_.begin()->first, reason);
  asked_.clear();
  unanswered_ = 0;
  std::vector<std::uint64_t> open;
  for (const auto& [id, line] : calls_) open.push_back(id);
  for (const std::uint64_t id : open) {
    if (const auto found = calls_.find(id); found != calls_.end()) found->second.call->end(reason);
  }
  reception_.refuse_all(reason);
}

void Calls::ended(std::uint64_t id, CloseReason reason) {
  Line& line = calls_.at(id);
  report(id, line);
  tell_(wire::HangUp{id, reason});
  const auto told = std::move(line.ended);
  told(reason);
}

void Calls::report(std::uint64_t id, Line& line) {
  const std::uint64_t to_viewer = line.call->bytes_to_viewer(), to_device = line.call->bytes_to_device();
  if (to_viewer == line.to_viewer && to_device == line.to_device) return;
  line.to_viewer = to_viewer;
  line.to_device = to_device;
  tell_(wire::Carried{id, to_viewer, to_device});
}

void Calls::tick() {
  reception_.tick();
  std::vector<std::uint64_t> late, open;
  for (const auto& [number, claim] : claims_) {
    if (clock_.steady() >= claim.asked_at + kAnswerWithin) late.push_back(number);
  }
  for (const std::uint64_t claim : late) refuse(claim, CloseReason::timed_out);
  for (const auto& [id, line] : calls_) open.push_back(id);
  for (const std::uint64_t id : open) {
    const auto found = calls_.find(id);
    if (found == calls_.end() || found->second.call->is_over()) continue;
    report(id, found->second);
    found->second.call->tick(clock_.steady());
  }
}

}  // namespace gatehouse::node
