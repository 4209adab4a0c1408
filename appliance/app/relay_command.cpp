// A relay of its own: carries sessions for an appliance on another machine.
#include <signal.h>

#include <cstdio>

#include "appliance/agent/identity.h"
#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/server_address.h"
#include "appliance/node/node.h"

namespace gatehouse::app {
namespace {

// Joins with the token that was given, if any.
Result<void> join(const cli::Arguments& arguments, const config::Settings& settings) {
  if (arguments.value("token").empty()) return {};
  EnrolOrder order;
  const std::string typed =
      arguments.value("server").empty() ? settings.relay_server : arguments.value("server");
  if (auto ok = read_server(typed, order); !ok) return ok;
  if (auto ok = read_token(arguments.value("token"), order); !ok) return ok;
  order.directory = settings.relay_data;
  order.again = arguments.has("again");
  const auto id = enrol(order);
  if (!id) return id.error();
  std::printf("Joined the appliance as %s.\n", id->c_str());
  return {};
}

Result<node::NodeOptions> options_from(const config::Settings& settings) {
  if (auto ok = make_private_directory(settings.relay_data); !ok) return ok.error();
  const auto identity = agent::Identity::open(settings.relay_data);
  if (!identity) return identity.error();
  if (!identity->enrolled())
    return Error{
        "this relay has not joined an appliance yet. Add it in the portal (Relays), then: gatehouse relay "
        "--server HOST --token TOKEN"};
  const auto server =
      parse_server_address(settings.relay_server.empty() ? identity->server() : settings.relay_server);
  if (!server) return Error{"relay.server: " + server.error().message};
  node::NodeOptions options;
  options.server_host = server->host;
  options.server_port = server->port;
  options.directory = settings.relay_data;
  options.listen = settings.relay_listen;
  options.sessions = static_cast<std::size_t>(settings.relay_sessions);
  return options;
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("relay", arguments);
  if (!settings) return 2;
  ::signal(SIGPIPE, SIG_IGN);
  if (auto joined = join(arguments, *settings); !joined) return cli::fail("relay", joined.error().message);
  auto options = options_from(*settings);
  if (!options) return cli::fail("relay", options.error().message);

  net::EventLoop loop;
  int status = 0;
  std::unique_ptr<node::Node> running;
  const auto stop = [&] { running->stop([&] { loop.stop(); }); };
  const auto fail = [&](const Error& error) {
    status = cli::fail("relay", error.message);
    stop();  // its viewers are told
  };
  options->failed = fail;
  options->unknown_here = [&] {
    fail(Error{
        "the appliance does not know this relay (any more). Make a new token for it in the portal, and let "
        "it join again with --again ('gatehouse help relay' says how)."});
  };
  options->listening = [](std::uint16_t port) {
    std::printf("This relay carries sessions on port %u.\n", static_cast<unsigned>(port));
    std::fflush(stdout);
  };
  auto node = node::Node::create(loop, *std::move(options));
  if (!node) return cli::fail("relay", node.error().message);
  running = *std::move(node);
  const auto on_signal = [&] {
    log::info("relay", "stopping; its sessions end, and come back by the appliance");
    stop();
  };
  const auto on_terminate = loop.on_signal(SIGTERM, on_signal);
  const auto on_interrupt = loop.on_signal(SIGINT, on_signal);
  loop.run();
  return status;
}

}  // namespace

const cli::Command& relay_command() {
  static const cli::Command command = {"relay",
                                       "[--server HOST --token TOKEN] [--again]",
                                       "carry sessions for an appliance that is on another machine",
                                       {"again"},
                                       run,
                                       0,
                                       {"server", "token"},
                                       R"(
Sessions that go through a relay take a shorter way than by an appliance that is far away. The portal's page Relays makes the
token and shows the whole line. With it the relay joins the appliance at its first start and keeps its keys in relay.data;
later it needs neither --server nor --token. It runs until Ctrl-C: then its sessions come back by the appliance. As a service
that starts with the machine: gatehouse install --relay.

  --server HOST[:PORT]   the appliance
  --token TOKEN          of the page Relays; good once
  --again                join anew, with another token: new keys take the place of those it has
  --relay.listen=ADDRESS:PORT, --relay.data=DIRECTORY and others   see help settings
)"};
  return command;
}

}  // namespace gatehouse::app
