#include <cstdio>

#include "appliance/base/clock.h"
#include "appliance/cli/command.h"
#include "db/backup.h"

namespace gatehouse::cli {
namespace {

int run(const Arguments& arguments) {
  if (arguments.words.size() != 1) return fail("restore", "name the backup: gatehouse restore FILE");
  const auto settings = load_settings("restore", arguments);
  if (!settings) return 2;
  const auto overwrite = arguments.has("overwrite") ? db::Overwrite::yes : db::Overwrite::no;
  const auto restored =
      db::restore(arguments.words.front(), settings->server_data, overwrite, SystemClock().unix_seconds());
  if (!restored) return fail("restore", restored.error().message);
  const db::BackupFacts& facts = restored->facts;
  std::printf("Restored %s, %s and %s into %s.\n", counted(facts.users, "user").c_str(),
              counted(facts.clients, "machine").c_str(), counted(facts.keys, "key").c_str(),
              settings->server_data.c_str());
  if (!restored->kept_aside.empty())
    std::printf("What was there before is in %s.\n", restored->kept_aside.c_str());
  return 0;
}

}  // namespace

const Command& restore_command() {
  static const Command command = {
      "restore", "FILE [--overwrite]", "bring a backup back; the appliance must not run", {"overwrite"}, run,
      1};
  return command;
}

}  // namespace gatehouse::cli
