#include "appliance/app/relay_papers.h"

#include "appliance/auth/token.h"
#include "appliance/base/server_address.h"
#include "appliance/policy/relay_host.h"
#include "appliance/wire/server_names.h"
#include "db/relay_node_repository.h"

namespace gatehouse::app {
namespace {

constexpr int kLinkDays = 730;
constexpr int kServerDays = 30;  // asked for again every day

}  // namespace

RelayPapers::RelayPapers(db::Database& database, const Clock& clock, Authority authority, Authority devices,
                         std::vector<std::string> own_names)
    : database_(database),
      clock_(clock),
      authority_(std::move(authority)),
      devices_(std::move(devices)),
      own_names_(std::move(own_names)) {}

void RelayPapers::set_identity(Authority authority, Authority devices, std::vector<std::string> own_names) {
  authority_ = std::move(authority);
  devices_ = std::move(devices);
  own_names_ = std::move(own_names);
}

Result<std::optional<relay::Needs::Enrolled>> RelayPapers::join(const wire::Enrol& request) {
  const auto link_key = net::request_key_fingerprint(request.request_pem);
  if (!link_key) return link_key.error();
  const auto node = db::RelayNodeRepository(database_).join(auth::hash_token(request.token), *link_key,
                                                            clock_.unix_seconds());
  if (!node) return node.error();
  if (!*node) return std::optional<relay::Needs::Enrolled>();
  auto certificate = link_certificate((*node)->id, request.request_pem);
  if (!certificate) return certificate.error();
  return std::optional(
      relay::Needs::Enrolled{static_cast<relay::DeviceId>((*node)->id), *std::move(certificate)});
}

Result<std::optional<relay::Needs::NodePapers>> RelayPapers::admit(const std::string& link_key,
                                                                   const wire::Node& said) {
  db::RelayNodeRepository nodes(database_);
  const auto node = nodes.find_by_link_key(link_key);
  if (!node) return node.error();
  if (!*node) return std::optional<relay::Needs::NodePapers>();
  const auto requested = net::request_key_fingerprint(said.link_request_pem);
  if (!requested) return requested.error();
  if (*requested != link_key) return Error{"it asked for a certificate of another key"};
  auto shown = server_certificate(**node, said.request_pem);
  if (!shown) return shown.error();
  auto link = link_certificate((*node)->id, said.link_request_pem);
  if (!link) return link.error();
  if (auto touched = nodes.touch((*node)->id, said.program_version, clock_.unix_seconds()); !touched)
    return touched.error();
  return std::optional(relay::Needs::NodePapers{
      .node = static_cast<relay::NodeId>((*node)->id),
      .organization = static_cast<std::uint64_t>((*node)->organization),
      .address = (*node)->address,
      .certificate_pem = *shown + authority_.chain(),
      .link_certificate_pem = *std::move(link),
      .authorities_pem = authority_.all(),
      .machine_authorities_pem = devices_.all(),
  });
}

// The same authority vouches for the appliance itself, so a relay with one of its names would be taken for it. Asked
// here as well as when the relay is added: the appliance may have got the name since.
Result<std::string> RelayPapers::server_certificate(const db::RelayNode& node,
                                                    const std::string& request_pem) const {
  const auto at = parse_server_address(node.address);
  if (!at) return at.error();
  if (!policy::may_be_relay_host(at->host, own_names_)) {
    return Error{"relay " + std::to_string(node.id) + " has the address " + node.address +
                 ", which is one of the appliance itself. Remove it in the portal, and add it with a name of "
                 "its own"};
  }
  return net::issue_server_for(authority_.present(), request_pem,
                               {wire::relay_server_name(static_cast<relay::NodeId>(node.id)), at->host},
                               clock_.unix_seconds(), kServerDays);
}

Result<std::string> RelayPapers::link_certificate(std::int64_t node, const std::string& request_pem) const {
  const Term term = lasting(clock_.unix_seconds(), kLinkDays);
  return net::issue_device(devices_.present(), request_pem,
                           wire::relay_server_name(static_cast<std::uint64_t>(node)), term.from, term.days);
}

}  // namespace gatehouse::app
