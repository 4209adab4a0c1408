// Makes this machine one of an appliance's (enrolling.h). `gatehouse agent` then needs nothing else.
#include <signal.h>

#include <cstdio>

#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"

namespace gatehouse::app {
namespace {

Result<EnrolOrder> order_from(const cli::Arguments& arguments, const config::Settings& settings) {
  EnrolOrder order;
  const std::string server =
      arguments.value("server").empty() ? settings.agent_server : arguments.value("server");
  if (auto ok = read_server(server, order); !ok) return ok.error();
  if (auto ok = read_token(arguments.value("token"), order); !ok) return ok.error();
  order.directory = arguments.value("data").empty() ? settings.agent_data : arguments.value("data");
  order.again = arguments.has("again");
  return order;
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
  const auto id = enrol(*order);
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
                                       "--server HOST --token TOKEN [--data DIRECTORY] [--again]",
                                       "make this machine one of an appliance's",
                                       {"again"},
                                       run,
                                       0,
                                       {"server", "token", "data"},
                                       R"(
The portal makes the token (Clients, Add machine). Afterwards "gatehouse agent" serves this machine's screen; "gatehouse install"
does both, and starts it with the machine.

  --data DIRECTORY   where the machine's keys are kept (agent.data)
  --again            as a new machine: new keys, a new ID
)"};
  return command;
}

}  // namespace gatehouse::app
