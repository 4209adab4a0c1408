#include "appliance/app/commands.h"

#include <algorithm>
#include <cstdio>

#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

const std::vector<const cli::Command*>& table() {
  static const std::vector<const cli::Command*> commands = {
      &serve_command(),       &agent_command(),        &enroll_command(),         &install_command(),
      &uninstall_command(),   &address_command(),      &request_help_command(),   &connect_command(),
      &cli::backup_command(), &cli::restore_command(), &relay_command(),          &authority_command(),
      &cli::doctor_command(), &cli::version_command(), &desktop_worker_command(),
  };
  return commands;
}

int no_such(const std::string& what, const std::string& name, std::vector<std::string> known) {
  for (const cli::Command* command : table()) known.emplace_back(command->name);
  const auto near = nearest_word(name, known);
  std::fprintf(stderr, "gatehouse: there is no %s '%s'%s; 'gatehouse help' lists them\n", what.c_str(),
               name.c_str(), near ? (", did you mean '" + *near + "'?").c_str() : "");
  return 2;
}

int help(const std::vector<std::string>& words) {
  const std::string topic = words.empty() ? "" : words.front();
  if (topic == "ini") {
    std::printf("%s", config::sample_ini().c_str());
    return 0;
  }
  if (topic == "settings") {
    for (const config::SettingRow& row : config::setting_rows()) {
      std::printf("%s=%s\n    %s\n    Takes: %s\n", std::string(row.name).c_str(),
                  std::string(row.default_value).c_str(), std::string(row.help).c_str(),
                  std::string(row.values).c_str());
    }
    return 0;
  }
  for (const cli::Command* command : table()) {
    if (topic != command->name || command->summary.empty()) continue;
    std::printf("Usage: gatehouse %s %s\n\n%s\n%s", std::string(command->name).c_str(),
                std::string(command->usage).c_str(), std::string(command->summary).c_str(),
                std::string(command->details).c_str());
    return 0;
  }
  if (!topic.empty() && topic != "help") return no_such("help for", topic, {"settings", "ini"});
  std::printf(
      "Gatehouse %s: remote support on your own hardware.\n\n"
      "Usage: gatehouse COMMAND [--config=FILE] [--section.key=value ...]\n\nCommands:\n",
      GATEHOUSE_VERSION);
  for (const cli::Command* command : table()) {
    if (command->summary.empty()) continue;
    const std::string left = std::string(command->name) + " " + std::string(command->usage);
    std::printf("  %-34s %s\n", left.c_str(), std::string(command->summary).c_str());
  }
  std::printf(
      "  %-34s %s\n  %-34s %s\n  %-34s %s\n\n"
      "Start with:  gatehouse serve    and open the address it prints.\n",
      "help", "this text", "help settings", "every setting with its meaning", "help ini",
      "a sample settings file");
  return 0;
}

}  // namespace

int run(const std::vector<std::string>& arguments, char** environment) {
  if (arguments.empty()) {
    help({});
    return 2;
  }
  const std::string& name = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (name == "help" || name == "--help" || name == "-h") return help(rest);
  const std::string wanted = name == "--version" ? "version" : name;
  if (std::ranges::any_of(rest, [](const auto& word) { return word == "--help" || word == "-h"; }))
    return help({wanted});
  for (const cli::Command* command : table()) {
    if (command->name != wanted) continue;
    const auto parsed = cli::parse_arguments(rest, *command, environment);
    if (!parsed) {
      cli::fail(wanted, parsed.error().message);
      return 2;
    }
    return command->run(*parsed);
  }
  return no_such("command", name, {"help"});
}

}  // namespace gatehouse::app
