#include "appliance/app/service.h"

#include <optional>

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

std::optional<std::string> document(std::string_view name) {
  for (const embedded::File& file : embedded::documents())
    if (file.name == name) return std::string(as_text(file.content));
  return std::nullopt;
}

// With that path wherever the usual one stands.
std::string with_program(std::string text, const std::string& program) {
  std::size_t at = text.find(kUsualProgram);
  GH_ASSERT(at != std::string::npos);
  for (; at != std::string::npos; at = text.find(kUsualProgram, at + program.size()))
    text.replace(at, kUsualProgram.size(), program);
  return text;
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
  const auto text = document(service.name + ".service");
  if (!text) return Error{"this program does not carry its unit"};
  return with_program(*text, program);
}

std::string tray_start_text(const std::string& program) {
  return with_program(document("gatehouse-tray.desktop").value_or(""), program);
}

}  // namespace gatehouse::app
