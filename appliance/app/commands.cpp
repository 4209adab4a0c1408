#include "appliance/app/commands.h"

#include <algorithm>
#include <cstdio>

#include "appliance/base/text.h"

namespace gatehouse::app {
namespace {

const std::vector<const cli::Command*>& table() {
  static const std::vector<const cli::Command*> commands = {
      &serve_command(),          &agent_command(),           &enroll_command(),
      &install_command(),        &uninstall_command(),       &access_command(),
      &profile_command(),        &second_factor_command(),   &address_command(),
      &request_help_command(),   &connect_command(),         &cli::backup_command(),
      &cli::restore_command(),   &relay_command(),           &authority_command(),
      &organization_command(),   &audit_command(),           &cli::doctor_command(),
      &settings_command(),       &cli::version_command(),    &desktop_worker_command(),
      &consent_window_command(), &consent_console_command(), &pam_check_command(),
      &root_terminal_command(),  &package_update_command(),  &tray_command(),
      &sound_recorder_command(),
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

constexpr std::size_t kHelpColumn = 34;

// Two columns, as far as the left one has room beside the other.
void print_row(const std::string& left, const std::string& right) {
  const int width = left.size() <= kHelpColumn ? static_cast<int>(kHelpColumn) : 0;
  std::printf("  %-*s%s %s\n", width, left.c_str(),
              width != 0 ? "" : ("\n  " + std::string(kHelpColumn, ' ')).c_str(), right.c_str());
}

// "backup [--verify] FILE"
std::string usage_of(const cli::Command& command) {
  return std::string(command.name) + (command.usage.empty() ? "" : " ") + std::string(command.usage);
}

// "run the appliance" -> "Run the appliance."
std::string sentence(std::string_view words) {
  std::string out(words);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out + ".";
}

void print_settings() {
  std::printf("\nThe settings, each with its default:\n\n");
  for (const config::SettingRow& row : config::setting_rows()) {
    std::printf("%s=%s\n    %s\n    Takes: %s\n", std::string(row.name).c_str(),
                std::string(row.default_value).c_str(), std::string(row.help).c_str(),
                std::string(row.values).c_str());
  }
}

int help(const std::vector<std::string>& words) {
  const std::string topic = words.empty() ? "" : words.front();
  if (topic == "ini") {
    std::printf("%s", config::sample_ini().c_str());
    return 0;
  }
  for (const cli::Command* command : table()) {
    if (topic != command->name || command->summary.empty()) continue;
    std::printf("Usage: gatehouse %s\n\n%s\n%s", usage_of(*command).c_str(),
                sentence(command->summary).c_str(), std::string(command->details).c_str());
    if (topic == "settings") print_settings();
    return 0;
  }
  if (!topic.empty() && topic != "help") return no_such("help for", topic, {"settings", "ini"});
  std::printf(
      "Gatehouse %s: remote support on your own hardware.\n\n"
      "Usage: gatehouse COMMAND [--config=FILE] [--section.key=value ...]\n\nCommands:\n",
      GATEHOUSE_VERSION);
  for (const cli::Command* command : table()) {
    if (command->summary.empty()) continue;
    print_row(usage_of(*command), std::string(command->summary));
  }
  print_row("help [COMMAND]", "this text, or what a command does and takes");
  print_row("help settings", "every setting with its meaning");
  print_row("help ini", "a sample settings file");
  std::printf("\nStart with:  gatehouse serve    and open the address it prints.\n");
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
