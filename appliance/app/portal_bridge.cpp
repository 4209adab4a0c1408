#include "appliance/app/portal_bridge.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <memory>

#include "appliance/base/clock.h"
#include "appliance/base/local_time.h"
#include "appliance/policy/relay_host.h"

namespace gatehouse::app {

PortalBridge::PortalBridge(net::EventLoop& loop, StoreWorker& worker, std::string data_directory)
    : loop_(loop), worker_(worker), data_directory_(std::move(data_directory)) {}

void PortalBridge::publish(std::vector<portal::Metric> metrics) {
  const std::lock_guard lock(mutex_);
  metrics_ = std::move(metrics);
}

bool PortalBridge::is_online(db::ClientId client) {
  return relay_->is_online(static_cast<relay::DeviceId>(client));
}

std::optional<std::chrono::microseconds> PortalBridge::round_trip(db::ClientId client) {
  return relay_->round_trip(static_cast<relay::DeviceId>(client));
}

std::vector<std::string> PortalBridge::direct_addresses(db::ClientId client) {
  return relay_->direct_addresses(static_cast<relay::DeviceId>(client));
}

void PortalBridge::start_call(portal::CallRequest request, UniqueFd viewer,
                              std::function<void(wire::CloseReason)> ended) {
  relay::CallRequest call;
  call.call = static_cast<relay::CallId>(request.session);
  call.device = static_cast<relay::DeviceId>(request.client);
  call.ticket = std::move(request.ticket);
  // A std::function must be copyable, a descriptor is not.
  auto socket = std::make_shared<UniqueFd>(std::move(viewer));
  loop_.post([this, call = std::move(call), socket, ended = std::move(ended)] {
    relay_->call(call, net::stream_over(loop_, std::move(*socket)), ended);
  });
}

void PortalBridge::hang_up(db::SessionId session, wire::CloseReason reason) {
  loop_.post([this, session, reason] { relay_->hang_up(static_cast<relay::CallId>(session), reason); });
}

void PortalBridge::drop_client(db::ClientId client) {
  loop_.post([this, client] {
    relay_->drop_device(static_cast<relay::DeviceId>(client), wire::CloseReason::unknown_device);
  });
}

void PortalBridge::drop_organization(db::OrganizationId organization) {
  loop_.post([this, organization] { relay_->drop_organization(static_cast<std::uint64_t>(organization)); });
}

void PortalBridge::alias_changed(db::ClientId client, const std::string& alias) {
  loop_.post([this, client, alias] { relay_->set_alias(static_cast<relay::DeviceId>(client), alias); });
}

void PortalBridge::help_over(db::ClientId client) {
  loop_.post([this, client] { relay_->help_over(static_cast<relay::DeviceId>(client)); });
}

portal::RelayState PortalBridge::relay_state(db::RelayNodeId relay) {
  const relay::NodeState state = relay_->node_state(static_cast<relay::NodeId>(relay));
  return {.online = state.online, .round_trip = state.round_trip, .sessions = state.calls};
}

void PortalBridge::drop_relay(db::RelayNodeId relay) {
  loop_.post([this, relay] { relay_->drop_node(static_cast<relay::NodeId>(relay)); });
}

std::vector<portal::RelayOffer> PortalBridge::relays_for(db::OrganizationId, db::ClientId client) {
  std::vector<portal::RelayOffer> offers;
  for (const relay::NodeOffer& offer : relay_->nodes_near(static_cast<relay::DeviceId>(client)))
    offers.push_back({static_cast<db::RelayNodeId>(offer.node), offer.address, offer.from_device});
  return offers;
}

std::optional<std::chrono::microseconds> PortalBridge::appliance_from(db::ClientId client) {
  return relay_->appliance_from(static_cast<relay::DeviceId>(client));
}

void PortalBridge::set_names(std::vector<std::string> names) {
  const std::lock_guard lock(mutex_);
  names_ = std::move(names);
}

void PortalBridge::set_servers(std::vector<std::string> servers) {
  const std::lock_guard lock(mutex_);
  servers_ = std::move(servers);
}

std::vector<std::string> PortalBridge::servers_for_others() {
  const std::lock_guard lock(mutex_);
  return servers_;
}

bool PortalBridge::is_own_name(const std::string& host) {
  const std::lock_guard lock(mutex_);
  return !policy::may_be_relay_host(host, names_);
}

void PortalBridge::webhook_queued() {
  if (on_webhook_queued_) on_webhook_queued_();
}

void PortalBridge::set_up(db::OrganizationId organization) {
  loop_.post([this, organization] { on_set_up_(organization); });
}

void PortalBridge::write_later(std::function<void()> task) {
  worker_.run_unless_full(std::move(task));
}

void PortalBridge::mail_waits() {
  if (mail_ != nullptr) mail_->wake();
}

std::int64_t PortalBridge::utc_offset(std::int64_t unix_seconds) {
  return gatehouse::utc_offset(unix_seconds);
}

std::string PortalBridge::time_zone() {
  return time_zone_name(SystemClock().unix_seconds());
}

std::string PortalBridge::audit_forwarding_problem() {
  return forwarder_ == nullptr ? "" : forwarder_->problem();
}

portal::Disk PortalBridge::disk() {
  struct statvfs info {};
  if (::statvfs(data_directory_.c_str(), &info) != 0) return {};
  return {.free_bytes = static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize,
          .total_bytes = static_cast<std::uint64_t>(info.f_blocks) * info.f_frsize};
}

std::vector<portal::Metric> PortalBridge::metrics() {
  const std::lock_guard lock(mutex_);
  return metrics_;
}

}  // namespace gatehouse::app
