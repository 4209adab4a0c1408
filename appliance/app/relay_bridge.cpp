#include "appliance/app/relay_bridge.h"

#include "appliance/app/identity.h"
#include "appliance/auth/enrolment.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/policy/address.h"
#include "db/client_repository.h"
#include "db/organization_repository.h"

namespace gatehouse::app {
namespace {

constexpr int kDeviceCertificateDays = 3650;
constexpr int kMostOfOneName = 1000;

db::ClientFacts stored(const wire::Facts& facts) {
  return {.name = facts.host_name,
          .platform = facts.platform,
          .os = facts.os,
          .version = facts.program_version,
          .user = facts.user,
          .capture = facts.capture,
          .width = facts.width,
          .height = facts.height};
}

}  // namespace

RelayBridge::RelayBridge(net::EventLoop& loop, StoreWorker& worker, db::Database& database,
                         const Clock& clock, net::KeyAndCertificate device_authority,
                         std::string default_namespace)
    : loop_(loop),
      worker_(worker),
      database_(database),
      clock_(clock),
      device_authority_(std::move(device_authority)),
      default_namespace_(std::move(default_namespace)) {}

void RelayBridge::identify(const std::string& certificate_fingerprint,
                           std::function<void(std::optional<Identity>)> answer) {
  worker_.run([this, certificate_fingerprint, answer = std::move(answer)] {
    std::optional<Identity> identity;
    const auto client = db::ClientRepository(database_).find_by_fingerprint(certificate_fingerprint);
    if (!client) {
      log::error("relay", client.error().message);
    } else if (const auto& found = *client) {
      const auto device = static_cast<relay::DeviceId>(found->id);
      organizations_[device] = found->organization;
      identity = Identity{device, found->alias.value_or("")};
    }
    loop_.post([answer, identity] { answer(identity); });
  });
}

void RelayBridge::enrol(const wire::Enrol& request, const std::string& peer_ip,
                        std::function<void(Result<Enrolled>)> answer) {
  worker_.run([this, request, peer_ip, answer = std::move(answer)] {
    auto enrolled = enrol_in_store(request);
    if (enrolled) {
      log::info("relay", "enrolled machine " + std::to_string(enrolled->device) + " from " + peer_ip);
      changed(enrolled->device);
    } else {
      log::write(log::Level::info, "relay",
                 "refused to enrol a machine from " + peer_ip + ": " + enrolled.error().message,
                 refusals_logged_);
    }
    loop_.post([answer, enrolled = std::move(enrolled)] { answer(enrolled); });
  });
}

// The token is spent and the machine added in one transaction: a failure in between leaves the token good.
Result<RelayBridge::Enrolled> RelayBridge::enrol_in_store(const wire::Enrol& request) {
  Enrolled enrolled;
  const auto now = clock_.unix_seconds();
  auto done = database_.transaction([&]() -> Result<void> {
    const auto token = auth::Enrolment(database_, clock_).redeem(request.token);
    if (!token) return token.error();
    if (!*token)
      return Error{
          "This enrolment token is wrong, used up, revoked or expired. Make a new one in the portal."};
    const bool this_machine = (*token)->purpose == auth::kEnrolThisMachine;
    db::ClientRepository clients(database_);
    db::ClientId id = 0;
    if (this_machine) {
      const auto known = clients.find_this_machine();
      if (!known) return known.error();
      if (*known) id = (*known)->id;
    }
    if (id == 0) {
      const auto added = clients.add((*token)->organization, "", stored(request.facts), this_machine, now);
      if (!added) return added.error();
      if (auto given = give_alias(*added); !given) return given;
      id = added->id;
    }
    const Term term = lasting(now, kDeviceCertificateDays);
    auto certificate =
        net::issue_device(device_authority_, request.request_pem, std::to_string(id), term.from, term.days);
    if (!certificate) return certificate.error();
    const auto fingerprint = net::fingerprint(*certificate);
    if (!fingerprint) return fingerprint.error();
    if (auto set = clients.set_fingerprint((*token)->organization, id, *fingerprint); !set)
      return set.error();
    enrolled = {static_cast<relay::DeviceId>(id), *std::move(certificate)};
    organizations_[enrolled.device] = (*token)->organization;
    return {};
  });
  if (!done) return done.error();
  return enrolled;
}

// Without an alias, when all the names that would do are taken.
Result<void> RelayBridge::give_alias(const db::Client& client) {
  const auto organization = db::OrganizationRepository(database_).find(client.organization);
  if (!organization) return organization.error();
  if (!*organization || !(*organization)->automatic_alias) return {};
  const std::string space = (*organization)->space.value_or(default_namespace_);
  for (int number = 1; number <= kMostOfOneName; ++number) {
    const auto set = db::ClientRepository(database_).set_alias(
        client.organization, client.id, policy::alias_for(client.facts.name, space, number));
    if (!set) return set.error();
    if (*set) break;
  }
  return {};
}

void RelayBridge::device_online(relay::DeviceId device, const wire::Hello& hello,
                                const std::string& peer_ip) {
  worker_.run([this, device, hello, peer_ip] {
    log::info("relay", "machine " + std::to_string(device) + " is online from " + peer_ip);
    remember_key(device, hello.device_key);
    store(device, hello.facts);
  });
}

void RelayBridge::remember_key(relay::DeviceId device, const std::string& device_key) {
  const auto kept = db::ClientRepository(database_).keep_device_key(static_cast<db::ClientId>(device),
                                                                    base64url(device_key));
  if (!kept) return log::error("relay", kept.error().message);
  if (!*kept) {
    log::warning("relay", "machine " + std::to_string(device) +
                              " came with another key than it had; it can't be reached until somebody "
                              "confirms the new one");
  }
}

void RelayBridge::device_cloned(relay::DeviceId device, const wire::Hello& hello,
                                const std::string& peer_ip) {
  worker_.run([this, device, hello, peer_ip] {
    log::write(log::Level::warning, "relay",
               "another machine, " + hello.facts.host_name + " at " + peer_ip + ", has the key of machine " +
                   std::to_string(device) + " and was refused",
               clones_logged_);
    const auto noted = db::ClientRepository(database_).note_clone(
        static_cast<db::ClientId>(device), {hello.facts.host_name, peer_ip, clock_.unix_seconds()});
    if (!noted) log::error("relay", noted.error().message);
    changed(device);
  });
}

void RelayBridge::device_updated(relay::DeviceId device, const wire::Facts& facts) {
  worker_.run([this, device, facts] { store(device, facts); });
}

void RelayBridge::store(relay::DeviceId device, const wire::Facts& facts) {
  const auto updated = db::ClientRepository(database_).update_facts(static_cast<db::ClientId>(device),
                                                                    stored(facts), clock_.unix_seconds());
  if (!updated) log::error("relay", updated.error().message);
  changed(device);
}

void RelayBridge::device_offline(relay::DeviceId device) {
  worker_.run([this, device] {
    log::info("relay", "machine " + std::to_string(device) + " is offline");
    const auto touched =
        db::ClientRepository(database_).touch(static_cast<db::ClientId>(device), clock_.unix_seconds());
    if (!touched) log::error("relay", touched.error().message);
    changed(device);
  });
}

void RelayBridge::changed(relay::DeviceId device) {
  if (const auto found = organizations_.find(device); found != organizations_.end()) {
    portal_->clients_changed(found->second);
  }
}

std::optional<relay::CallRequest> RelayBridge::claim_call(relay::CallId call, const std::string& view_key) {
  const auto claimed = portal_->claim_call(static_cast<db::SessionId>(call), view_key);
  if (!claimed) return std::nullopt;
  return relay::CallRequest{
      .call = call, .device = static_cast<relay::DeviceId>(claimed->client), .ticket = claimed->ticket};
}

void RelayBridge::call_opened(relay::CallId call) {
  worker_.run([this, call] { portal_->session_opened(static_cast<db::SessionId>(call)); });
}

void RelayBridge::call_progress(relay::CallId call, std::uint64_t to_viewer, std::uint64_t to_device) {
  worker_.run(
      [=, this] { portal_->session_progress(static_cast<db::SessionId>(call), to_viewer, to_device); });
}

void RelayBridge::call_ended(relay::CallId call, wire::CloseReason reason, std::uint64_t to_viewer,
                             std::uint64_t to_device) {
  worker_.run(
      [=, this] { portal_->session_ended(static_cast<db::SessionId>(call), reason, to_viewer, to_device); });
}

}  // namespace gatehouse::app
