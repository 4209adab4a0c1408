// Networks of a test's own: namespaces of the kernel (network_namespaces(7)), for which one must be root. Whoever may
// not make them gets a room that is the machine's own network.
#pragma once
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "appliance/base/unique_fd.h"
#include "tests/support/catch.h"
#include "tests/support/child_process.h"
#include "tests/support/patience.h"

namespace gatehouse::test {

inline bool runs(const std::vector<std::string>& argv) {
  return ChildProcess(argv).wait(kSoon) == 0;
}
inline void must_run(const std::vector<std::string>& argv) {
  ChildProcess command(argv);
  const auto status = command.wait(kSoon);
  INFO(argv.front() << ": " << command.output());
  REQUIRE(status == 0);
}

// This thread, and what it starts, is in a new network with the address 10.77.0.1 until the end of the scope.
class NetworkRoom {
 public:
  NetworkRoom() : before_(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)) {
    if (!before_ || ::unshare(CLONE_NEWNET) != 0) return;
    own_ = runs({"ip", "link", "set", "lo", "up"}) &&
           runs({"ip", "link", "add", "one", "type", "veth", "peer", "name", "other"}) &&
           runs({"ip", "addr", "add", "10.77.0.1/24", "dev", "one"}) &&
           runs({"ip", "link", "set", "other", "up"}) && runs({"ip", "link", "set", "one", "up"});
    if (!own_) ::setns(before_.get(), CLONE_NEWNET);
  }
  ~NetworkRoom() {
    if (own_) ::setns(before_.get(), CLONE_NEWNET);
  }
  NetworkRoom(const NetworkRoom&) = delete;
  NetworkRoom& operator=(const NetworkRoom&) = delete;

  bool is_own() const { return own_; }

 private:
  UniqueFd before_;
  bool own_ = false;
};

// A network next door: a cable goes from this thread's to it, with the addresses 10.77.NUMBER.1 here and .2 there.
class NextDoor {
 public:
  explicit NextDoor(int number)
      : holder_({"unshare", "-n", "sleep", "infinity"}),
        net_("10.77." + std::to_string(number)),
        cable_("cable" + std::to_string(number)) {
    struct stat here {
    }, there{};
    const std::string path = "/proc/" + std::to_string(holder_.pid()) + "/ns/net";
    ::stat("/proc/thread-self/ns/net", &here);
    for (int i = 0; i < 500; ++i) {
      if (::stat(path.c_str(), &there) == 0 && there.st_ino != here.st_ino) break;
      ::usleep(10'000);
    }
    REQUIRE(there.st_ino != here.st_ino);
    const std::string pid = std::to_string(holder_.pid());
    must_run({"ip", "link", "add", cable_, "type", "veth", "peer", "name", "eth0", "netns", pid});
    must_run({"ip", "addr", "add", net_ + ".1/24", "dev", cable_});
    cable(true);
    run({"ip", "link", "set", "lo", "up"});
    run({"ip", "addr", "add", net_ + ".2/24", "dev", "eth0"});
    run({"ip", "link", "set", "eth0", "up"});
  }

  // The command line that starts a program there.
  std::vector<std::string> enter() const { return {"nsenter", "-t", std::to_string(holder_.pid()), "-n"}; }
  void run(const std::vector<std::string>& argv) const {
    std::vector<std::string> words = enter();
    words.insert(words.end(), argv.begin(), argv.end());
    must_run(words);
  }
  // Puts it in, or pulls it out.
  void cable(bool in) const { must_run({"ip", "link", "set", cable_, in ? "up" : "down"}); }
  std::string here() const { return net_ + ".1"; }
  // How many TCP connections were begun there so far.
  long begun_connections() const {
    std::ifstream counters("/proc/" + std::to_string(holder_.pid()) + "/net/snmp");
    std::string names, values, name, value;
    while (std::getline(counters, names) && !names.starts_with("Tcp:")) {
    }
    std::getline(counters, values);
    std::istringstream each_name(names), each_value(values);
    while (each_name >> name && each_value >> value && name != "ActiveOpens") {
    }
    REQUIRE(name == "ActiveOpens");
    return std::stol(value);
  }

 private:
  ChildProcess holder_;
  const std::string net_, cable_;
};

}  // namespace gatehouse::test
