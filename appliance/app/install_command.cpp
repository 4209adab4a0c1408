// Makes this machine's agent, or a relay, a service: the program, its settings, a unit of systemd, and the enrolment. A
// second time it brings another program and starts it.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include "appliance/agent/identity.h"
#include "appliance/app/commands.h"
#include "appliance/app/enrolling.h"
#include "appliance/app/installation.h"
#include "appliance/app/service.h"
#include "appliance/base/files.h"
#include "appliance/base/server_address.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/config/ini.h"

namespace gatehouse::app {
namespace {

// So long it has to run to count as started: what it does not like it says at once.
constexpr std::chrono::milliseconds kRunsFor{2500};

bool is_plain_path(const std::string& path) {
  return path.starts_with('/') && std::ranges::all_of(path, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                  c == '.' || c == '_' || c == '-';
         });
}

void say(const std::string& words) {
  std::printf("%s\n", words.c_str());
  std::fflush(stdout);
}

struct Wish {
  Places places;
  Service service = kAgentService;
  std::string server, token;  // as typed; may be empty when the machine is enrolled
  bool again = false;
  std::string listen;         // of a relay
  bool listen_given = false;  // on the command line
};

Result<Wish> wish_of(const cli::Arguments& arguments, const config::Settings& settings) {
  Wish wish;
  if (arguments.has("relay")) wish.service = kRelayService;
  wish.listen = settings.relay_listen;
  for (const auto& [name, value] : arguments.sources.options) wish.listen_given |= name == "relay.listen";
  wish.server = arguments.value("server");
  wish.token = arguments.value("token");
  wish.again = arguments.has("again");
  wish.places.root = arguments.value("root");
  while (wish.places.root.ends_with('/')) wish.places.root.pop_back();
  if (!arguments.value("prefix").empty()) wish.places.prefix = arguments.value("prefix");
  for (const std::string& path : {wish.places.prefix, wish.places.root + "/"}) {
    if (!is_plain_path(path))
      return Error{
          "'" + path +
          "' is no path to install in; it begins with '/' and has letters, digits, '.', '_' and '-'"};
  }
  return wish;
}

Result<void> may_install(const Wish& wish, const Installation& installation) {
  if (::geteuid() != 0) {
    return Error{std::string("this needs root: put sudo before it. Without root, ") +
                 (is_relay(wish.service) ? "'gatehouse relay' carries sessions for as long as it runs."
                                         : "'gatehouse agent --portable' serves this account's screen for as "
                                           "long as it runs.")};
  }
  if (wish.places.root.empty() && !systemd_runs()) {
    return Error{
        is_relay(wish.service)
            ? "this machine is not run by systemd, which would start the relay with it. Let your own "
              "service manager run 'gatehouse relay'."
            : "this machine is not run by systemd, which would start the agent with it. Use 'gatehouse "
              "enroll' and let your own service manager run 'gatehouse agent', or try 'gatehouse agent "
              "--portable'."};
  }
  const std::string program = wish.places.program();
  for (const std::string& path :
       {program, wish.service.settings, wish.service.data, wish.service.unit, wish.service.accounts}) {
    if (auto ok = installation.may_write(path); !ok) return ok;
  }
  return {};
}

// A line of the settings that are there; empty: none.
Result<std::string> setting_there(const Wish& wish, std::string_view key) {
  const std::string settings = wish.places.on_disk(wish.service.settings);
  if (!file_exists(settings)) return std::string();
  const auto entries = config::read_ini(settings);
  if (!entries) return entries.error();
  std::string value;
  for (const config::IniEntry& entry : *entries) {
    if (entry.name == wish.service.command + "." + std::string(key)) value = entry.value;
  }
  return value;
}

// Where the service looks for its appliance: what its settings say comes before what it was enrolled with. Empty:
// nowhere.
struct Known {
  std::string server, from;
};
Result<Known> known_server(const Wish& wish) {
  auto configured = setting_there(wish, "server");
  if (!configured) return configured.error();
  if (!configured->empty()) return Known{*std::move(configured), wish.places.on_disk(wish.service.settings)};
  const std::string kept = wish.places.on_disk(wish.service.data) + "/server";
  const auto server = read_file(kept, 4096);
  return Known{server ? std::string(trimmed(*server)) : "", kept};
}

// Settings that are there stay: another port on the command line would be passed over.
Result<void> may_listen(const Wish& wish) {
  if (!is_relay(wish.service) || wish.again || !wish.listen_given) return {};
  const auto there = setting_there(wish, "listen");
  if (!there) return there.error();
  if (there->empty() || *there == wish.listen) return {};
  return Error{wish.places.on_disk(wish.service.settings) + " says listen=" + *there +
               "; change it there, or add --again"};
}

std::string thing(const Service& service) {
  return is_relay(service) ? "relay" : "machine";
}

// Of the certificate that it got (PROTOCOL.md, Relays of their own).
bool is_relay_name(const std::string& id) {
  return id.starts_with("relay-");
}

bool is_same_server(const std::string& a, const std::string& b) {
  const auto one = parse_server_address(a), other = parse_server_address(b);
  if (!one || !other) return a == b;
  return lower_ascii(one->host) == lower_ascii(other->host) && one->port == other->port;
}

// Decided before anything is changed: does it enrol, and with what?
Result<std::optional<EnrolOrder>> enrolment_for(const Wish& wish) {
  EnrolOrder order;
  order.directory = wish.places.on_disk(wish.service.data);
  if (!wish.again) {
    const auto known = known_server(wish);
    if (!known) return known.error();
    if (!wish.server.empty() && !known->server.empty() && !is_same_server(wish.server, known->server)) {
      return Error{"this " + thing(wish.service) + " belongs to the appliance at " + known->server +
                   " already, says " + known->from + ". To make it one of another appliance, add --again."};
    }
    if (file_exists(order.directory + "/certificate.pem")) return std::optional<EnrolOrder>();
  }
  if (auto ok = read_server(wish.server, order); !ok) return ok.error();
  if (auto ok = read_token(wish.token, order); !ok) return ok.error();
  return std::optional(std::move(order));
}

Result<void> put_files(const Wish& wish, Installation& installation) {
  const Places& places = wish.places;
  const auto replaced = installation.put_program();
  if (!replaced) return replaced.error();
  say((*replaced ? "Program:  replaced " : "Program:  ") + places.on_disk(places.program()));
  const Service& service = wish.service;
  const std::string settings = places.on_disk(service.settings);
  if (file_exists(settings) && !wish.again) {
    say("Settings: " + settings + " (kept as it is)");
  } else {
    if (auto ok =
            installation.put_file(service.settings, first_settings(service, wish.server, wish.listen), 0644);
        !ok)
      return ok;
    say("Settings: " + settings);
  }
  if (auto ok = installation.put_file(service.accounts, service.accounts_text, 0644); !ok) return ok;
  const auto unit = unit_text(service, places.program());
  if (!unit) return unit.error();
  if (auto ok = installation.put_file(service.unit, *unit, 0644); !ok) return ok;
  if (auto ok = installation.put_link(service.wanted, service.unit); !ok) return ok;
  say("Service:  " + places.on_disk(service.unit));
  if (!is_relay(service)) {
    if (auto ok = installation.put_file(kTrayStart, tray_start_text(places.program()), 0644); !ok) return ok;
  }
  return installation.put_directory(service.data, 0700);
}

// Whatever is begun is in a directory of its own; what was there comes back.
Result<std::string> enrol_beside(const EnrolOrder& order, Installation& installation) {
  namespace fs = std::filesystem;
  const std::string directory = order.directory, fresh = directory + ".new", former = directory + ".before";
  std::error_code error;
  for (const std::string& path : {fresh, former}) {
    fs::remove_all(path, error);
    if (error) return Error{"cannot delete " + path + ": " + error.message()};
  }
  installation.on_undo([fresh] {
    std::error_code ignored;
    fs::remove_all(fresh, ignored);
  });
  EnrolOrder there = order;
  there.directory = fresh;
  there.again = false;
  const auto id = enrol(there);
  if (!id) return id.error();
  fs::rename(directory, former, error);
  if (error) return Error{"cannot rename " + directory + ": " + error.message()};
  installation.on_undo([directory, former] {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
    fs::rename(former, directory, ignored);
  });
  fs::rename(fresh, directory, error);
  if (error) return Error{"cannot rename " + fresh + ": " + error.message()};
  installation.on_keep([former] {
    std::error_code ignored;
    fs::remove_all(former, ignored);
  });
  return *id;
}

Result<void> enrol_here(const Wish& wish, const EnrolOrder& order, Installation& installation) {
  const auto id = enrol_beside(order, installation);
  if (!id) return id.error();
  const bool relay = is_relay_name(*id);
  const std::string shown = relay ? *id : "the machine " + grouped(*id);
  installation.on_undo([shown, relay] {
    std::fprintf(stderr, "The portal lists %s%s.\n", shown.c_str(),
                 relay ? "; it needs a new token there" : "; remove it there");
  });
  if (relay != is_relay(wish.service)) {
    return Error{
        relay ? "this token is for a relay: add --relay, and take a new token from the portal's page Relays"
              : "this token is for a machine; the portal's page Relays has those for relays"};
  }
  say(relay ? "Joined:   as " + *id + " at " + order.server_text
            : "Enrolled: ID " + grouped(*id) + " at " + order.server_text);
  return {};
}

Result<void> start(const Service& service, Installation& installation, bool& began) {
  began = true;
  const std::string name(service.name), account(service.account);
  if (!find_account(account)) {
    installation.on_undo([account] { static_cast<void>(run_tool("userdel", {account}, true)); });
  }
  // Without its account a virtual desktop's programs run as nobody: worse, but no reason to stop here. A relay does not
  // start.
  static_cast<void>(run_tool("systemd-sysusers", {service.accounts}, true));
  if (auto ok = run_tool("systemctl", {"daemon-reload"}); !ok) return ok;
  installation.on_undo([name] { static_cast<void>(run_tool("systemctl", {"stop", name}, true)); });
  if (auto ok = run_tool("systemctl", {"restart", name}); !ok) return ok;
  std::this_thread::sleep_for(kRunsFor);
  if (run_tool("systemctl", {"is-active", "--quiet", name}, true)) return {};
  return Error{"the " + service.command + " does not keep running; 'journalctl -u " + name + "' says why"};
}

Result<void> install(const Wish& wish) {
  Installation installation(wish.places);
  if (auto ok = may_install(wish, installation); !ok) return ok;
  if (auto ok = may_listen(wish); !ok) return ok;
  const std::string name(wish.service.name);
  const bool was_there = file_exists(wish.places.on_disk(wish.service.unit));
  const auto order = enrolment_for(wish);
  if (!order) return order.error();
  // Undone last, when the former files are back: they are what systemd is to read and start.
  const auto began = std::make_shared<bool>(false);
  installation.on_undo([name, was_there, began] {
    if (!*began) return;
    static_cast<void>(run_tool("systemctl", {"daemon-reload"}, true));
    if (was_there) static_cast<void>(run_tool("systemctl", {"restart", name}, true));
  });
  if (auto ok = put_files(wish, installation); !ok) return ok;
  if (!*order) {
    say("Enrolled: already, and stays so");
  } else if (auto ok = enrol_here(wish, **order, installation); !ok) {
    return ok;
  }
  if (wish.places.root.empty()) {
    if (auto ok = start(wish.service, installation, *began); !ok) return ok;
    say("Started:  systemctl status " + name);
  } else {
    say("It starts when the system in " + wish.places.root + " starts.");
  }
  installation.keep();
  say("\nDone. 'gatehouse uninstall' takes it all away again.");
  return {};
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("install", arguments);
  if (!settings) return 2;
  const auto wish = wish_of(arguments, *settings);
  if (!wish) {
    cli::fail("install", wish.error().message);
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  const auto installed = install(*wish);
  if (installed) return 0;
  return cli::fail("install", installed.error().message + "\nNothing was changed on this machine.");
}

}  // namespace

const cli::Command& install_command() {
  static const cli::Command command = {"install",
                                       "[--relay] --server HOST --token TOKEN",
                                       "make this machine's agent, or a relay, a service that starts with it",
                                       {"again", "relay"},
                                       run,
                                       0,
                                       {"server", "token", "prefix", "root"},
                                       R"(
Needs root and systemd. Copies this program to /usr/local/bin, writes /etc/gatehouse/agent.ini, enrols the machine with the
token (its keys are in /var/lib/gatehouse-agent) and starts the service gatehouse-agent. If a step fails, all is undone.
Run again, also without --server and --token, it replaces the program and starts it anew.

  --prefix DIRECTORY   the program goes to DIRECTORY/bin instead of /usr/local/bin
  --root DIRECTORY     into a system that does not run, whose files are below DIRECTORY; nothing is started
  --again              as a new machine: new keys, a new ID, settings written anew
  --relay              a relay in place of an agent (help relay), with a token of the portal's page Relays: its settings
                       are in /etc/gatehouse/relay.ini, its keys in /var/lib/gatehouse-relay, the service is
                       gatehouse-relay, its account too; --relay.listen=ADDRESS:PORT says where it listens
)"};
  return command;
}

}  // namespace gatehouse::app
