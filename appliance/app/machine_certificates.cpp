#include "appliance/app/machine_certificates.h"

#include "appliance/app/authority.h"
#include "appliance/auth/enrolment.h"
#include "appliance/policy/address.h"
#include "db/audit_repository.h"
#include "db/client_repository.h"
#include "db/organization_repository.h"

namespace gatehouse::app {
namespace {

constexpr int kCertificateDays = 730;  // agents ask for the next one when a third is left
constexpr int kMostOfOneName = 1000;

}  // namespace

MachineCertificates::MachineCertificates(db::Database& database, const Clock& clock,
                                         net::KeyAndCertificate authority, std::string default_namespace)
    : database_(database),
      clock_(clock),
      authority_(std::move(authority)),
      default_namespace_(std::move(default_namespace)) {}

// The token is spent and the machine added in one transaction: a failure in between leaves the token good.
Result<MachineCertificates::Enrolled> MachineCertificates::enrol(const wire::Enrol& request,
                                                                 const std::string& peer_ip) {
  const auto link_key = net::request_key_fingerprint(request.request_pem);
  if (!link_key) return link_key.error();
  Enrolled enrolled;
  auto done = database_.transaction([&]() -> Result<void> {
    const auto token = auth::Enrolment(database_, clock_).redeem(request.token);
    if (!token) return token.error();
    if (!*token)
      return Error{
          "This enrolment token is wrong, used up, revoked or expired. Make a new one in the portal."};
    const auto client = entry_for(**token, request, *link_key);
    if (!client) return client.error();
    auto certificate = issue(client->id, request.request_pem);
    if (!certificate) return certificate.error();
    db::ClientRepository clients(database_);
    if (client->link_key != *link_key) {
      if (auto set = clients.set_link_key(client->organization, client->id, *link_key); !set)
        return set.error();
    }
    if (auto noted = note(**token, *client, peer_ip); !noted) return noted;
    enrolled = {client->id, client->organization, *std::move(certificate)};
    return {};
  });
  if (!done) return done.error();
  return enrolled;
}

Result<void> MachineCertificates::note(const db::EnrolmentToken& token, const db::Client& client,
                                       const std::string& peer_ip) {
  const bool this_machine = token.purpose == auth::kEnrolThisMachine;
  db::AuditEntry entry;
  entry.organization = client.organization;
  entry.at = clock_.unix_seconds();
  entry.actor =
      this_machine ? "Gatehouse" : "Token " + (token.label.empty() ? std::to_string(token.id) : token.label);
  entry.address = peer_ip;
  entry.action = "client.joined";
  entry.target_id = std::to_string(client.id);
  entry.target = client.facts.name;
  return db::AuditRepository(database_).append(std::move(entry));
}

Result<db::Client> MachineCertificates::entry_for(const db::EnrolmentToken& token, const wire::Enrol& request,
                                                  const std::string& link_key) {
  db::ClientRepository clients(database_);
  const bool this_machine = token.purpose == auth::kEnrolThisMachine;
  auto known = clients.find_by_link_key(link_key);
  if (known && !*known && this_machine) known = clients.find_this_machine();
  if (!known) return known.error();
  if (*known && ((*known)->organization != token.organization || (*known)->this_machine != this_machine))
    return Error{
        "The key of this machine belongs to another one here already. Enrol it with a new key: gatehouse "
        "enroll --again"};
  if (*known) return **std::move(known);
  auto added = clients.add(token.organization, link_key, stored(request.facts), this_machine,
                           clock_.unix_seconds(), request.mode == wire::RunMode::portable);
  if (!added) return added;
  if (auto given = give_alias(*added); !given) return given.error();
  return added;
}

// Without an alias, when all the names that would do are taken.
Result<void> MachineCertificates::give_alias(const db::Client& client) {
  if (client.portable) return {};
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

Result<std::string> MachineCertificates::renew(db::ClientId machine, const std::string& request_pem) {
  const auto link_key = net::request_key_fingerprint(request_pem);
  if (!link_key) return link_key.error();
  const auto known = db::ClientRepository(database_).find_by_link_key(*link_key);
  if (!known) return known.error();
  if (!*known || (*known)->id != machine) return Error{"it asked for a certificate of another key"};
  return issue(machine, request_pem);
}

Result<std::string> MachineCertificates::issue(db::ClientId machine, const std::string& request_pem) {
  const Term term = lasting(clock_.unix_seconds(), kCertificateDays);
  return net::issue_device(authority_, request_pem, std::to_string(machine), term.from, term.days);
}

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

}  // namespace gatehouse::app
