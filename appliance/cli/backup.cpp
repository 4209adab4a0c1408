#include "db/backup.h"

#include <cstdio>

#include "appliance/cli/command.h"

namespace gatehouse::cli {
namespace {

std::string contents(const db::BackupFacts& facts) {
  return counted(facts.users, "user") + ", " + counted(facts.clients, "machine") + " and " +
         counted(facts.keys, "key");
}

int verify(const std::string& file) {
  const auto facts = db::verify_backup(file);
  if (!facts) return fail("backup", facts.error().message);
  std::printf("%s is whole: %s.\n", file.c_str(), contents(*facts).c_str());
  return 0;
}

int run(const Arguments& arguments) {
  if (arguments.words.size() != 1)
    return fail("backup", "name the file: gatehouse backup FILE, or gatehouse backup --verify FILE");
  if (arguments.has("verify")) return verify(arguments.words.front());
  const auto settings = load_settings("backup", arguments);
  if (!settings) return 2;
  const std::string& file = arguments.words.front();
  const auto facts = db::back_up(settings->server_data, file);
  if (!facts) return fail("backup", facts.error().message);
  std::printf("%s holds %s. Keep it as safe as the appliance itself.\n", file.c_str(),
              contents(*facts).c_str());
  return 0;
}

}  // namespace

const Command& backup_command() {
  static const Command command = {"backup",
                                  "[--verify] FILE",
                                  "write everything into one file, also while it runs; or check one",
                                  {"verify"},
                                  run,
                                  1};
  return command;
}

}  // namespace gatehouse::cli
