#include "appliance/app/appliance.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "appliance/app/announcement.h"
#include "appliance/app/mail.h"
#include "appliance/app/metrics.h"
#include "appliance/auth/enrolment.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "db/client_repository.h"
#include "db/organization_repository.h"
#include "db/user_repository.h"

namespace gatehouse::app {
namespace {

constexpr std::chrono::hours kInBoxTokenLife{1};
constexpr std::chrono::hours kReloadEvery{1};
constexpr std::size_t kCertificateCap = 65536;

Result<UniqueFd> lock_directory(const std::string& directory) {
  const std::string path = directory + "/lock";
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return errno_error("cannot write in the data directory " + directory);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    return Error{"another gatehouse already uses the data directory " + directory +
                 "; stop it, or choose another one with --server.data=DIRECTORY"};
  }
  return fd;
}

// Where the agent of this machine dials: the listening address, or loopback when that is every address.
std::string local_address(const std::string& listen, std::uint16_t port) {
  std::string host = listen.substr(0, listen.rfind(':'));
  if (host == "0.0.0.0" || host.empty()) host = "127.0.0.1";
  if (host == "[::]") host = "[::1]";
  return host + ":" + std::to_string(port);
}

}  // namespace

Appliance::Appliance(config::Settings settings) : settings_(std::move(settings)) {}

Result<std::unique_ptr<Appliance>> Appliance::create(config::Settings settings) {
  std::unique_ptr<Appliance> appliance(new Appliance(std::move(settings)));
  if (auto ok = appliance->start(); !ok) return ok.error();
  return appliance;
}

// Who calls goes before who is called: threads and processes first, then the streams, then the worker with
// its last tasks.
Appliance::~Appliance() {
  handles_.clear();
  agent_.reset();
  http_.reset();
  front_end_.reset();
  relay_.reset();
  worker_.reset();
  if (portal_bridge_) portal_bridge_->on_webhook_queued({});
  courier_.reset();
  mail_.reset();
  forwarder_.reset();
}

Result<Identity> Appliance::load_identity() const {
  return Identity::load({.directory = settings_.server_data + "/keys",
                         .extra_names = settings_.server_names,
                         .certificate_path = settings_.server_certificate,
                         .key_path = settings_.server_key},
                        clock_.unix_seconds());
}

portal::SocketBudget Appliance::share_threads() const {
  const auto sessions = static_cast<std::size_t>(settings_.server_sessions);
  const auto budget = portal::socket_budget(static_cast<std::size_t>(settings_.server_threads), sessions);
  if (budget.calls < sessions) {
    log::warning("appliance", "server.threads=" + std::to_string(settings_.server_threads) +
                                  " is enough for " + std::to_string(budget.calls) +
                                  " sessions; server.sessions=" + std::to_string(sessions) +
                                  " needs server.threads=" + std::to_string(portal::threads_for(sessions)));
  }
  return budget;
}

Result<void> Appliance::start() {
  if (auto ok = make_private_directory(settings_.server_data); !ok) return ok;
  auto lock = lock_directory(settings_.server_data);
  if (!lock) return lock.error();
  lock_ = *std::move(lock);
  auto database = db::Database::open(settings_.server_data);
  if (!database) return database.error();
  database_ = *std::move(database);
  auto identity = load_identity();
  if (!identity) return identity.error();
  identity_ = *std::move(identity);
  auto tickets = load_ticket_signer(settings_.server_data + "/keys");
  if (!tickets) return tickets.error();
  tickets_ = *std::move(tickets);
  auto audit_key = load_audit_key(settings_.server_data + "/keys");
  if (!audit_key) return audit_key.error();
  audit_key_ = *std::move(audit_key);

  worker_.emplace();
  relay_bridge_ = std::make_unique<RelayBridge>(loop_, *worker_, *database_, clock_, *identity_,
                                                settings_.server_namespace);
  portal_bridge_ = std::make_unique<PortalBridge>(loop_, *worker_, settings_.server_data);
  const portal::SocketBudget sockets = share_threads();
  auto portal = portal::Portal::create(
      {.version = GATEHOUSE_VERSION,
       .webui = embedded::webui(),
       .documents = embedded::documents(),
       .sockets = sockets,
       .scratch = settings_.server_data,
       .default_namespace = settings_.server_namespace,
       .bind_logins = auth::login_binding(settings_.server_bind_logins),
       .license = policy::find_tier(settings_.license_tier).value_or(policy::kDefaultTier),
       .mail = mail_facts(settings_)},
      {.needs = *portal_bridge_,
       .clock = clock_,
       .database = *database_,
       .hasher = hasher_,
       .tickets = *tickets_,
       .setup_code = setup_code_,
       .audit_key = *audit_key_});
  if (!portal) return portal.error();
  portal_ = *std::move(portal);
  relay_bridge_->set_portal(*portal_);
  courier_ = std::make_unique<webhooks::Courier>(
      *database_, clock_,
      webhooks::CourierOptions{settings_.webhooks_allow_private, settings_.webhooks_authority_file},
      [this](const webhooks::Courier::News& news) {
        if (news.gave_up) portal_->webhook_given_up(news.organization, news.webhook, news.url);
      });
  portal_bridge_->on_webhook_queued([this] { courier_->wake(); });
  if (!settings_.mail_server.empty()) {
    mail_ = std::make_unique<mail::Sender>(
        *database_, clock_, sender_options(settings_),
        [this](db::OrganizationId organization) { portal_->mail_changed(organization); });
    portal_bridge_->set_mail(*mail_);
  }
  if (const auto target = policy::parse_syslog_target(settings_.syslog_target)) {
    forwarder_ = std::make_unique<syslog::Forwarder>(
        *database_,
        syslog::ForwarderOptions{*target,
                                 settings_.syslog_authority,
                                 {static_cast<int>(settings_.syslog_facility), net::host_names().front()}});
    portal_bridge_->set_forwarder(*forwarder_);
  }
  relay_ =
      relay::Relay::create(loop_, clock_, {.calls = sockets.calls}, {tickets_->public_key()}, *relay_bridge_);
  portal_bridge_->set_relay(*relay_);
  if (auto told = tell_authorities(); !told) return told;
  portal_bridge_->on_set_up([this](db::OrganizationId organization) { start_agent(organization); });

  auto http = http::Server::start(
      {.threads = static_cast<int>(settings_.server_threads), .websockets = static_cast<int>(sockets.all())},
      *portal_);
  if (!http) return http.error();
  http_ = *std::move(http);
  net::FrontEndLimits limits;
  limits.connections = static_cast<int>(settings_.server_connections);
  limits.connections_per_address = static_cast<int>(settings_.server_connections_per_address);
  limits.requests = static_cast<int>(settings_.server_threads);
  limits.requests_per_address = std::max(1, limits.requests / 4);
  auto front_end =
      net::FrontEnd::open(loop_, settings_.server_listen, limits, identity_->server_identity(), *this);
  if (!front_end) return front_end.error();
  front_end_ = *std::move(front_end);
  tell_names();

  handles_.push_back(loop_.on_signal(SIGTERM, [this] { stop(); }));
  handles_.push_back(loop_.on_signal(SIGINT, [this] { stop(); }));
  handles_.push_back(loop_.on_signal(SIGHUP, [this] {
    if (reload()) log::info("appliance", "certificates reloaded");
  }));
  // Its own certificate and the keys of resumption are made again in time, however long it runs.
  handles_.push_back(loop_.every(kReloadEvery, [this] { reload(); }));
  handles_.push_back(loop_.on_signal(SIGCHLD, [this] {
    if (agent_) agent_->reap();
  }));
  handles_.push_back(loop_.every(std::chrono::seconds(1), [this] { every_second(); }));

  const auto own = db::OrganizationRepository(*database_).find_appliance();
  if (!own) return own.error();
  if (*own) start_agent((*own)->id);
  return {};
}

void Appliance::run() {
  announce();
  loop_.run();
}

void Appliance::announce() const {
  const auto set_up = db::UserRepository(*database_).anyone_has_role("owner");
  std::printf("Gatehouse %s is ready.\n\n", GATEHOUSE_VERSION);
  const char* before = "Open";
  for (const std::string& address :
       web_addresses(settings_.server_listen, front_end_->port(), identity_->names(), tells_local_names())) {
    std::printf("  %-12s %s\n", before, address.c_str());
    before = "or";
  }
  if (set_up && !*set_up) std::printf("  Set-up code  %s\n", setup_code_.text().c_str());
  if (settings_.server_certificate.empty()) {
    const auto shown = net::fingerprint(identity_->server_identity().browser.certificate_pem);
    std::printf(
        "\n  The browser warns, because this appliance issued its own certificate. To be sure that it is "
        "this one, let\n"
        "  the browser show the certificate and compare its SHA-256 fingerprint:\n  %s\n"
        "  A browser that has imported %s/keys/authority.crt does not warn.\n",
        shown ? shown->c_str() : "unknown", settings_.server_data.c_str());
  }
  const auto authority = net::fingerprint(identity_->authority().anchor());
  std::printf("\n  `gatehouse connect` asks for the fingerprint of this appliance's authority:\n  %s\n\n",
              authority ? authority->c_str() : "unknown");
  std::fflush(stdout);
}

bool Appliance::reload() {
  auto identity = load_identity();
  if (!identity) {
    log::error("appliance", "certificates not reloaded, the old ones stay: " + identity.error().message);
    return false;
  }
  if (auto ok = front_end_->reload(identity->server_identity()); !ok) {
    log::error("appliance", "certificates not reloaded, the old ones stay: " + ok.error().message);
    return false;
  }
  identity_ = *std::move(identity);
  relay_bridge_->set_identity(*identity_);
  tell_names();
  if (auto told = tell_authorities(); !told) log::error("appliance", told.error().message);
  return true;
}

// Whom machines, those still to enrol and native viewers are to know this appliance by.
Result<void> Appliance::tell_authorities() {
  const Authority& authority = identity_->authority();
  const auto anchor = net::fingerprint(authority.anchor());
  if (!anchor) return anchor.error();
  portal_->set_authorities({from_hex(*anchor).value_or(""), authority.all()});
  if (authority.has_former()) relay_->set_authorities(authority.all());
  return {};
}

void Appliance::tell_names() {
  portal_bridge_->set_names(identity_->all_names());
  portal_bridge_->set_servers(servers_for_others(settings_.server_listen, front_end_->port(),
                                                 identity_->given_names(), identity_->names(),
                                                 tells_local_names()));
}

void Appliance::stop() {
  if (stopping_) return;
  stopping_ = true;
  log::info("appliance", "stopping");
  portal_->stop();
  relay_->stop();
  if (agent_) agent_->stop();
  front_end_->drain([this] { loop_.stop(); });
}

void Appliance::every_second() {
  portal_bridge_->publish(collect_metrics(front_end_->counters(), relay_->counters()));
  if (tick_waits_.exchange(true)) return;  // the disk is slow: one is enough
  worker_->run([this] {
    tick_waits_ = false;
    portal_->tick();
  });
}

void Appliance::start_agent(db::OrganizationId organization) {
  if (!settings_.desktop_enabled || agent_) return;
  std::vector<std::string> arguments = {"agent"};
  const auto add = [&arguments](std::vector<std::string> options) {
    std::move(options.begin(), options.end(), std::back_inserter(arguments));
  };
  add(config::as_options(settings_, "desktop"));
  add(config::as_options(settings_, "agent"));
  add(config::as_options(settings_, "access"));
  // Of two the later wins: this agent belongs to this appliance, whatever the file says.
  add({
      "--agent.server=" + local_address(settings_.server_listen, front_end_->port()),
      "--agent.data=" + settings_.server_data + "/agent",
      "--server.data=" + settings_.server_data,  // for what must stay hidden from a virtual desktop
      "--agent.ca=" + settings_.server_data + "/keys/authority.crt",
      "--agent.token_file=" + settings_.server_data + "/agent/token",
      "--agent.disable_tcp_listen=on",  // the appliance is there, and has its one port
      "--agent.page=off",
      "--server.log_level=" + settings_.server_log_level,
  });
  if (!settings_.mail_password_file.empty())  // the same
    add({"--mail.password_file=" + settings_.mail_password_file});
  agent_ = std::make_unique<InBoxAgent>(loop_, "/proc/self/exe", std::move(arguments),
                                        [this, organization](const InBoxAgent::Ready& ready) {
                                          worker_->run([this, organization, ready] {
                                            prepare_agent(organization);
                                            loop_.post(ready);
                                          });
                                        });
  agent_->start();
}

// Gives the agent a token of its own when it is not yet, or not any more, a machine of this appliance. On the
// worker: it reads and writes files and the store.
void Appliance::prepare_agent(db::OrganizationId organization) {
  const std::string directory = settings_.server_data + "/agent";
  const auto known = db::ClientRepository(*database_).find_this_machine();
  const auto certificate = read_file(directory + "/certificate.pem", kCertificateCap);
  const auto shown =
      certificate ? net::key_fingerprint(*certificate) : Result<std::string>(certificate.error());
  if (known && *known && shown && *shown == (*known)->link_key) return;
  const auto hand_over = [&]() -> Result<void> {
    if (!known) return known.error();
    if (auto ok = make_directory(directory, 0700); !ok) return ok;
    ::unlink((directory + "/certificate.pem").c_str());
    const auto created = auth::Enrolment(*database_, clock_)
                             .create({.organization = organization,
                                      .purpose = auth::kEnrolThisMachine,
                                      .good_for = kInBoxTokenLife});
    if (!created) return created.error();
    return write_file_atomically(directory + "/token", created->secret.view(), 0600);
  };
  if (const auto ok = hand_over(); !ok)
    log::error("appliance", "cannot enrol this machine: " + ok.error().message);
}

void Appliance::device_connected(std::unique_ptr<net::TlsStream> stream) {
  relay_->accept(std::move(stream));
}

bool Appliance::http_connected(UniqueFd socket, const net::PeerAddress& peer) {
  return http_->adopt(std::move(socket), peer.ip, peer.port);
}

}  // namespace gatehouse::app
