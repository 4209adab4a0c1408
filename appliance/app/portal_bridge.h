// What the portal needs from the world. Called on CivetWeb's threads; the relay is reached through the loop.
#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "appliance/app/store_worker.h"
#include "appliance/mail/sender.h"
#include "appliance/net/event_loop.h"
#include "appliance/portal/needs.h"
#include "appliance/relay/relay.h"
#include "appliance/syslog/forwarder.h"

namespace gatehouse::app {

class PortalBridge final : public portal::PortalNeeds {
 public:
  PortalBridge(net::EventLoop& loop, StoreWorker& worker, std::string data_directory);
  // Both before the HTTP server starts. `set_up` runs on the loop thread.
  void set_relay(relay::Relay& relay) { relay_ = &relay; }
  void on_set_up(std::function<void(db::OrganizationId)> set_up) { on_set_up_ = std::move(set_up); }
  // The same; none when no mail is sent.
  void set_mail(mail::Sender& sender) { mail_ = &sender; }
  // The same; none when nothing is forwarded.
  void set_forwarder(const syslog::Forwarder& forwarder) { forwarder_ = &forwarder; }

  // Before the HTTP server starts. Any thread calls it.
  void on_webhook_queued(std::function<void()> queued) { on_webhook_queued_ = std::move(queued); }

  // Loop thread: the numbers that /metrics shows until the next call.
  void publish(std::vector<portal::Metric> metrics);

  // By which the appliance is reached; whenever they change.
  void set_names(std::vector<std::string> names);
  // The same for other computers, as "host:port", best first.
  void set_servers(std::vector<std::string> servers);

  bool is_online(db::ClientId client) override;
  std::optional<std::chrono::microseconds> round_trip(db::ClientId client) override;
  std::vector<std::string> direct_addresses(db::ClientId client) override;
  void start_call(portal::CallRequest request, UniqueFd viewer,
                  std::function<void(wire::CloseReason)> ended) override;
  void hang_up(db::SessionId session, wire::CloseReason reason) override;
  void drop_client(db::ClientId client) override;
  void drop_organization(db::OrganizationId organization) override;
  void alias_changed(db::ClientId client, const std::string& alias) override;
  void help_over(db::ClientId client) override;
  portal::RelayState relay_state(db::RelayNodeId relay) override;
  void drop_relay(db::RelayNodeId relay) override;
  std::vector<portal::RelayOffer> relays_for(db::OrganizationId organization, db::ClientId client) override;
  std::optional<std::chrono::microseconds> appliance_from(db::ClientId client) override;
  bool is_own_name(const std::string& host) override;
  std::vector<std::string> servers_for_others() override;
  void webhook_queued() override;
  void set_up(db::OrganizationId organization) override;
  void write_later(std::function<void()> task) override;
  void mail_waits() override;
  std::string audit_forwarding_problem() override;
  std::int64_t utc_offset(std::int64_t unix_seconds) override;
  std::string time_zone() override;
  portal::Disk disk() override;
  std::vector<portal::Metric> metrics() override;

 private:
  net::EventLoop& loop_;
  StoreWorker& worker_;
  const std::string data_directory_;
  relay::Relay* relay_ = nullptr;
  mail::Sender* mail_ = nullptr;
  const syslog::Forwarder* forwarder_ = nullptr;
  std::function<void(db::OrganizationId)> on_set_up_;
  std::function<void()> on_webhook_queued_;
  std::mutex mutex_;  // guards what follows
  std::vector<std::string> names_, servers_;
  std::vector<portal::Metric> metrics_;
};

}  // namespace gatehouse::app
