#include "appliance/cli/command.h"

#include <algorithm>
#include <cstdio>

#include "appliance/base/log.h"

namespace gatehouse::cli {

bool Arguments::has(std::string_view flag) const {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

std::string Arguments::value(std::string_view option) const {
  const auto found = values.find(option);
  return found == values.end() ? std::string() : found->second;
}

Result<Arguments> parse_arguments(const std::vector<std::string>& argv, const Command& command,
                                  char** environment) {
  Arguments out;
  out.sources.policy_directory = "/etc/gatehouse/policy.d";
  for (char** entry = environment; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (!text.starts_with("GATEHOUSE_") || equals == std::string_view::npos) continue;
    const std::string name(text.substr(0, equals));
    if (name == "GATEHOUSE_CONFIG") {
      out.sources.ini_path = text.substr(equals + 1);
    } else {
      out.sources.environment.emplace(name, text.substr(equals + 1));
    }
  }
  for (std::size_t at = 0; at < argv.size(); ++at) {
    const std::string& argument = argv[at];
    if (!argument.starts_with("--")) {
      if (argument.starts_with('-') || out.words.size() == command.words) {
        return Error{"cannot do anything with '" + argument +
                     "'; settings are written --section.key=value ('gatehouse help' shows more)"};
      }
      out.words.push_back(argument);
      continue;
    }
    const auto equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const bool flag = std::find(command.flags.begin(), command.flags.end(), name) != command.flags.end();
    if (std::find(command.options.begin(), command.options.end(), name) != command.options.end()) {
      if (equals == std::string::npos && at + 1 == argv.size()) return Error{"--" + name + " needs a value"};
      out.values[name] = equals == std::string::npos ? argv[++at] : argument.substr(equals + 1);
    } else if (equals == std::string::npos) {
      if (name == "config") return Error{"name the file: --config=FILE"};
      if (!flag) {
        return Error{"unknown option '" + argument +
                     "'; settings are written --section.key=value ('gatehouse help' shows more)"};
      }
      out.flags.push_back(name);
    } else if (name == "config") {
      out.sources.ini_path = argument.substr(equals + 1);
    } else {
      out.sources.options.emplace_back(name, argument.substr(equals + 1));
    }
  }
  return out;
}

int fail(std::string_view command, std::string_view message) {
  std::fprintf(stderr, "gatehouse %.*s: %.*s\n", static_cast<int>(command.size()), command.data(),
               static_cast<int>(message.size()), message.data());
  return 1;
}

std::string counted(std::int64_t number, const std::string& word) {
  return std::to_string(number) + " " + word + (number == 1 ? "" : "s");
}

std::optional<config::Settings> load_settings(std::string_view command, const Arguments& arguments) {
  auto settings = config::load(arguments.sources);
  if (!settings) {
    fail(command, settings.error().message);
    return std::nullopt;
  }
  const std::string& level = settings->server_log_level;
  log::set_level(level == "debug"     ? log::Level::debug
                 : level == "warning" ? log::Level::warning
                 : level == "error"   ? log::Level::error
                                      : log::Level::info);
  return *std::move(settings);
}

}  // namespace gatehouse::cli
