#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>

#include "appliance/app/appliance.h"
#include "appliance/app/commands.h"
#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

// Every connection takes two descriptors or three.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// One password check takes 19 MB. Fixed, this threshold gives such a block back to the system at once; left
// alone, the library raises it at the first such block and keeps the later ones in the arena of whichever
// thread checked.
void give_memory_back() {
  ::mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
}

int run(const cli::Arguments& arguments) {
  auto settings = cli::load_settings("serve", arguments);
  if (!settings) return 2;
  ::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  give_memory_back();
  if (const std::int64_t now = SystemClock().unix_seconds(); now < kThisVersion) {
    log::warning("serve",
                 "the clock says " + rfc3339(now) +
                     ", which is in the past: set it (timedatectl set-ntp true), or nobody gets connected");
  }
  auto appliance = Appliance::create(*std::move(settings));
  if (!appliance) return cli::fail("serve", appliance.error().message);
  (*appliance)->run();
  return 0;
}

}  // namespace

const cli::Command& serve_command() {
  static const cli::Command command = {"serve", "", "run the appliance", {}, run};
  return command;
}

}  // namespace gatehouse::app
