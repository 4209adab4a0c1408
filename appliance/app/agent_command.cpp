#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "appliance/agent/agent.h"
#include "appliance/app/commands.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kFileCap = 65536;
constexpr std::uint16_t kDefaultPort = 443;

// "host", "host:port", "[v6]:port"
Result<void> set_server(const std::string& text, agent::AgentOptions& options) {
  if (text.empty()) return Error{"agent.server is missing: the appliance's host name or address"};
  const auto colon = text.rfind(':');
  const bool has_port = colon != std::string::npos && text.find(':') == colon;
  const bool bracketed = text.front() == '[';
  options.server_host = text;
  options.server_port = kDefaultPort;
  if (has_port || (bracketed && colon != std::string::npos && text[colon - 1] == ']')) {
    const auto port = parse_integer(text.substr(colon + 1), 1, 65535);
    if (!port) return Error{"agent.server: '" + text.substr(colon + 1) + "' is no port"};
    options.server_host = text.substr(0, colon);
    options.server_port = static_cast<std::uint16_t>(*port);
  }
  if (bracketed) options.server_host = options.server_host.substr(1, options.server_host.find(']') - 1);
  return {};
}

// A virtual desktop's programs run as another user when we are root, and must not be let into the agent's own
// directory.
std::string desktop_directory(const std::string& agent_data) {
  struct stat info {};
  if (::geteuid() != 0 || ::stat(agent_data.c_str(), &info) != 0) return agent_data + "/desktop";
  return "/run/gatehouse-desktop-" + std::to_string(info.st_dev) + "-" + std::to_string(info.st_ino);
}

void set_display(const config::Settings& settings, const std::string& ini_path,
                 agent::AgentOptions& options) {
  using Choice = agent::DisplayChoice;
  const std::string& capture = settings.desktop_capture;
  options.display.choice = capture == "x11"         ? Choice::x11
                           : capture == "virtual"   ? Choice::virtual_display
                           : capture == "test_card" ? Choice::test_card
                                                    : Choice::automatic;
  options.display.name = settings.desktop_display;
  options.display.xauthority = settings.desktop_xauthority;
  auto& desktop = options.display.virtual_display;
  desktop.width = settings.desktop_size.width;
  desktop.height = settings.desktop_size.height;
  desktop.user = settings.desktop_user;
  desktop.directory = desktop_directory(settings.agent_data);
  desktop.hidden = config::hidden_from_desktop(settings, ini_path);
}

Result<agent::AgentOptions> options_from(const config::Settings& settings, const std::string& ini_path) {
  agent::AgentOptions options;
  if (auto ok = set_server(settings.agent_server, options); !ok) return ok.error();
  if (auto ok = make_private_directory(settings.agent_data); !ok) return ok.error();
  set_display(settings, ini_path, options);
  if (settings.agent_ca.empty())
    return Error{"agent.ca is missing: the PEM file of the appliance's authority"};
  auto ca = read_file(settings.agent_ca, kFileCap, FileKind::foreign);
  if (!ca) return ca.error();
  options.ca_pem = *std::move(ca);
  options.directory = settings.agent_data;
  if (const std::string& path = settings.agent_token_file; !path.empty() && file_exists(path)) {
    auto token = read_file(path, kFileCap);
    if (!token) return token.error();
    options.enrolment_token = trimmed(*token);
  }
  options.maximum = settings.agent_permissions;
  options.keep_warm = std::chrono::seconds(settings.desktop_keep_seconds);
  return options;
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("agent", arguments);
  if (!settings) return 2;
  auto options = options_from(*settings, arguments.sources.ini_path);
  if (!options) return cli::fail("agent", options.error().message);
  ::signal(SIGPIPE, SIG_IGN);

  net::EventLoop loop;
  int status = 0;
  options->failed = [&](const Error& error) {
    status = cli::fail("agent", error.message);
    loop.stop();
  };
  auto agent = agent::Agent::create(loop, *std::move(options));
  if (!agent) return cli::fail("agent", agent.error().message);
  // The token file has done its work once the machine is enrolled.
  net::EventLoop::HandlePtr tidy = loop.every(std::chrono::seconds(1), [&] {
    if (!(*agent)->status().enrolled) return;
    if (!settings->agent_token_file.empty()) ::unlink(settings->agent_token_file.c_str());
    tidy.reset();
  });
  const auto stop = [&] { (*agent)->stop([&] { loop.stop(); }); };
  const auto on_terminate = loop.on_signal(SIGTERM, stop);
  const auto on_interrupt = loop.on_signal(SIGINT, stop);
  loop.run();
  return status;
}

}  // namespace

const cli::Command& agent_command() {
  static const cli::Command command = {
      "agent", "", "serve this machine's screen through an appliance (incoming only)", {}, run};
  return command;
}

}  // namespace gatehouse::app
