// The portal: answers every HTTP request and WebSocket of the appliance by the route table, over the store.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "appliance/auth/login_binding.h"
#include "appliance/auth/setup_code.h"
#include "appliance/base/clock.h"
#include "appliance/base/embedded.h"
#include "appliance/credentials/password_hasher.h"
#include "appliance/http/server.h"
#include "appliance/policy/address.h"
#include "appliance/policy/license.h"
#include "appliance/portal/needs.h"
#include "appliance/portal/socket_budget.h"
#include "appliance/seal/ticket.h"
#include "appliance/wire/close_reason.h"
#include "db/database.h"
#include "db/webhook_repository.h"

namespace gatehouse::portal {

// How the appliance sends mail.
struct MailFacts {
  std::string server;    // "host:port"
  std::string security;  // "starttls", "tls", "none"
  std::string from;
  std::string links;  // mail.links
};

struct PortalOptions {
  std::string version;
  std::span<const embedded::File> webui;      // embedded::webui()
  std::span<const embedded::File> documents;  // embedded::documents(), with openapi.json
  SocketBudget sockets = socket_budget(320, 128);
  std::string scratch = "/tmp";  // a directory with room for what is downloaded
  std::string default_namespace = std::string(policy::kDefaultNamespace);  // server.namespace
  auth::LoginBinding bind_logins = auth::LoginBinding::off;                // server.bind_logins
  policy::Tier license = policy::kDefaultTier;                             // license.tier
  std::optional<MailFacts> mail = {};                                      // none: no mail is sent
};

// By which those who are no browser know this appliance.
struct Authorities {
  std::string fingerprint;       // SHA-256 of the certificate at the end of its chain, 32 raw bytes
  std::string certificates_pem;  // of each that may be trusted
};

// All outlive the portal.
struct PortalParts {
  PortalNeeds& needs;
  const Clock& clock;
  db::Database& database;
  credentials::PasswordHasher& hasher;
  const seal::TicketSigner& tickets;
  auth::SetupCode& setup_code;        // spent when the owner is made
  const seal::SigningKey& audit_key;  // signs the audit log
};

struct Services;

// The HTTP server and the relay, which call it, end before it does. Everything may be called on any thread,
// also at once. What touches the store may wait for the disk: not on the loop.
class Portal final : public http::Needs {
 public:
  // Sessions that a crash left open in the store are ended (appliance_stopping).
  static Result<std::unique_ptr<Portal>> create(PortalOptions options, const PortalParts& parts);
  ~Portal() override;

  http::Response handle(const http::Request& request) override;
  std::variant<http::Response, http::WebSocketAccept> upgrade(const http::Request& request) override;

  // Before the first request, and whenever they change.
  void set_authorities(Authorities authorities);

  // A viewer came over a link with this view key: the call to start. Nothing: it may not. Waits for nothing.
  // `origin`: of the page, when a relay brings it for one.
  std::optional<CallRequest> claim_call(db::SessionId session, std::string_view view_key,
                                        std::string_view origin = {});

  // A viewer came to this machine without the appliance: the call that waits for one. The same.
  std::optional<CallRequest> claim_direct_call(db::SessionId session, db::ClientId client);

  // What became of a call that was started, by PortalNeeds::start_call or after claim_call (the relay tells; on a
  // thread that may wait for the disk).
  void session_opened(db::SessionId session, const SessionPath& path = {});
  // What the machine says it encodes the picture with; of another machine's session, or one that is over, nothing
  // happens.
  // Any thread; does not wait.
  void session_encodes(db::SessionId session, db::ClientId client, const std::string& encoder);
  // What the machine says it lets the viewer do; the same. True: that is news, and store_grant() is to follow.
  bool session_grants(db::SessionId session, db::ClientId client, std::uint32_t permissions,
                      const std::string& profile);
  // On a thread that may wait for the disk.
  void store_grant(db::SessionId session);
  // Whether, as the machine says, the viewer acts as its administrator; the same, with store_elevation().
  bool session_elevated(db::SessionId session, db::ClientId client, bool on);
  void store_elevation(db::SessionId session, bool on);
  void session_progress(db::SessionId session, std::uint64_t to_viewer, std::uint64_t to_client);
  void session_ended(db::SessionId session, wire::CloseReason reason, std::uint64_t to_viewer,
                     std::uint64_t to_client);

  // A machine came, went or changed: open pages fetch the list again.
  void clients_changed(db::OrganizationId organization);

  // Whether, as the machine says, one may come in to it with nobody asked. Noted in the audit log when it is news. On a
  // thread that may wait for the disk.
  void client_unattended(db::OrganizationId organization, db::ClientId client, bool on);

  // For webhooks: a machine joined, came or went.
  enum class ClientNews { joined, online, offline };
  void client_news(db::OrganizationId organization, db::ClientId client, ClientNews news);

  // A webhook was disabled, because it failed for too long.
  void webhook_given_up(db::OrganizationId organization, db::WebhookId webhook, const std::string& url);

  // A relay that runs elsewhere came, went, or joined just now.
  void relays_changed(db::OrganizationId organization);

  // Some mail of the organization was sent, or was not.
  void mail_changed(db::OrganizationId organization);

  // About once a second, on one thread: ends what waited too long, and every socket and call whose login has
  // ended, whose user was disabled or lost the right, whoever did that, in this process or another.
  void tick();

  // The appliance goes down: ends what still waits and every event stream. The relay ends the calls.
  void stop();

 private:
  explicit Portal(std::unique_ptr<Services> services);

  std::unique_ptr<Services> services_;
};

}  // namespace gatehouse::portal
