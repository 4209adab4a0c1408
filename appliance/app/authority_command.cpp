// The appliance's authorities: which they are, until when, and orders their successors.
#include <cstdio>

#include "appliance/app/authority.h"
#include "appliance/app/commands.h"
#include "appliance/base/acting_as.h"
#include "appliance/base/calendar.h"
#include "appliance/base/clock.h"
#include "appliance/base/files.h"

namespace gatehouse::app {
namespace {

struct Named {
  const char* file;
  const char* purpose;
};
constexpr Named kAuthorities[] = {
    {"/keys/authority", "By which browsers, machines and `gatehouse connect` know this appliance:"},
    {"/keys/devices", "By which this appliance knows its machines:"}};

std::string day_of(std::int64_t time) {
  const CalendarTime day = calendar_time(time);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", day.year, day.month, day.day);
  return text;
}

Result<void> show(const std::string& directory, std::int64_t now) {
  for (const Named& named : kAuthorities) {
    const auto authority = Authority::read(directory + named.file, now);
    if (!authority) return authority.error();
    const auto signs = net::describe(authority->present().certificate_pem),
               last = net::describe(authority->anchor());
    const auto fingerprint = net::fingerprint(authority->anchor());
    if (!signs || !last || !fingerprint) return Error{directory + named.file + ".crt can't be read"};
    std::printf("%s\n  %s, until %s\n", named.purpose, signs->subject.c_str(),
                day_of(signs->not_after).c_str());
    if (authority->has_former())
      std::printf("  who knows only the former one, %s, trusts it, too, until %s\n", last->subject.c_str(),
                  day_of(last->not_after).c_str());
    std::printf("  SHA-256 fingerprint for who does not know it yet: %s\n", fingerprint->c_str());
  }
  return {};
}

Result<void> renew(const std::string& directory, std::int64_t now) {
  const auto acting = ActingAsOwner::of(directory);
  if (!acting) return acting.error();
  for (const Named& named : kAuthorities) {
    if (auto ordered = Authority::order_successor(directory + named.file, now); !ordered) return ordered;
  }
  std::printf(
      "New authorities are made. The appliance signs with them from its next start or reload on (SIGHUP, or\n"
      "`systemctl reload gatehouse`), at the latest in an hour. Machines, browsers and `gatehouse connect` "
      "need\n"
      "nothing: what they know now vouches for the new one until it ends. This is no remedy for a stolen "
      "key.\n");
  return {};
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("authority", arguments);
  if (!settings) return 2;
  const std::string& data = settings->server_data;
  const std::string word = arguments.words.empty() ? "show" : arguments.words.front();
  if (word != "show" && word != "renew") {
    cli::fail("authority", "say `gatehouse authority` or `gatehouse authority renew`");
    return 2;
  }
  if (!file_exists(data + "/keys/authority.crt"))
    return cli::fail("authority", "there is no appliance in " + data +
                                      ": give the settings of the appliance, --config=FILE or "
                                      "--server.data=DIRECTORY");
  const std::int64_t now = SystemClock().unix_seconds();
  const auto done = word == "renew" ? renew(data, now) : show(data, now);
  return done ? 0 : cli::fail("authority", done.error().message);
}

}  // namespace

const cli::Command& authority_command() {
  static const cli::Command command = {
      "authority", "[renew]", "show who signs this appliance's certificates, or have successors made",
      {},          run,       1};
  return command;
}

}  // namespace gatehouse::app
