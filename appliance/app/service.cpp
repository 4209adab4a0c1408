#include "appliance/app/service.h"

#include "appliance/app/local_commands.h"
#include "appliance/base/embedded.h"

namespace gatehouse::app {
namespace {

constexpr std::string_view kUsualProgram = "/usr/local/bin/gatehouse";

std::string head(const Service& service, const std::string& of, const std::string& server) {
  return "; Settings of this machine's " + of +
         ", written by 'gatehouse install' and kept by later ones.\n"
         "; 'gatehouse help settings' explains them all; 'systemctl restart " +
         service.name + "' makes them hold.\n[" + service.command +
         "]\n"
         "; Where the appliance is, if it has moved since this " +
         (is_relay(service) ? "relay joined" : "machine was enrolled") + " there.\n;server=" + server +
         "\ndata=" + service.data + "\n";
}

}  // namespace

Service::Service(const std::string& starts, const std::string& user, const std::string& user_words)
    : command(starts),
      name("gatehouse-" + command),
      settings("/etc/gatehouse/" + command + ".ini"),
      data("/var/lib/" + name),
      unit("/etc/systemd/system/" + name + ".service"),
      wanted("/etc/systemd/system/multi-user.target.wants/" + name + ".service"),
      account(user),
      accounts("/etc/sysusers.d/" + name + ".conf"),
      accounts_text("u " + account + " - \"" + user_words + "\" /\n") {}

std::string first_settings(const Service& service, const std::string& server, const std::string& listen) {
  if (is_relay(service)) {
    return head(service, "relay", server) +
           "; Where machines and viewers connect. The address in the portal must lead here.\nlisten=" +
           listen + "\n; As many sessions at the same time; more are refused.\n;sessions=256\n";
  }
  return head(service, "agent", server) + "socket=" + kInstalledSocket +
         "\n; The page for the people at this machine, and what its button says; off: no page.\n"
         ";page=127.0.0.1:7071\n"
         ";help_button=Start remote session\n"
         "\n[desktop]\n"
         "; Which screen is shown. auto finds the one of who sits at this machine; without one, a virtual "
         "desktop.\n"
         ";capture=auto\n"
         ";display=:0\n"
         ";xauthority=/home/NAME/.Xauthority\n";
}

Result<std::string> unit_text(const Service& service, const std::string& program) {
  for (const embedded::File& file : embedded::documents()) {
    if (file.name != service.name + ".service") continue;
    std::string text(as_text(file.content));
    const auto at = text.find("=" + std::string(kUsualProgram) + " ");
    GH_ASSERT(at != std::string::npos);
    return text.replace(at + 1, kUsualProgram.size(), program);
  }
  return Error{"this program does not carry its unit"};
}

}  // namespace gatehouse::app
