// Makes this machine one of an appliance's: a key, a certificate for it, and the knowledge of which appliance it
// is, all in the agent's data directory. `gatehouse agent` then needs nothing else.
#include <signal.h>

#include <cstdio>
#include <iostream>

#include "appliance/agent/enrolment.h"
#include "appliance/agent/facts.h"
#include "appliance/agent/identity.h"
#include "appliance/app/commands.h"
#include "appliance/app/identity.h"
#include "appliance/app/server_address.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/net/certificates.h"
#include "appliance/wire/enrolment_token.h"

namespace gatehouse::app {
namespace {

struct Order {
  ServerAddress server;
  std::string server_text;  // as it was typed
  wire::EnrolmentToken token;
  std::string directory;
  bool again = false;
};

// A token on the command line is seen by everybody on this machine; "-" reads it from standard input.
std::string token_text(const std::string& given) {
  if (given != "-") return given;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

Result<Order> order_from(const cli::Arguments& arguments, const config::Settings& settings) {
  Order order;
  order.server_text = arguments.value("server").empty() ? settings.agent_server : arguments.value("server");
  if (order.server_text.empty())
    return Error{"where is the appliance? --server HOST or --server HOST:PORT, as in the browser's address"};
  auto server = parse_server_address(order.server_text);
  if (!server) return Error{"--server: " + server.error().message};
  order.server = *std::move(server);
  const std::string text = token_text(arguments.value("token"));
  if (text.empty()) return Error{"--token is missing; it is made in the portal: Clients, Add machine"};
  auto token = wire::parse_enrolment_token(text);
  if (!token)
    return Error{"this is no enrolment token, or not the whole of it; copy it again from the portal"};
  order.token = *std::move(token);
  order.directory = arguments.value("data").empty() ? settings.agent_data : arguments.value("data");
  order.again = arguments.has("again");
  return order;
}

// "123456789": the name in the certificate.
std::string id_in(const std::string& certificate_pem) {
  const auto facts = net::describe(certificate_pem);
  return facts ? facts->subject : "unknown";
}

Result<agent::Identity> identity_for(const Order& order) {
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

Result<Answer> ask(const Order& order, const agent::Identity& identity) {
  const auto request = net::new_request(std::string(identity.key_pem().view()));
  if (!request) return request.error();
  net::EventLoop loop;
  Answer answer;
  std::optional<Error> refusal;
  const auto dial = [&](agent::Dialed done) {
    net::TlsClientOptions tls;
    tls.host = order.server.host;
    tls.port = order.server.port;
    tls.server_name = kApplianceName;
    tls.trusted_fingerprint = order.token.authority_fingerprint;
    tls.authority_found = [&](std::string pem) { answer.authority_pem = std::move(pem); };
    return net::tls_connect(loop, std::move(tls), std::move(done));
  };
  const agent::Enrolment enrolment(
      loop, dial, wire::Enrol{wire::kVersion, order.token.secret, *request, agent::machine_facts()},
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

Result<std::string> enroll(const Order& order) {
  auto identity = identity_for(order);
  if (!identity) return identity.error();
  const auto answer = ask(order, *identity);
  if (!answer) return answer.error();
  if (auto ok = identity->store_appliance(order.server_text, answer->authority_pem); !ok) return ok.error();
  if (auto ok = identity->store_certificate(answer->certificate_pem); !ok) return ok.error();
  return id_in(answer->certificate_pem);
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("enroll", arguments);
  if (!settings) return 2;
  const auto order = order_from(arguments, *settings);
  if (!order) {
    cli::fail("enroll", order.error().message);
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  const auto id = enroll(*order);
  if (!id) return cli::fail("enroll", id.error().message);
  std::printf(
      "This machine is enrolled. Its ID is %s.\n\nNow start its agent, which needs nothing else:\n\n"
      "  gatehouse agent --agent.data=%s\n",
      id->c_str(), order->directory.c_str());
  return 0;
}

}  // namespace

const cli::Command& enroll_command() {
  static const cli::Command command = {"enroll",
                                       "--server HOST --token TOKEN",
                                       "make this machine one of an appliance's [--data DIR] [--again]",
                                       {"again"},
                                       run,
                                       0,
                                       {"server", "token", "data"}};
  return command;
}

}  // namespace gatehouse::app
