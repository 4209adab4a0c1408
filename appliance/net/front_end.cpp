#include "appliance/net/front_end.h"

#include <sys/socket.h>

#include <map>

#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "appliance/net/admission.h"
#include "appliance/net/arrival.h"
#include "appliance/net/http_link.h"
#include "appliance/net/listener.h"

namespace gatehouse::net {
namespace {

constexpr std::chrono::milliseconds kDrainTick{50};

class FrontEndImpl final : public FrontEnd {
 public:
  FrontEndImpl(EventLoop& loop, const FrontEndLimits& limits, std::shared_ptr<TlsConfig> config,
               FrontEndNeeds& needs)
      : loop_(loop), limits_(limits), config_(std::move(config)), needs_(needs) {}

  Result<void> listen(const std::string& address) {
    auto opened = Listener::open(loop_, address, [this](UniqueFd socket, PeerAddress peer) {
      accepted(std::move(socket), std::move(peer));
    });
    if (!opened) return opened.error();
    listener_ = std::move(*opened);
    port_ = listener_->port();
    return {};
  }

  std::uint16_t port() const override { return port_; }
  Result<void> reload(ServerIdentity identity) override;
  void drain(std::function<void()> done) override;
  FrontEndCounters counters() const override {
    FrontEndCounters now = counters_;
    now.open = static_cast<std::uint64_t>(admission_->open());
    return now;
  }

 private:
  using Id = std::uint64_t;  // in the order of arrival

  void accepted(UniqueFd socket, PeerAddress peer);
  bool make_room(const PeerAddress& peer);
  void device(Id id, std::unique_ptr<TlsStream> stream);
  void http(Id id, std::unique_ptr<TlsStream> stream, Bytes head);
  void drain_some();

  EventLoop& loop_;
  const FrontEndLimits limits_;
  std::shared_ptr<TlsConfig> config_;
  FrontEndNeeds& needs_;
  FrontEndCounters counters_;
  std::shared_ptr<Admission> admission_ = std::make_shared<Admission>();
  std::uint16_t port_ = 0;
  Id last_id_ = 0;
  std::map<Id, std::unique_ptr<Arrival>> arrivals_;
  std::map<Id, std::unique_ptr<HttpLink>> links_;
  std::function<void()> drained_;
  SteadyTime drain_until_;
  EventLoop::HandlePtr drain_tick_;
  std::unique_ptr<Listener> listener_;
};

// Connections that have not said anything useful yet give way to new ones, the oldest first: who opens many
// and is silent shuts out nobody but himself.
bool FrontEndImpl::make_room(const PeerAddress& peer) {
  const auto drop_oldest = [this](auto&& matches) {
    for (auto at = arrivals_.begin(); at != arrivals_.end(); ++at) {
      if (!matches(*at->second)) continue;
      arrivals_.erase(at);
      return true;
    }
    return false;
  };
  if (admission_->open_from(peer.ip) >= limits_.connections_per_address) {
    ++counters_.refused_address;
    if (!drop_oldest([&](const Arrival& old) { return old.peer().ip == peer.ip; })) return false;
  }
  const bool full = admission_->open() >= limits_.connections;
  if (full || arrivals_.size() >= static_cast<std::size_t>(limits_.handshakes_at_once)) {
    ++counters_.refused_busy;
    if (!drop_oldest([](const Arrival&) { return true; })) return false;
  }
  return true;
}

void FrontEndImpl::accepted(UniqueFd socket, PeerAddress peer) {
  ++counters_.accepted;
  if (!make_room(peer)) return;
  auto tls = TlsConnection::create(loop_, std::move(socket), peer, config_, "");
  if (!tls) return log::warning("net", tls.error().message);
  (*tls)->hold(admission_->enter(peer.ip));
  const Id id = ++last_id_;
  arrivals_[id] = std::make_unique<Arrival>(
      loop_, limits_, counters_, std::move(*tls),
      Arrival::Events{
          .device = [this, id](std::unique_ptr<TlsStream> stream) { device(id, std::move(stream)); },
          .http = [this, id](std::unique_ptr<TlsStream> stream,
                             Bytes head) { http(id, std::move(stream), std::move(head)); },
          .gone = [this, id] { arrivals_.erase(id); }});
}

void FrontEndImpl::device(Id id, std::unique_ptr<TlsStream> stream) {
  arrivals_.erase(id);
  // The limits are for strangers; a verified device is not one, and many may share an address.
  if (!stream->peer_fingerprint().empty()) static_cast<TlsConnection&>(*stream).hold(nullptr);
  needs_.device_connected(std::move(stream));
}

void FrontEndImpl::http(Id id, std::unique_ptr<TlsStream> stream, Bytes head) {
  arrivals_.erase(id);
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return log::warning("net", errno_error("no socket pair for a connection").message);
  UniqueFd ours(ends[0]), theirs(ends[1]);
  const bool taken = needs_.http_connected(std::move(theirs), stream->peer());
  if (!taken) ++counters_.refused_busy;
  links_[id] = std::make_unique<HttpLink>(loop_, std::move(stream), std::move(ours), head, taken,
                                          [this, id] { links_.erase(id); });
}

Result<void> FrontEndImpl::reload(ServerIdentity identity) {
  auto config = TlsConfig::server(identity.browser, identity.agent, identity.device_ca_pem);
  if (!config) return config.error();
  config_ = std::move(*config);
  return {};
}

void FrontEndImpl::drain(std::function<void()> done) {
  listener_.reset();
  arrivals_.clear();
  drained_ = std::move(done);
  drain_until_ = std::chrono::steady_clock::now() + limits_.drain_deadline;
  drain_tick_ = loop_.every(kDrainTick, [this] { drain_some(); });
}

void FrontEndImpl::drain_some() {
  for (auto& [id, link] : links_) link->close_if_idle();
  if (!links_.empty() && std::chrono::steady_clock::now() < drain_until_) return;
  links_.clear();
  drain_tick_.reset();
  const auto done = std::exchange(drained_, nullptr);
  done();
}

}  // namespace

Result<std::unique_ptr<FrontEnd>> FrontEnd::open(EventLoop& loop, const std::string& listen,
                                                 const FrontEndLimits& limits, ServerIdentity identity,
                                                 FrontEndNeeds& needs) {
  auto config = TlsConfig::server(identity.browser, identity.agent, identity.device_ca_pem);
  if (!config) return config.error();
  auto made = std::make_unique<FrontEndImpl>(loop, limits, std::move(*config), needs);
  if (auto listening = made->listen(listen); !listening) return listening.error();
  return std::unique_ptr<FrontEnd>(std::move(made));
}

}  // namespace gatehouse::net
