// The appliance: every object of `gatehouse serve`, in start order, and how it starts, reloads and stops.
#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/app/identity.h"
#include "appliance/app/in_box_agent.h"
#include "appliance/app/portal_bridge.h"
#include "appliance/app/relay_bridge.h"
#include "appliance/app/store_worker.h"
#include "appliance/auth/setup_code.h"
#include "appliance/base/clock.h"
#include "appliance/config/settings.h"
#include "appliance/credentials/password_hasher.h"
#include "appliance/http/server.h"
#include "appliance/mail/sender.h"
#include "appliance/net/front_end.h"
#include "appliance/portal/portal.h"
#include "appliance/relay/relay.h"
#include "appliance/webhooks/courier.h"
#include "db/database.h"

namespace gatehouse::app {

class Appliance final : private net::FrontEndNeeds {
 public:
  static Result<std::unique_ptr<Appliance>> create(config::Settings settings);
  ~Appliance() override;

  // Runs until SIGTERM or SIGINT; SIGHUP reads the certificates again. The calling thread becomes the loop
  // thread.
  void run();

 private:
  explicit Appliance(config::Settings settings);
  Result<void> start();
  Result<Identity> load_identity() const;
  portal::SocketBudget share_threads() const;
  void announce() const;
  bool reload();
  Result<void> tell_authorities();
  void tell_names();
  void stop();
  void every_second();
  void start_agent(db::OrganizationId organization);
  void prepare_agent(db::OrganizationId organization);

  void device_connected(std::unique_ptr<net::TlsStream> stream) override;
  bool http_connected(UniqueFd socket, const net::PeerAddress& peer) override;

  const config::Settings settings_;
  const SystemClock clock_;
  UniqueFd lock_;  // of the data directory, held as long as we run
  std::unique_ptr<db::Database> database_;
  std::optional<Identity> identity_;
  std::optional<seal::TicketSigner> tickets_;  // as long as the portal
  std::optional<seal::SigningKey> audit_key_;
  net::EventLoop loop_;
  credentials::PasswordHasher hasher_;
  auth::SetupCode setup_code_{clock_};
  std::optional<StoreWorker> worker_;
  std::unique_ptr<RelayBridge> relay_bridge_;
  std::unique_ptr<PortalBridge> portal_bridge_;
  std::unique_ptr<portal::Portal> portal_;
  std::unique_ptr<webhooks::Courier> courier_;
  std::unique_ptr<mail::Sender> mail_;            // none: no mail is sent
  std::unique_ptr<syslog::Forwarder> forwarder_;  // none: nothing is forwarded
  std::unique_ptr<relay::Relay> relay_;
  std::unique_ptr<http::Server> http_;
  std::unique_ptr<net::FrontEnd> front_end_;
  std::unique_ptr<InBoxAgent> agent_;
  std::vector<net::EventLoop::HandlePtr> handles_;  // signals and the clock tick
  bool stopping_ = false;
  std::atomic<bool> tick_waits_ = false;
};

}  // namespace gatehouse::app
