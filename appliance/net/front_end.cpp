#include "appliance/net/front_end.h"

#include <sys/socket.h>

#include <algorithm>
#include <map>

#include "appliance/base/address.h"
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
               const std::vector<std::string>& names, FrontEndNeeds& needs)
      : loop_(loop), limits_(limits), config_(std::move(config)), hosts_(names), needs_(needs) {}

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
  bool make_room(const std::string& key);
  template <class Which>
  bool drop_silent(Which which);
  bool drop_arrival(const std::string& key);
  void drop_blocked();
  void http(Id id, std::unique_ptr<TlsConnection> stream);
  std::shared_ptr<void> hand_over(UniqueFd socket, const PeerAddress& peer);
  void drain_some();

  EventLoop& loop_;
  const FrontEndLimits limits_;
  std::shared_ptr<TlsConfig> config_;
  RequestHosts hosts_;
  FrontEndNeeds& needs_;
  FrontEndCounters counters_;
  std::shared_ptr<Admission> admission_ = std::make_shared<Admission>();
  log::LineLimit logged_;
  std::shared_ptr<Admission> at_server_ = std::make_shared<Admission>();
  const HttpLink::Desk desk_{.loop = loop_,
                             .limits = limits_,
                             .counters = counters_,
                             .hosts = hosts_,
                             .turns = std::make_shared<Turns>(loop_, limits_.requests_per_address),
                             .bodies = std::make_shared<BodyMemory>(limits_.body_memory),
                             .logged = logged_,
                             .hand_over = [this](UniqueFd socket, const PeerAddress& peer) {
                               return hand_over(std::move(socket), peer);
                             }};
  std::uint16_t port_ = 0;
  Id last_id_ = 0;
  std::map<Id, std::unique_ptr<Arrival>> arrivals_;
  std::map<Id, std::unique_ptr<HttpLink>> links_;
  std::function<void()> drained_;
  SteadyTime drain_until_;
  EventLoop::HandlePtr drain_tick_;
  std::unique_ptr<Listener> listener_;
};

// Who opens many connections and is silent shuts out nobody but himself.
template <class Which>
bool FrontEndImpl::drop_silent(Which which) {
  SteadyTime longest = SteadyTime::max();
  auto arrival = arrivals_.end();
  for (auto at = arrivals_.begin(); at != arrivals_.end(); ++at) {
    const auto since = at->second->gives_way_since();
    if (!since || *since >= longest || !which(at->second->peer()) || at->second->has_unread()) continue;
    arrival = at;
    longest = *since;
  }
  auto link = links_.end();
  for (auto at = links_.begin(); at != links_.end(); ++at) {
    const auto since = at->second->silent_since();
    if (!since || *since >= longest || !which(at->second->peer())) continue;
    link = at;
    longest = *since;
  }
  if (longest == SteadyTime::max()) return false;
  ++counters_.gave_way;
  if (link != links_.end()) {
    links_.erase(link);
  } else {
    arrivals_.erase(arrival);
  }
  return true;
}

bool FrontEndImpl::make_room(const std::string& key) {
  if (admission_->open_from(key) >= limits_.connections_per_address &&
      !drop_silent([&](const PeerAddress& old) { return address_key(old.ip) == key; })) {
    ++counters_.refused_address;
    return false;
  }
  if (admission_->open() >= limits_.connections && !drop_silent([](const PeerAddress&) { return true; })) {
    ++counters_.refused_busy;
    return false;
  }
  if (arrivals_.size() >= static_cast<std::size_t>(limits_.handshakes_at_once) && !drop_arrival(key)) {
    ++counters_.refused_busy;
    return false;
  }
  return true;
}

// For the address `key`: a handshake that does not go on, or else one of the address that has the most, if that has
// more than this one.
bool FrontEndImpl::drop_arrival(const std::string& key) {
  std::map<std::string, std::vector<Id>> by_address;
  SteadyTime longest = SteadyTime::max();
  std::optional<Id> victim;
  for (const auto& [id, arrival] : arrivals_) {
    by_address[address_key(arrival->peer().ip)].push_back(id);
    const auto since = arrival->gives_way_since();
    if (!since || *since >= longest || arrival->has_unread()) continue;
    victim = id;
    longest = *since;
  }
  if (!victim) {
    const auto most =
        std::max_element(by_address.begin(), by_address.end(),
                         [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (most == by_address.end() || most->second.size() <= by_address[key].size()) return false;
    victim = most->second.front();
  }
  ++counters_.gave_way;
  arrivals_.erase(*victim);
  return true;
}

void FrontEndImpl::accepted(UniqueFd socket, PeerAddress peer) {
  ++counters_.accepted;
  const std::string key = address_key(peer.ip);
  if (!make_room(key)) return;
  auto tls = TlsConnection::create(loop_, std::move(socket), std::move(peer), config_, "");
  if (!tls) return log::write(log::Level::warning, "net", tls.error().message, logged_);
  (*tls)->hold(admission_->enter(key));
  const Id id = ++last_id_;
  arrivals_[id] = std::make_unique<Arrival>(
      loop_, limits_, counters_, std::move(*tls),
      Arrival::Events{
          .device =
              [this, id](std::unique_ptr<TlsConnection> stream) {
                arrivals_.erase(id);
                needs_.device_connected(std::move(stream));
              },
          .http = [this, id](std::unique_ptr<TlsConnection> stream) { http(id, std::move(stream)); },
          .gone = [this, id] { arrivals_.erase(id); }});
}

void FrontEndImpl::http(Id id, std::unique_ptr<TlsConnection> stream) {
  arrivals_.erase(id);
  links_[id] = std::make_unique<HttpLink>(desk_, std::move(stream), [this, id] { links_.erase(id); });
}

std::shared_ptr<void> FrontEndImpl::hand_over(UniqueFd socket, const PeerAddress& peer) {
  if (at_server_->open() >= limits_.requests) drop_blocked();
  if (!needs_.http_connected(std::move(socket), peer)) return nullptr;
  return at_server_->enter(address_key(peer.ip));
}

void FrontEndImpl::drop_blocked() {
  SteadyTime longest = SteadyTime::max();
  auto link = links_.end();
  for (auto at = links_.begin(); at != links_.end(); ++at) {
    const auto since = at->second->blocked_since();
    if (!since || *since >= longest) continue;
    link = at;
    longest = *since;
  }
  if (link == links_.end()) return;
  ++counters_.gave_way;
  links_.erase(link);
}

Result<void> FrontEndImpl::reload(ServerIdentity identity) {
  auto config =
      TlsConfig::server(identity.browser, identity.agent, identity.device_ca_pem, identity.resumption);
  if (!config) return config.error();
  config_ = std::move(*config);
  hosts_ = RequestHosts(identity.names);
  return {};
}

void FrontEndImpl::drain(std::function<void()> done) {
  listener_.reset();
  arrivals_.clear();
  for (auto& [id, link] : links_) link->drain();
  drained_ = std::move(done);
  drain_until_ = std::chrono::steady_clock::now() + limits_.drain_deadline;
  drain_tick_ = loop_.every(kDrainTick, [this] { drain_some(); });
}

void FrontEndImpl::drain_some() {
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
  auto config =
      TlsConfig::server(identity.browser, identity.agent, identity.device_ca_pem, identity.resumption);
  if (!config) return config.error();
  auto made = std::make_unique<FrontEndImpl>(loop, limits, std::move(*config), identity.names, needs);
  if (auto listening = made->listen(listen); !listening) return listening.error();
  return std::unique_ptr<FrontEnd>(std::move(made));
}

}  // namespace gatehouse::net
