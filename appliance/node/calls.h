// What a relay of its own does: viewers and machines come, whom the appliance has named are joined, and their bytes are
// carried and counted. It holds public keys only, and no call outlives the link to the appliance, which alone can
// say that a right has ended. Loop thread.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/net/closing_streams.h"
#include "appliance/net/tls.h"
#include "appliance/relay/call.h"
#include "appliance/relay/reception.h"
#include "appliance/seal/ticket.h"
#include "appliance/wire/link.h"

namespace gatehouse::node {

class Calls final : relay::ArrivalNeeds {
 public:
  // `tell`: the appliance, on the control link.
  Calls(net::EventLoop& loop, const Clock& clock, relay::RelayLimits limits,
        std::function<void(const wire::Record&)> tell);

  // Whose tickets are good. Before that nobody is let in.
  void learn(const wire::NodeWelcome& welcome);
  // CLAIMED, HANG_UP or DECLINE of the appliance.
  void said(const wire::Record& record);
  // The control link is gone (relay_lost), or the process ends.
  void end_all(wire::CloseReason reason);

  // A TLS connection with ALPN gatehouse/1: a viewer with VIEW, or a machine with JOIN.
  void accept(std::unique_ptr<net::TlsStream> stream);
  // A browser's WebSocket, as the stream of its bytes; `origin`: of the page that opened it. `ended` runs once, before
  // the stream is closed.
  void view(const wire::View& view, const std::string& origin, std::unique_ptr<net::Stream> viewer,
            std::function<void(wire::CloseReason)> ended);
  std::size_t size() const { return calls_.size(); }

 private:
  // A viewer for whom the appliance was asked.
  struct Claim {
    std::unique_ptr<net::TlsStream> link;  // one of the two
    std::unique_ptr<net::Stream> socket;
    std::function<void(wire::CloseReason)> ended;
    Bytes early;  // what it said meanwhile
    std::string join_key;
    SteadyTime asked_at{};
  };
  struct Line {
    std::unique_ptr<relay::Call> call;
    std::function<void(wire::CloseReason)> ended;
    std::uint64_t to_viewer = 0, to_device = 0;
  };

  void identify(const std::string& link_key, std::function<void(std::optional<Identity>)> answer) override;
  void enrol(const wire::Enrol& request, const std::string& peer_ip,
             std::function<void(Result<Enrolled>)> answer) override;

  void view(std::unique_ptr<net::TlsStream> stream, const wire::View& view);
  void ask(const wire::View& view, const std::string& origin, Claim claim);
  // Which claim of this call the appliance has answered now. Nothing: none waits for an answer.
  std::optional<std::uint64_t> answered(std::uint64_t call);
  void claimed(const wire::Claimed& claimed);
  void refuse(std::uint64_t claim, wire::CloseReason reason);
  void join(std::unique_ptr<net::TlsStream> stream, const wire::Join& join);
  void ended(std::uint64_t id, wire::CloseReason reason);
  void report(std::uint64_t id, Line& line);
  void tick();

  const Clock& clock_;
  const relay::RelayLimits limits_;
  const std::function<void(const wire::Record&)> tell_;
  net::ClosingStreams closing_;
  relay::Reception reception_;
  std::vector<seal::TicketKey> ticket_keys_;
  bool is_welcome_ = false;
  // By numbers of our own: anybody can name a call, and only the appliance can judge a viewer's key.
  std::map<std::uint64_t, Claim> claims_;
  std::uint64_t last_claim_ = 0;
  // Of each call the claims without an answer, the oldest first; also of viewers who have left.
  std::map<std::uint64_t, std::deque<std::uint64_t>> asked_;
  std::size_t unanswered_ = 0;
  std::map<std::uint64_t, Line> calls_;
  net::EventLoop::HandlePtr ticking_;
};

}  // namespace gatehouse::node
