#include "appliance/app/enrolling.h"

#include <iostream>
#include <optional>

#include "appliance/agent/enrolment.h"
#include "appliance/agent/facts.h"
#include "appliance/agent/identity.h"
#include "appliance/app/identity.h"
#include "appliance/base/files.h"
#include "appliance/net/certificates.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::app {
namespace {

// A token on the command line is seen by everybody on this machine; "-" reads it from standard input.
std::string token_text(const std::string& given) {
  if (given != "-") return given;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

Result<agent::Identity> identity_for(const EnrolOrder& order) {
  if (auto ok = make_private_directory(order.directory); !ok) return ok.error();
  auto identity = agent::Identity::open(order.directory);
  if (order.again) return agent::Identity::renew(order.directory);
  if (!identity || !identity->enrolled()) return identity;
  const std::string where = identity->server().empty() ? "" : " at " + identity->server();
  return Error{"this machine is enrolled already, as " + id_in(identity->certificate_pem()) + where +
               ". To enrol it as a new machine, add --again and restart its agent; the old one stays in the "
               "portal until somebody removes it there."};
}

struct Answer {
  std::string certificate_pem, authority_pem;
};

Result<Answer> ask(const EnrolOrder& order, const agent::Identity& identity) {
  const auto request = net::new_request(std::string(identity.key_pem().view()));
  if (!request) return request.error();
  net::EventLoop loop;
  Answer answer;
  std::optional<Error> refusal;
  const auto dial = [&](agent::Dialed done) {
    net::TlsClientOptions tls;
    tls.host = order.server.host;
    tls.port = order.server.port;
    tls.server_name = wire::kApplianceName;
    tls.trusted_fingerprint = order.token.authority_fingerprint;
    tls.authority_found = [&](std::string pem) { answer.authority_pem = std::move(pem); };
    return net::tls_connect(loop, std::move(tls), std::move(done));
  };
  const agent::Enrolment enrolment(
      loop, dial,
      wire::Enrol{wire::kVersion, order.token.secret, *request, agent::machine_facts(), order.mode},
      [&](Result<std::string> certificate_pem) {
        if (certificate_pem) {
          answer.certificate_pem = *std::move(certificate_pem);
        } else {
          refusal = certificate_pem.error();
        }
        loop.stop();
      },
      std::nullopt);
  loop.run();
  if (refusal) return *refusal;
  return answer;
}

}  // namespace

Result<void> read_server(const std::string& typed, EnrolOrder& order) {
  if (typed.empty())
    return Error{"where is the appliance? --server HOST or --server HOST:PORT, as in the browser's address"};
  auto server = parse_server_address(typed);
  if (!server) return Error{"--server: " + server.error().message};
  order.server = *std::move(server);
  order.server_text = typed;
  return {};
}

Result<void> read_token(const std::string& typed, EnrolOrder& order) {
  const std::string text = token_text(typed);
  if (text.empty())
    return Error{
        "--token is missing; it is made in the portal: Clients, Add machine (for a relay: Relays, Add "
        "relay)"};
  auto token = wire::parse_enrolment_token(text);
  if (!token)
    return Error{"this is no enrolment token, or not the whole of it; copy it again from the portal"};
  order.token = *std::move(token);
  return {};
}

Result<std::string> enrol(const EnrolOrder& order) {
  auto identity = identity_for(order);
  if (!identity) return identity.error();
  const auto answer = ask(order, *identity);
  if (!answer) return answer.error();
  if (auto ok = identity->store_appliance(order.server_text, answer->authority_pem); !ok) return ok.error();
  if (auto ok = identity->store_certificate(answer->certificate_pem); !ok) return ok.error();
  return id_in(answer->certificate_pem);
}

std::string id_in(const std::string& certificate_pem) {
  const auto facts = net::describe(certificate_pem);
  return facts ? facts->subject : "unknown";
}

}  // namespace gatehouse::app
