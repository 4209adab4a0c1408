// `gatehouse second-factor`: the code that unattended access wants beside a profile's password. Only here, on the machine
// itself, is it set up: no portal and no session can read or change it.
#include <unistd.h>

#include <cstdio>

#include "appliance/agent/profile_file.h"
#include "appliance/agent/second_factor.h"
#include "appliance/app/commands.h"
#include "appliance/app/machine_settings.h"
#include "appliance/base/acting_as.h"
#include "appliance/base/clock.h"
#include "appliance/base/text.h"
#include "appliance/connect/terminal.h"
#include "appliance/credentials/terminal_qr.h"
#include "appliance/credentials/totp.h"

namespace gatehouse::app {
namespace {

constexpr int kTries = 3;

// In groups, for who has to type it.
std::string spaced(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 4) out += (at > 0 ? " " : "") + text.substr(at, 4);
  return out;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "machine";
}

Result<void> status(const std::string& directory) {
  const auto on = agent::has_second_factor(directory);
  if (!on) return on.error();
  const auto profiles = agent::load_profiles(directory);
  if (!profiles) return profiles.error();
  std::printf("The second factor is %s.\n", *on ? "on" : "off");
  if (!profiles->is_unattended()) {
    std::printf("Unattended access is off: no profile that is on has a password.\n");
  } else {
    std::printf(*on ? "Unattended access wants a profile's password and a code.\n"
                    : "Unattended access wants a profile's password alone.\n");
  }
  return {};
}

Result<void> turn_on(const std::string& directory) {
  const auto on = agent::has_second_factor(directory);
  if (!on) return on.error();
  if (*on) return Error{"the second factor is on. For another device: gatehouse second-factor off, then on"};
  const Secret secret(random_bytes(credentials::kTotpSecretSize));
  const Secret uri(credentials::totp_uri(secret.view(), "Gatehouse", host_name()));
  const auto code = credentials::terminal_qr(std::string(uri.view()), ::isatty(STDOUT_FILENO) == 1);
  std::printf("Scan this with an authenticator app, any that is common will do:\n\n%s\n",
              code ? code->c_str() : "");
  std::printf(
      "Or type this key there: %s\n\nNobody can show it again. Keep the app: without it unattended access is "
      "for "
      "nobody, until\n'gatehouse second-factor off' on this machine.\n\n",
      spaced(credentials::base32(secret.view())).c_str());
  std::fflush(stdout);
  for (int tries = 0; tries < kTries; ++tries) {
    const std::string typed = connect::ask_line("The code that the app shows now: ");
    if (typed.empty()) break;
    const auto right = agent::begin_second_factor(directory, secret, typed, SystemClock().unix_seconds());
    if (!right) return right.error();
    if (*right) {
      std::printf("The second factor is on. Unattended access wants a code from now on.\n");
      return {};
    }
    std::fprintf(stderr, "That is not right. It is %s here (UTC); is that so?\n",
                 rfc3339(SystemClock().unix_seconds()).c_str());
  }
  return Error{"no code was right, so nothing has changed"};
}

Result<void> turn_off(const std::string& directory) {
  if (auto done = agent::end_second_factor(directory); !done) return done;
  std::printf("The second factor is off. Unattended access wants a profile's password alone.\n");
  return {};
}

int run(const cli::Arguments& arguments) {
  const std::string word = arguments.words.empty() ? "status" : arguments.words.front();
  if (word != "status" && word != "on" && word != "off") {
    cli::fail("second-factor", "what is to be done? gatehouse second-factor on, off or status");
    return 2;
  }
  const auto settings = load_machine_settings("second-factor", arguments);
  if (!settings) return 2;
  const auto acting = ActingAsOwner::of(settings->agent_data);
  if (!acting) return cli::fail("second-factor", acting.error().message);
  const std::string& directory = settings->agent_data;
  const auto done = word == "on"    ? turn_on(directory)
                    : word == "off" ? turn_off(directory)
                                    : status(directory);
  return done ? 0 : cli::fail("second-factor", done.error().message);
}

constexpr std::string_view kDetails = R"(
Beside the password of a profile (gatehouse profile password), unattended access then wants the six digits that an authenticator
app shows: Google Authenticator, Microsoft Authenticator and every other one that knows time-based codes. Each code counts
once. It can be set up, seen and switched off only here, on this machine: by root, or the agent's account.

  on       shows a QR code, and asks for a code of the app before it holds
  off      the password alone is enough again
  status   is it on?
)";

}  // namespace

const cli::Command& second_factor_command() {
  static const cli::Command command = {"second-factor",
                                       "[on | off | status]",
                                       "want a code, too, for unattended access to this machine",
                                       {},
                                       run,
                                       1,
                                       {},
                                       kDetails};
  return command;
}

}  // namespace gatehouse::app
