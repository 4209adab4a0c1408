// Makes this machine's agent a service: the program, its settings, a unit of systemd, and the enrolment. A second time
// it brings another program and starts it.
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
#include "appliance/app/local_commands.h"
#include "appliance/base/files.h"
#include "appliance/base/server_address.h"
#include "appliance/base/text.h"
#include "appliance/config/ini.h"

namespace gatehouse::app {
namespace {

// So long it has to run to count as started: what it does not like it says at once.
constexpr std::chrono::milliseconds kRunsFor{2500};
constexpr std::string_view kAccounts = "u gatehouse-desktop - \"Gatehouse virtual desktop\" /\n";

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
  std::string server, token;  // as typed; may be empty when the machine is enrolled
  bool again = false;
};

Result<Wish> wish_of(const cli::Arguments& arguments) {
  Wish wish;
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
    return Error{
        "this needs root: put sudo before it. Without root, 'gatehouse agent --portable' serves this "
        "account's screen for as long as it runs."};
  }
  if (wish.places.root.empty() && !systemd_runs()) {
    return Error{
        "this machine is not run by systemd, which would start the agent with it. Use 'gatehouse enroll' "
        "and let your own service manager run 'gatehouse agent', or try 'gatehouse agent --portable'."};
  }
  const std::string program = wish.places.program();
  for (const std::string_view path :
       {std::string_view(program), kAgentSettings, kAgentData, kAgentUnit, kAgentAccounts}) {
    if (auto ok = installation.may_write(path); !ok) return ok;
  }
  return {};
}

std::string settings_text(const std::string& server) {
  return "; Settings of this machine's agent, written by 'gatehouse install' and kept by later ones.\n"
         "; 'gatehouse help settings' explains them all; 'systemctl restart gatehouse-agent' makes them "
         "hold.\n"
         "[agent]\n"
         "; Where the appliance is, if it has moved since this machine was enrolled there.\n"
         ";server=" +
         server + "\ndata=" + std::string(kAgentData) + "\nsocket=" + kInstalledSocket +
         "\n; The page for the people at this machine, and what its button says; off: no page.\n"
         ";page=127.0.0.1:7071\n"
         ";help_button=Start remote session\n" +
         "\n\n[desktop]\n"
         "; Which screen is shown. auto takes the one of who is signed in, if it lets the agent in.\n"
         ";capture=auto\n"
         ";display=:0\n"
         ";xauthority=/home/NAME/.Xauthority\n";
}

// Where the agent looks for its appliance: what its settings say comes before what it was enrolled with. Empty: nowhere.
struct Known {
  std::string server, from;
};
Result<Known> known_server(const Wish& wish) {
  const std::string settings = wish.places.on_disk(kAgentSettings);
  if (file_exists(settings)) {
    const auto entries = config::read_ini(settings);
    if (!entries) return entries.error();
    for (const config::IniEntry& entry : *entries) {
      if (entry.name == "agent.server" && !entry.value.empty()) return Known{entry.value, settings};
    }
  }
  const std::string kept = wish.places.on_disk(kAgentData) + "/server";
  const auto server = read_file(kept, 4096);
  return Known{server ? std::string(trimmed(*server)) : "", kept};
}

bool is_same_server(const std::string& a, const std::string& b) {
  const auto one = parse_server_address(a), other = parse_server_address(b);
  if (!one || !other) return a == b;
  return lower_ascii(one->host) == lower_ascii(other->host) && one->port == other->port;
}

// Decided before anything is changed: does it enrol, and with what?
Result<std::optional<EnrolOrder>> enrolment_for(const Wish& wish) {
  EnrolOrder order;
  order.directory = wish.places.on_disk(kAgentData);
  order.again = wish.again;
  if (!wish.again) {
    const auto known = known_server(wish);
    if (!known) return known.error();
    if (!wish.server.empty() && !known->server.empty() && !is_same_server(wish.server, known->server)) {
      return Error{"this machine belongs to the appliance at " + known->server + " already, says " +
                   known->from + ". To make it a machine of another one, add --again."};
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
  const std::string settings = places.on_disk(kAgentSettings);
  if (file_exists(settings) && !wish.again) {
    say("Settings: " + settings + " (kept as it is)");
  } else {
    if (auto ok = installation.put_file(kAgentSettings, settings_text(wish.server), 0644); !ok) return ok;
    say("Settings: " + settings);
  }
  if (auto ok = installation.put_file(kAgentAccounts, kAccounts, 0644); !ok) return ok;
  const auto unit = agent_unit(places.program());
  if (!unit) return unit.error();
  if (auto ok = installation.put_file(kAgentUnit, *unit, 0644); !ok) return ok;
  if (auto ok = installation.put_link(kAgentWanted, std::string(kAgentUnit)); !ok) return ok;
  say("Service:  " + places.on_disk(kAgentUnit));
  return installation.put_directory(kAgentData, 0700);
}

Result<void> enrol_here(const EnrolOrder& order, Installation& installation) {
  namespace fs = std::filesystem;
  // Whatever is begun in the directory goes with it; what was there comes back.
  const std::string former = order.directory + ".before";
  std::error_code error;
  fs::remove_all(former, error);
  fs::copy(order.directory, former, fs::copy_options::recursive, error);
  if (error) return Error{"cannot copy " + order.directory + ": " + error.message()};
  installation.on_undo([directory = order.directory, former] {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
    fs::rename(former, directory, ignored);
  });
  installation.on_keep([former] {
    std::error_code ignored;
    fs::remove_all(former, ignored);
  });
  const auto id = enrol(order);
  if (!id) return id.error();
  installation.on_undo([id = *id] {
    std::fprintf(stderr, "The portal lists this machine as %s; remove it there.\n", grouped(id).c_str());
  });
  say("Enrolled: ID " + grouped(*id) + " at " + order.server_text);
  return {};
}

Result<void> start(Installation& installation, bool& began) {
  began = true;
  // Without the account the virtual desktop's programs run as nobody: worse, but no reason to stop here.
  static_cast<void>(run_tool("systemd-sysusers", {std::string(kAgentAccounts)}, true));
  if (auto ok = run_tool("systemctl", {"daemon-reload"}); !ok) return ok;
  installation.on_undo([] { static_cast<void>(run_tool("systemctl", {"stop", "gatehouse-agent"}, true)); });
  if (auto ok = run_tool("systemctl", {"restart", "gatehouse-agent"}); !ok) return ok;
  std::this_thread::sleep_for(kRunsFor);
  if (run_tool("systemctl", {"is-active", "--quiet", "gatehouse-agent"}, true)) return {};
  return Error{"the agent does not keep running; 'journalctl -u gatehouse-agent' says why"};
}

Result<void> install(const Wish& wish) {
  Installation installation(wish.places);
  if (auto ok = may_install(wish, installation); !ok) return ok;
  const bool was_there = file_exists(wish.places.on_disk(kAgentUnit));
  const auto order = enrolment_for(wish);
  if (!order) return order.error();
  // Undone last, when the former files are back: they are what systemd is to read and start.
  const auto began = std::make_shared<bool>(false);
  installation.on_undo([was_there, began] {
    if (!*began) return;
    static_cast<void>(run_tool("systemctl", {"daemon-reload"}, true));
    if (was_there) static_cast<void>(run_tool("systemctl", {"restart", "gatehouse-agent"}, true));
  });
  if (auto ok = put_files(wish, installation); !ok) return ok;
  if (!*order) {
    say("Enrolled: already, and stays so");
  } else if (auto ok = enrol_here(**order, installation); !ok) {
    return ok;
  }
  if (wish.places.root.empty()) {
    if (auto ok = start(installation, *began); !ok) return ok;
    say("Started:  systemctl status gatehouse-agent");
  } else {
    say("It starts when the system in " + wish.places.root + " starts.");
  }
  installation.keep();
  say("\nDone. 'gatehouse uninstall' takes it all away again.");
  return {};
}

int run(const cli::Arguments& arguments) {
  if (!cli::load_settings("install", arguments)) return 2;
  const auto wish = wish_of(arguments);
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
                                       "--server HOST --token TOKEN",
                                       "make this machine's agent a service that starts with it",
                                       {"again"},
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
)"};
  return command;
}

}  // namespace gatehouse::app
