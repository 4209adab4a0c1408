#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "appliance/agent/agent.h"
#include "appliance/agent/local_server.h"
#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"
#include "appliance/app/local_commands.h"
#include "appliance/app/machine_settings.h"
#include "appliance/app/portable.h"
#include "appliance/app/settings_desk.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/server_address.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/wire/enrolment_token.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kFileCap = 65536;
constexpr std::chrono::milliseconds kSaidWithin{500};  // what the page says of a restart

// The one that the settings name, or that this machine enrolled with.
Result<void> set_server(const config::Settings& settings, agent::AgentOptions& options) {
  std::string text = settings.agent_server;
  if (text.empty()) {
    if (const auto kept = read_file(settings.agent_data + "/server", kFileCap)) text = trimmed(*kept);
  }
  if (text.empty()) {
    return Error{
        "agent.server is missing: the appliance's host name or address. 'gatehouse enroll' sets up "
        "everything."};
  }
  const auto server = parse_server_address(text);
  if (!server) return Error{"agent.server: " + server.error().message};
  options.server_host = server->host;
  options.server_port = server->port;
  return {};
}

// A token of the portal, or the bare secret that the appliance gives its own agent.
void set_token(const std::string& text, agent::AgentOptions& options) {
  const auto token = wire::parse_enrolment_token(text);
  options.enrolment_token = token ? token->secret : trimmed(text);
  if (token) options.authority_fingerprint = token->authority_fingerprint;
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
                           : capture == "kms"       ? Choice::kms
                           : capture == "virtual"   ? Choice::virtual_display
                           : capture == "test_card" ? Choice::test_card
                                                    : Choice::automatic;
  // Who starts it for a screen of his own says which, here or in the environment.
  options.display.find = ::geteuid() == 0 && settings.desktop_display.empty() &&
                         settings.desktop_xauthority.empty() && std::getenv("DISPLAY") == nullptr;
  options.display.name = settings.desktop_display;
  options.display.xauthority = settings.desktop_xauthority;
  auto& desktop = options.display.virtual_display;
  desktop.width = settings.desktop_size.width;
  desktop.height = settings.desktop_size.height;
  desktop.user = settings.desktop_user;
  desktop.directory = desktop_directory(settings.agent_data);
  desktop.hidden = config::hidden_from_desktop(settings, ini_path);
}

Result<void> complete(const config::Settings& settings, const std::string& ini_path,
                      agent::AgentOptions& options) {
  if (auto ok = make_private_directory(settings.agent_data); !ok) return ok.error();
  if (auto ok = set_server(settings, options); !ok) return ok.error();
  set_display(settings, ini_path, options);
  if (!settings.agent_ca.empty()) {
    auto ca = read_file(settings.agent_ca, kFileCap, FileKind::foreign);
    if (!ca) return ca.error();
    options.ca_pem = *std::move(ca);
  }
  options.directory = settings.agent_data;
  if (const std::string& path = settings.agent_token_file; !path.empty() && file_exists(path)) {
    auto token = read_file(path, kFileCap);
    if (!token) return token.error();
    set_token(*token, options);
  }
  options.maximum = settings.agent_permissions;
  using Switch = agent::AccessSettings::Switch;
  options.access.list = settings.access_list == "on"    ? Switch::on
                        : settings.access_list == "off" ? Switch::off
                                                        : Switch::local;
  options.access.entries = settings.access_entries;
  using Mode = agent::ConsentDesk::Mode;
  options.consent.mode = settings.access_interactive == "ask"      ? Mode::ask
                         : settings.access_interactive == "allow"  ? Mode::allow
                         : settings.access_interactive == "refuse" ? Mode::refuse
                                                                   : Mode::automatic;
  options.consent.answer_within = std::chrono::seconds(settings.access_ask_seconds);
  using WhenLocked = agent::ConsentDesk::WhenLocked;
  options.consent.when_locked = settings.access_locked_screen == "ask"      ? WhenLocked::ask
                                : settings.access_locked_screen == "refuse" ? WhenLocked::refuse
                                                                            : WhenLocked::wait;
  options.consent.loginctl = "/usr/bin/loginctl";
  if (!settings.agent_disable_tcp_listen)
    options.listen_port = static_cast<std::uint16_t>(settings.agent_listen_port);
  options.keep_warm = std::chrono::seconds(settings.desktop_keep_seconds);
  return {};
}

// Who runs it portable looks at this window, and tells somebody else what to type.
void say_address(const agent::Agent::Status& status) {
  std::printf(
      "\nThis machine's address is %s.\nIt can be reached until this window is closed (or Ctrl-C).\n\n",
      grouped(std::to_string(status.id)).c_str());
  std::fflush(stdout);
}

// The arguments with the settings file that an agent has where none was named, and what all of them say.
std::optional<config::Settings> load(cli::Arguments& arguments) {
  auto settings = cli::load_settings("agent", arguments);
  if (!settings || !arguments.sources.ini_path.empty()) return settings;
  if (arguments.has("portable")) {
    if (auto ok = choose_portable_directory(*settings); !ok) {
      cli::fail("agent", ok.error().message);
      return std::nullopt;
    }
  }
  settings = with_own_file("agent", arguments, *std::move(settings));
  if (settings) arguments.sources.ini_path = own_settings_file(settings->agent_data);
  return settings;
}

int serve(cli::Arguments arguments, bool& again) {
  auto settings = load(arguments);
  if (!settings) return 2;
  ::signal(SIGPIPE, SIG_IGN);
  agent::AgentOptions options;
  const bool portable = arguments.has("portable");
  SettingsDesk desk(arguments.sources, *settings);
  Result<UniqueFd> lock = portable ? prepare_portable(arguments, *settings, options) : UniqueFd();
  if (!lock) return cli::fail("agent", lock.error().message);
  if (!portable && !(arguments.value("server") + arguments.value("token")).empty()) {
    cli::fail("agent", "--server and --token go with --portable; 'gatehouse install' makes it a service");
    return 2;
  }
  const std::string ini_path = arguments.sources.ini_path;
  if (auto ok = complete(*settings, is_missing(ini_path) ? "" : ini_path, options); !ok)
    return cli::fail("agent", ok.error().message);

  net::EventLoop loop;
  // They go after the agent: once it has been asked to end, no further signal ends it before its desktop is cleared
  // away.
  net::EventLoop::HandlePtr on_terminate, on_interrupt;
  int status = 0;
  const std::string appliance =
      options.server_host + (options.server_port == 443 ? "" : ":" + std::to_string(options.server_port));
  options.failed = [&](const Error& error) {
    status = cli::fail("agent", error.message);
    loop.stop();
  };
  agent::Agent* running = nullptr;
  if (portable) {
    options.changed = [&running, said = std::uint64_t{0}]() mutable {
      const auto now = running == nullptr ? agent::Agent::Status() : running->status();
      if (!now.online || now.id == said) return;
      said = now.id;
      say_address(now);
    };
  }
  auto agent = agent::Agent::create(loop, std::move(options));
  if (!agent) return cli::fail("agent", agent.error().message);
  running = agent->get();
  net::EventLoop::HandlePtr restarting;
  const auto stop = [&] { (*agent)->stop([&] { loop.stop(); }); };
  const auto local =
      std::make_unique<agent::LocalServer>(loop, **agent,
                                           agent::LocalOptions{.page = settings->agent_page,
                                                               .socket = agent_socket(*settings),
                                                               .appliance = appliance,
                                                               .button = settings->agent_help_button,
                                                               .tray_text = settings->agent_tray_text,
                                                               .tray_text_de = settings->agent_tray_text_de,
                                                               .desk = &desk,
                                                               .directory = settings->agent_data,
                                                               .restart = [&] {
                                                                 again = true;
                                                                 restarting = loop.after(kSaidWithin, stop);
                                                               }});
  // The token file has done its work once the machine is enrolled.
  net::EventLoop::HandlePtr tidy = loop.every(std::chrono::seconds(1), [&] {
    if (!(*agent)->status().enrolled) return;
    if (!settings->agent_token_file.empty()) ::unlink(settings->agent_token_file.c_str());
    tidy.reset();
  });
  on_terminate = loop.on_signal(SIGTERM, stop);
  on_interrupt = loop.on_signal(SIGINT, stop);
  loop.run();
  return status;
}

int run(const cli::Arguments& arguments) {
  bool again = false;
  const int status = serve(arguments, again);
  return again && status == 0 ? cli::fail("agent", exec_again().message) : status;
}

}  // namespace

const cli::Command& agent_command() {
  static const cli::Command command = {"agent",
                                       "[--portable --server HOST --token TOKEN]",
                                       "serve this machine's screen through an appliance (incoming only)",
                                       {"portable"},
                                       run,
                                       0,
                                       {"server", "token"},
                                       R"(
Without an option it is the agent of a machine that is enrolled (enroll) or installed (install).

  gatehouse agent --portable --server HOST --token TOKEN

serves this account's screen without installing anything: no root, nothing left running when it ends. It enrols at the
first start and keeps its keys in $XDG_DATA_HOME/gatehouse/portable or ~/.local/share/gatehouse/portable, so that it has
the same ID the next time, without --server and --token. It has an ID and never an alias.
)"};
  return command;
}

}  // namespace gatehouse::app
