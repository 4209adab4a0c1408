// A network of this thread's own (network_namespaces(7)) with one other computer on a cable that can be pulled out. Only
// root can have one, and not everywhere: see missing().
#pragma once
#include <sched.h>

#include <filesystem>
#include <memory>

#include "tests/support/child_process.h"

namespace gatehouse::test {

class OwnNetwork {
 public:
  static constexpr const char* kHere = "10.77.0.1";

  OwnNetwork() : before_(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) {
    if (!before_ || ::unshare(CLONE_NEWNET) != 0) {
      missing_ = "no network namespace can be made here";
      return;
    }
    entered_ = true;
    other_ = std::make_unique<ChildProcess>(std::vector<std::string>{"unshare", "-n", "sleep", "600"});
    run({"ip", "link", "set", "lo", "up"});
    run({"ip", "link", "add", "cable", "type", "veth", "peer", "name", "far"});
    // Until the other one has a network of its own, moving the end there changes nothing.
    const std::string there = "/proc/" + std::to_string(other_->pid()) + "/ns/net";
    for (int i = 0; i < 200 && same(there, "/proc/self/ns/net"); ++i) ::usleep(10000);
    run({"ip", "link", "set", "far", "netns", std::to_string(other_->pid())});
    run({"ip", "address", "add", std::string(kHere) + "/24", "dev", "cable"});
    run({"ip", "link", "set", "cable", "up"});
    run(over_there({"ip", "address", "add", "10.77.0.2/24", "dev", "far"}));
    run(over_there({"ip", "link", "set", "far", "up"}));
  }
  OwnNetwork(const OwnNetwork&) = delete;
  OwnNetwork& operator=(const OwnNetwork&) = delete;
  ~OwnNetwork() {
    if (other_) other_->signal(SIGKILL);
    if (entered_) ::setns(before_.get(), CLONE_NEWNET);
  }

  // Why there is no other computer; empty: there is one.
  const std::string& missing() const { return missing_; }
  void cable(bool in) { run({"ip", "link", "set", "cable", in ? "up" : "down"}); }
  // A command line that runs on the other computer.
  std::vector<std::string> over_there(const std::vector<std::string>& words) const {
    std::vector<std::string> argv = {"nsenter", "-t", std::to_string(other_->pid()), "-n"};
    argv.insert(argv.end(), words.begin(), words.end());
    return argv;
  }

 private:
  static bool same(const std::string& one, const std::string& other) {
    std::error_code ignored;
    return std::filesystem::read_symlink(one, ignored) == std::filesystem::read_symlink(other, ignored);
  }
  void run(const std::vector<std::string>& argv) {
    if (!missing_.empty()) return;
    ChildProcess process(argv);
    if (process.wait(std::chrono::seconds(10)) != 0)
      missing_ = "no cable can be laid here: " + process.output();
  }

  const UniqueFd before_;
  bool entered_ = false;
  std::string missing_;
  std::unique_ptr<ChildProcess> other_;
};

}  // namespace gatehouse::test
