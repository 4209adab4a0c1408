#include <cstdio>

#include "appliance/base/embedded.h"
#include "appliance/cli/command.h"

namespace gatehouse::cli {
namespace {

int run(const Arguments& arguments) {
  std::printf("gatehouse %s\n", GATEHOUSE_VERSION);
  if (!arguments.has("libraries")) return 0;
  for (const embedded::File& file : embedded::documents()) {
    if (file.name != "libraries.txt") continue;
    const std::string_view text = as_text(file.content);
    std::printf("\nBuilt from:\n%.*s", static_cast<int>(text.size()), text.data());
  }
  return 0;
}

}  // namespace

const Command& version_command() {
  static const Command command = {"version",
                                  "[--libraries]",
                                  "version of this program and of what it was built from",
                                  {"libraries"},
                                  run};
  return command;
}

}  // namespace gatehouse::cli
