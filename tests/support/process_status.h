// What the kernel says of other processes.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace gatehouse::test {

// The value of `field` in /proc/PID/status; empty when there is none.
inline std::string status_of(pid_t pid, const std::string& field) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind(field + ":", 0) == 0) return line.substr(line.find_first_not_of("\t ", field.size() + 1));
  return "";
}

// Children that any thread of `parent` has.
inline std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  std::error_code gone;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator task("/proc/" + std::to_string(parent) + "/task", gone);
       !gone && task != end; task.increment(gone)) {
    std::ifstream children(task->path() / "children");
    for (pid_t child = 0; children >> child;) found.push_back(child);
  }
  return found;
}

// Processes that descend from `root` and whose command line holds `marker`.
inline std::vector<pid_t> descendants(pid_t root, const std::string& marker) {
  std::vector<pid_t> family = {root}, found;
  for (std::size_t i = 0; i < family.size(); ++i) {
    for (const pid_t child : children_of(family[i])) family.push_back(child);
    std::ifstream command("/proc/" + std::to_string(family[i]) + "/cmdline");
    std::stringstream text;
    text << command.rdbuf();
    if (text.str().find(marker) != std::string::npos) found.push_back(family[i]);
  }
  return found;
}

}  // namespace gatehouse::test
