// What the relay needs from the world, from the store and the portal. The relay's side is the loop thread;
// everything that touches the store happens on the store worker.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "appliance/app/identity.h"
#include "appliance/app/machine_certificates.h"
#include "appliance/app/relay_papers.h"
#include "appliance/app/store_worker.h"
#include "appliance/app/waiting_progress.h"
#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "appliance/net/certificates.h"
#include "appliance/net/event_loop.h"
#include "appliance/portal/portal.h"
#include "appliance/relay/relay.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::app {

class RelayBridge final : public relay::Needs {
 public:
  RelayBridge(net::EventLoop& loop, StoreWorker& worker, db::Database& database, const Clock& clock,
              const app::Identity& identity, std::string default_namespace);
  // Loop thread. For the certificates of machines and relays from now on.
  void set_identity(const app::Identity& identity);
  // Before the relay hears of any device.
  void set_portal(portal::Portal& portal) { portal_ = &portal; }

  void identify(const std::string& link_key, std::function<void(std::optional<Identity>)> answer) override;
  void enrol(const wire::Enrol& request, const std::string& peer_ip,
             std::function<void(Result<Enrolled>)> answer) override;
  void renew(relay::DeviceId device, const std::string& request_pem,
             std::function<void(Result<std::string>)> answer) override;
  void help_wanted(relay::DeviceId device, const wire::Help& help, std::function<void(bool)> answer) override;
  void device_updated(relay::DeviceId device, const wire::Facts& facts) override;
  void device_online(relay::DeviceId device, const wire::Hello& hello, const std::string& peer_ip) override;
  void device_offline(relay::DeviceId device) override;
  void device_cloned(relay::DeviceId device, const wire::Hello& hello, const std::string& peer_ip) override;
  std::optional<relay::CallRequest> claim_call(relay::CallId call, const std::string& view_key,
                                               const std::string& origin) override;
  std::optional<relay::CallRequest> claim_direct_call(relay::CallId call, relay::DeviceId device) override;
  void admit_node(const std::string& link_key, const wire::Node& said,
                  std::function<void(std::optional<NodePapers>)> answer) override;
  void node_seen(relay::NodeId node) override;
  void nodes_changed(std::uint64_t organization) override;
  void call_opened(relay::CallId call, const relay::CallPath& path) override;
  void call_encodes(relay::DeviceId device, relay::CallId call, const std::string& encoder) override;
  void call_grants(relay::DeviceId device, const wire::Grants& said) override;
  void call_elevated(relay::DeviceId device, relay::CallId call, bool on) override;
  void device_unattended(relay::DeviceId device, bool on) override;
  void call_progress(relay::CallId call, std::uint64_t to_viewer, std::uint64_t to_device) override;
  void call_ended(relay::CallId call, wire::CloseReason reason, std::uint64_t to_viewer,
                  std::uint64_t to_device) override;

 private:
  void store(relay::DeviceId device, const wire::Facts& facts);
  void remember_key(relay::DeviceId device, const std::string& device_key);
  void changed(relay::DeviceId device);
  void tell(relay::DeviceId device, portal::Portal::ClientNews news);

  net::EventLoop& loop_;
  StoreWorker& worker_;
  db::Database& database_;
  const Clock& clock_;
  MachineCertificates certificates_;  // store worker only
  RelayPapers papers_;                // the same
  WaitingProgress progress_;
  portal::Portal* portal_ = nullptr;
  log::LineLimit refusals_logged_, clones_logged_;
  std::map<relay::DeviceId, db::OrganizationId> organizations_;  // store worker only: whose device is it
};

}  // namespace gatehouse::app
