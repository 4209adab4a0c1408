#include "appliance/relay/relay.h"

#include <map>
#include <unordered_map>

#include "appliance/relay/contest.h"
#include "appliance/relay/device_link.h"
#include "appliance/relay/direct_calls.h"
#include "appliance/relay/nodes.h"
#include "appliance/relay/presence.h"
#include "appliance/relay/reception.h"
#include "appliance/relay/spliced_calls.h"
#include "appliance/relay/tally.h"
#include "appliance/relay/viewer_link.h"

namespace gatehouse::relay {
namespace {

using wire::CloseReason;

std::string joined(const std::vector<seal::TicketKey>& keys) {
  std::string bytes;
  for (const seal::TicketKey& key : keys) bytes += as_text(key);
  return bytes;
}

class RelayImpl final : public Relay {
 public:
  RelayImpl(net::EventLoop& loop, const Clock& clock, RelayLimits limits,
            std::vector<seal::TicketKey> ticket_keys, Needs& needs)
      : loop_(loop),
        clock_(clock),
        limits_(limits),
        ticket_keys_(std::move(ticket_keys)),
        needs_(needs),
        reception_(
            clock_, limits_, needs_, closing_,
            {
                .hello = [this](auto stream, auto identity,
                                const auto& said) { hello(std::move(stream), identity, said); },
                .join = [this](auto stream, const auto& join) { this->join(std::move(stream), join); },
                .view = [this](auto stream, const auto& view) { this->view(std::move(stream), view); },
                .node = [this](auto stream, const auto& node) { nodes_.accept(std::move(stream), node); },
                .enrolled = [this] { tally_.enrolled(); },
                .refused = [this](CloseReason reason) { tally_.refused(reason); },
            }),
        direct_(needs_, {
                            .why_not = [this](const CallRequest& request) { return why_not(request); },
                            .tell = [this](DeviceId device, const auto& record) { tell(device, record); },
                            .began = [this] { tally_.began(); },
                            .opened = [this] { tally_.direct(); },
                            .ended = [this](CloseReason reason) { tally_.ended(reason); },
                        }),
        calls_(
            loop_, clock_, limits_.answer, needs_,
            {
                .tell = [this](DeviceId device, const auto& record) { tell(device, record); },
                .began = [this] { tally_.began(); },
                .ended = [this](CloseReason reason) { tally_.ended(reason); },
                .carried = [this](auto to_viewer, auto to_device) { tally_.relayed(to_viewer, to_device); },
            }),
        nodes_(
            loop_, clock_, limits_.heartbeat, joined(ticket_keys_), needs_,
            {
                .why_not = [this](const CallRequest& request) { return why_not(request); },
                .tell = [this](DeviceId device, const auto& record) { tell(device, record); },
                .link_key = [this](DeviceId device) { return devices_.at(device)->fingerprint(); },
                .dismiss = [this](auto stream,
                                  CloseReason reason) { reception_.dismiss(std::move(stream), reason); },
                .began = [this] { tally_.began(); },
                .ended = [this](CloseReason reason) { tally_.ended(reason); },
                .carried = [this](auto to_viewer, auto to_device) { tally_.relayed(to_viewer, to_device); },
                .list_changed = [this](std::uint64_t organization) { tell_relays(organization); },
            }),
        ticking_(loop_.every(limits_.tick, [this] { tick(); })) {}

  void accept(std::unique_ptr<net::TlsStream> stream) override {
    if (stopping_) return reception_.refuse(std::move(stream), CloseReason::appliance_stopping);
    reception_.accept(std::move(stream));
  }

  void call(CallRequest request, std::unique_ptr<net::Stream> viewer,
            std::function<void(CloseReason)> ended) override;
  bool hang_up(CallId call, CloseReason reason) override;
  void drop_device(DeviceId device, CloseReason reason) override;
  void drop_organization(std::uint64_t organization) override;
  void set_alias(DeviceId device, const std::string& alias) override;
  void help_over(DeviceId device) override { tell_help(device, false); }
  void set_authorities(std::string certificates_pem) override;
  void drop_node(NodeId node) override { nodes_.remove(node); }
  void stop() override;

  bool is_online(DeviceId device) const override { return presence_.is_online(device); }
  std::optional<std::chrono::microseconds> round_trip(DeviceId device) const override {
    return presence_.round_trip(device);
  }
  std::vector<std::string> direct_addresses(DeviceId device) const override {
    return presence_.direct_addresses(device);
  }

  NodeState node_state(NodeId node) const override { return nodes_.state(node); }
  std::vector<NodeOffer> nodes_near(DeviceId device) const override { return nodes_.near(device); }
  std::optional<std::chrono::microseconds> appliance_from(DeviceId device) const override {
    return nodes_.appliance_from(device);
  }

  RelayCounters counters() const override {
    RelayCounters counters = tally_.now();
    counters.devices_online = presence_.online();
    return counters;
  }

 private:
  void hello(std::unique_ptr<net::TlsStream> stream, const Needs::Identity& identity,
             const wire::Hello& hello);
  void admit(Contest::Newcomer newcomer);
  void device_alive(DeviceId device);
  std::optional<Contest::Newcomer> take_newcomer(DeviceId device);
  void join(std::unique_ptr<net::TlsStream> stream, const wire::Join& join);
  void view(std::unique_ptr<net::TlsStream> stream, const wire::View& view);
  void device_hung_up(DeviceId device, CallId id, CloseReason reason);
  void renew(DeviceId device, const std::string& request_pem);
  void help(DeviceId device, const wire::Help& help);
  void tell_help(DeviceId device, bool wanted);
  void device_over(DeviceId device, CloseReason reason);
  std::unique_ptr<DeviceLink> take_device(DeviceId device);
  void say_goodbye(std::unique_ptr<DeviceLink> link, CloseReason reason);
  void tell(DeviceId device, const wire::Record& record) {
    const auto found = devices_.find(device);
    if (found == devices_.end()) return;
    if (std::holds_alternative<wire::Ring>(record)) found->second->tell_time();
    found->second->send(record);
  }

  CloseReason why_not(const CallRequest& request) const;
  void tell_relays(std::uint64_t organization);
  void tick();

  net::EventLoop& loop_;
  const Clock& clock_;
  const RelayLimits limits_;
  const std::vector<seal::TicketKey> ticket_keys_;
  Needs& needs_;
  net::ClosingStreams closing_;
  Reception reception_;
  std::unordered_map<DeviceId, std::unique_ptr<DeviceLink>> devices_;
  std::map<DeviceId, std::unique_ptr<Contest>> contests_;
  std::string authorities_;
  DirectCalls direct_;
  SplicedCalls calls_;
  Nodes nodes_;
  Presence presence_;
  Tally tally_;
  bool stopping_ = false;
  net::EventLoop::HandlePtr ticking_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for tasks that were posted
};

// --- Devices ---

void RelayImpl::hello(std::unique_ptr<net::TlsStream> stream, const Needs::Identity& identity,
                      const wire::Hello& hello) {
  const DeviceId device = identity.device;
  if (contests_.contains(device)) return reception_.refuse(std::move(stream), CloseReason::cloned);
  Contest::Newcomer newcomer{std::move(stream), identity, hello};
  const auto rival = devices_.find(device);
  if (rival == devices_.end()) return admit(std::move(newcomer));
  contests_[device] = std::make_unique<Contest>(std::move(newcomer), clock_.steady() + limits_.contest,
                                                [this, device] { take_newcomer(device); });
  rival->second->ask();
}

// Out of its contest, which may be at work further up the stack.
std::optional<Contest::Newcomer> RelayImpl::take_newcomer(DeviceId device) {
  const auto found = contests_.find(device);
  if (found == contests_.end()) return std::nullopt;
  auto contest = std::shared_ptr<Contest>(std::move(found->second));
  contests_.erase(found);
  Contest::Newcomer newcomer = contest->take();
  loop_.post([contest] {});
  return newcomer;
}

void RelayImpl::device_alive(DeviceId device) {
  presence_.measured(device, devices_.at(device)->round_trip());
  auto newcomer = take_newcomer(device);
  if (!newcomer) return;
  needs_.device_cloned(device, newcomer->hello, newcomer->stream->peer().ip);
  reception_.refuse(std::move(newcomer->stream), CloseReason::cloned);
}

void RelayImpl::admit(Contest::Newcomer newcomer) {
  auto& [stream, identity, hello] = newcomer;
  const DeviceId device = identity.device;
  direct_.hang_up_all_of(device, CloseReason::device_lost);  // with the old link
  if (auto old = take_device(device)) say_goodbye(std::move(old), CloseReason::replaced);
  const std::string ip = stream->peer().ip;
  devices_[device] = std::make_unique<DeviceLink>(
      std::move(stream), identity, clock_, limits_.heartbeat, joined(ticket_keys_),
      DeviceLink::Events{
          .hung_up = [this, device](CallId id, CloseReason reason) { device_hung_up(device, id, reason); },
          .renew = [this, device](const std::string& request) { renew(device, request); },
          .help = [this, device](const wire::Help& asked) { help(device, asked); },
          .measured = [this, device](const wire::Measured& said) { nodes_.measured(device, said); },
          .updated = [this, device](const wire::Facts& news) { needs_.device_updated(device, news); },
          .reachable = [this, device](const auto& said) { presence_.reachable(device, said); },
          .encodes =
              [this, device](const wire::Encodes& said) {
                needs_.call_encodes(device, said.call_id, said.encoder);
              },
          .grants = [this, device](const wire::Grants& said) { needs_.call_grants(device, said); },
          .elevated = [this,
                       device](const auto& said) { needs_.call_elevated(device, said.call_id, said.on); },
          .unattended = [this, device](bool on) { needs_.device_unattended(device, on); },
          .direct = [this, device](const wire::Direct& said) { direct_.said(device, said); },
          .alive = [this, device] { device_alive(device); },
          .over = [this, device](CloseReason reason) { device_over(device, reason); },
      });
  presence_.arrived(device);
  if (!authorities_.empty()) devices_[device]->send(wire::Authorities{authorities_});
  if (const auto relays = nodes_.list(identity.organization); !relays.relays.empty())
    devices_[device]->send(relays);
  needs_.device_online(device, hello, ip);
}

void RelayImpl::renew(DeviceId device, const std::string& request_pem) {
  needs_.renew(device, request_pem,
               [this, device, here = std::weak_ptr(alive_)](Result<std::string> renewed) {
                 if (!renewed || here.expired()) return;
                 if (const auto link = devices_.find(device); link != devices_.end())
                   link->second->send(wire::Renewed{*std::move(renewed)});
               });
}

void RelayImpl::help(DeviceId device, const wire::Help& help) {
  needs_.help_wanted(device, help, [this, device, here = std::weak_ptr(alive_)](bool noted) {
    if (!here.expired()) tell_help(device, noted);
  });
}

void RelayImpl::tell_help(DeviceId device, bool wanted) {
  if (const auto link = devices_.find(device); link != devices_.end())
    link->second->send(wire::Help{wanted, {}});
}

void RelayImpl::set_authorities(std::string certificates_pem) {
  if (authorities_ == certificates_pem) return;
  authorities_ = std::move(certificates_pem);
  if (authorities_.empty()) return;
  for (const auto& [device, link] : devices_) link->send(wire::Authorities{authorities_});
}

void RelayImpl::tell_relays(std::uint64_t organization) {
  const wire::Relays relays = nodes_.list(organization);
  for (const auto& [device, link] : devices_) {
    if (link->organization() == organization) link->send(relays);
  }
}

std::unique_ptr<DeviceLink> RelayImpl::take_device(DeviceId device) {
  const auto found = devices_.find(device);
  if (found == devices_.end()) return nullptr;
  auto link = std::move(found->second);
  devices_.erase(found);
  presence_.left(device);
  nodes_.device_left(device);
  return link;
}

void RelayImpl::say_goodbye(std::unique_ptr<DeviceLink> link, CloseReason reason) {
  reception_.dismiss(link->take_stream(), reason);
  tally_.dismissed(reason);
  // It may be at work further up the stack.
  loop_.post([kept = std::shared_ptr<DeviceLink>(std::move(link))] {});
}

void RelayImpl::device_over(DeviceId device, CloseReason reason) {
  direct_.hang_up_all_of(device, CloseReason::device_lost);
  auto link = take_device(device);
  needs_.device_offline(device);
  if (reason == CloseReason::device_lost) {
    loop_.post([kept = std::shared_ptr<DeviceLink>(std::move(link))] {});
  } else {
    say_goodbye(std::move(link), reason);
  }
  // An open call lives on its data link and outlives a broken control link; a device that fell silent has
  // lost both.
  const bool all = reason == CloseReason::timed_out;
  calls_.hang_up_all([&](const Call& call) { return call.device() == device && (all || !call.is_open()); },
                     CloseReason::device_lost);
  nodes_.hang_up_all_of(device, all ? Nodes::Which::all : Nodes::Which::not_open, CloseReason::device_lost);
  if (auto newcomer = take_newcomer(device)) admit(*std::move(newcomer));
}

void RelayImpl::drop_device(DeviceId device, CloseReason reason) {
  reception_.identities_changed();
  if (auto newcomer = take_newcomer(device)) reception_.refuse(std::move(newcomer->stream), reason);
  direct_.hang_up_all_of(device, reason);
  if (auto link = take_device(device)) {
    needs_.device_offline(device);
    say_goodbye(std::move(link), reason);
  }
  calls_.hang_up_all([device](const Call& call) { return call.device() == device; }, reason);
  nodes_.hang_up_all_of(device, Nodes::Which::all, reason);
}

void RelayImpl::drop_organization(std::uint64_t organization) {
  reception_.identities_changed();
  std::vector<DeviceId> gone;  // dropping one changes the map
  for (const auto& [device, link] : devices_) {
    if (link->organization() == organization) gone.push_back(device);
  }
  for (const DeviceId device : gone) drop_device(device, CloseReason::unknown_device);
  nodes_.remove_all_of(organization);
}

void RelayImpl::set_alias(DeviceId device, const std::string& alias) {
  // The store may be asked for a device that says HELLO just now.
  reception_.identities_changed();
  const auto found = devices_.find(device);
  if (found != devices_.end()) found->second->set_alias(alias);
}

// --- Calls ---

CloseReason RelayImpl::why_not(const CallRequest& request) const {
  const DeviceId device = request.device;
  if (stopping_) return CloseReason::appliance_stopping;
  const auto ticket = seal::verify_ticket(request.ticket, ticket_keys_, device, clock_.unix_seconds());
  if (!ticket || ticket->call != request.call) return CloseReason::bad_ticket;
  if (!devices_.contains(device)) return CloseReason::device_offline;
  const std::size_t all = calls_.size() + direct_.size() + nodes_.size();
  const std::size_t of_device = calls_.of(device) + direct_.of(device) + nodes_.of(device);
  const bool busy = all >= limits_.calls || of_device >= limits_.calls_per_device;
  return busy ? CloseReason::busy : CloseReason::none;
}

void RelayImpl::call(CallRequest request, std::unique_ptr<net::Stream> viewer,
                     std::function<void(CloseReason)> ended) {
  const auto device = devices_.find(request.device);
  calls_.begin(request, device == devices_.end() ? "" : device->second->fingerprint(), why_not(request),
               std::move(viewer), std::move(ended));
}

void RelayImpl::join(std::unique_ptr<net::TlsStream> stream, const wire::Join& join) {
  if (!calls_.accepts(join, stream->peer_fingerprint()))
    return reception_.refuse(std::move(stream), CloseReason::not_permitted);
  calls_.open(join.call_id, std::move(stream));
}

void RelayImpl::view(std::unique_ptr<net::TlsStream> stream, const wire::View& view) {
  const auto request = needs_.claim_call(view.call_id, view.view_key, "");
  if (!request) return reception_.refuse(std::move(stream), CloseReason::not_permitted);
  auto viewer = std::make_unique<ViewerLink>(std::move(stream));
  ViewerLink& link = *viewer;  // the call keeps it until it has ended
  call(*request, std::move(viewer), [&link](CloseReason reason) { link.say_goodbye(reason); });
}

void RelayImpl::device_hung_up(DeviceId device, CallId id, CloseReason reason) {
  if (!wire::device_can_say(reason)) reason = CloseReason::ended_by_device;
  const bool known = direct_.device_hung_up(device, id, reason) || nodes_.device_hung_up(device, id, reason);
  if (!known) calls_.device_hung_up(device, id, reason);
}

bool RelayImpl::hang_up(CallId id, CloseReason reason) {
  return direct_.hang_up(id, reason) || nodes_.hang_up(id, reason) || calls_.hang_up(id, reason);
}

// --- Time ---

void RelayImpl::tick() {
  reception_.tick();
  std::vector<DeviceId> due;
  for (const auto& [device, contest] : contests_) {
    if (contest->is_due(clock_.steady())) due.push_back(device);
  }
  for (const DeviceId device : due) admit(*take_newcomer(device));
  std::vector<DeviceLink*> links;  // a link that ends in its tick leaves the map
  for (const auto& [id, link] : devices_) links.push_back(link.get());
  for (DeviceLink* link : links) link->tick();
  direct_.tick();
  nodes_.tick();
  calls_.tick();
}

void RelayImpl::stop() {
  stopping_ = true;
  calls_.hang_up_all([](const Call&) { return true; }, CloseReason::appliance_stopping);
  nodes_.stop();
  direct_.hang_up_all(CloseReason::appliance_stopping);
  while (!devices_.empty()) drop_device(devices_.begin()->first, CloseReason::appliance_stopping);
  reception_.refuse_all(CloseReason::appliance_stopping);
}

}  // namespace

std::unique_ptr<Relay> Relay::create(net::EventLoop& loop, const Clock& clock, RelayLimits limits,
                                     std::vector<seal::TicketKey> ticket_keys, Needs& needs) {
  return std::make_unique<RelayImpl>(loop, clock, limits, std::move(ticket_keys), needs);
}

}  // namespace gatehouse::relay
