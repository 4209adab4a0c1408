// A command of the program: one row in the table of main.cpp, one file.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/config/settings.h"

namespace gatehouse::cli {

struct Arguments {
  std::vector<std::string> words;                          // what is neither an option nor a setting
  std::vector<std::string> flags;                          // "--libraries", without the dashes
  std::map<std::string, std::string, std::less<>> values;  // "--server HOST", without the dashes
  config::Sources sources;  // settings given on the command line, in the environment, and the ini file
  bool has(std::string_view flag) const;
  std::string value(std::string_view option) const;  // empty: not given
};

struct Command {
  std::string_view name;
  std::string_view usage;               // what follows the name
  std::string_view summary;             // one line for `help`; empty: not listed
  std::vector<std::string_view> flags;  // those it knows
  int (*run)(const Arguments& arguments);
  std::size_t words = 0;                       // how many it takes at most: "FILE"
  std::vector<std::string_view> options = {};  // those with a value: "--server HOST" or "--server=HOST"
  std::string_view details = {};               // what `help NAME` says besides
};

// argv without the program's name and the command's. Settings are --section.key=value; --config=FILE names
// the ini file.
Result<Arguments> parse_arguments(const std::vector<std::string>& argv, const Command& command,
                                  char** environment);

// Prints "gatehouse COMMAND: message" on standard error; returns 1.
int fail(std::string_view command, std::string_view message);
// "1 user", "2 users".
std::string counted(std::int64_t number, const std::string& word);
// Loads the settings of `arguments` and sets the log level; on failure prints why and returns nothing.
std::optional<config::Settings> load_settings(std::string_view command, const Arguments& arguments);

const Command& version_command();
const Command& backup_command();
const Command& restore_command();
const Command& doctor_command();

}  // namespace gatehouse::cli
