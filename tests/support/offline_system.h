// A system that does not run, in a directory, and what `install` and `uninstall` do to it.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/appliance_process.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

struct CommandOutcome {
  int status = -1;
  std::string output;
  bool says(std::string_view words) const { return output.find(words) != std::string::npos; }
};

inline CommandOutcome run_command(std::vector<std::string> argv,
                                  const std::vector<std::string>& environment = {}) {
  ChildProcess process(std::move(argv), environment);
  const auto status = process.wait(kSoon);
  return {status.value_or(-1), process.output()};
}

struct OfflineSystem {
  explicit OfflineSystem(const ApplianceProcess& appliance)
      : server("127.0.0.1:" + std::to_string(appliance.port())) {}

  CommandOutcome install(std::vector<std::string> more) const {
    more.insert(more.begin(), {binary(), "install", "--root=" + root()});
    return run_command(more);
  }
  CommandOutcome uninstall(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {binary(), "uninstall", "--yes", "--root=" + root()});
    return run_command(more);
  }
  std::string root() const { return directory.path() + "/system"; }
  bool has(const std::string& path) const { return std::filesystem::exists(root() + path); }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root()))
      count += !entry.is_directory();
    return count;
  }
  void make() const { std::filesystem::create_directories(root()); }

  TemporaryDirectory directory;
  std::string server;
};

}  // namespace gatehouse::test
