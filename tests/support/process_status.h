// What the kernel says of other processes.
#pragma once
#include <sys/types.h>

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

// Processes that descend from `root` and whose command line holds `marker`.
inline std::vector<pid_t> descendants(pid_t root, const std::string& marker) {
  std::vector<pid_t> family = {root}, found;
  for (std::size_t i = 0; i < family.size(); ++i) {
    const std::string self = std::to_string(family[i]);
    std::ifstream children("/proc/" + self + "/task/" + self + "/children");
    for (pid_t child = 0; children >> child;) family.push_back(child);
    std::ifstream command("/proc/" + self + "/cmdline");
    std::stringstream text;
    text << command.rdbuf();
    if (text.str().find(marker) != std::string::npos) found.push_back(family[i]);
  }
  return found;
}

}  // namespace gatehouse::test
