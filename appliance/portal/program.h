// The program that this appliance gives to other machines: the one it runs itself. It is public; whoever fetches it
// knows by its SHA-256 that it is the right one. What is bounded is how many fetch it at once and how often. Any
// thread.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "appliance/auth/throttle.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/http/server.h"

namespace gatehouse::portal {

class Program {
 public:
  static constexpr std::size_t kAtOnce = 12, kAtOnceFromOne = 6;

  // `path`: the file, which is opened now; a new one in its place is another program.
  explicit Program(const Clock& clock, const std::string& path = "/proc/self/exe");

  // What it is built for: "linux-x86_64".
  static std::string platform();
  // What `uname -m` says on machines that run it.
  static std::vector<std::string> machines();
  static std::string file_name() { return "gatehouse-" + platform(); }

  struct Facts {
    std::uint64_t bytes = 0;
    std::string sha256;  // hex
  };
  // Reads the file whole the first time.
  Result<Facts> facts();

  // To send, or how long the address has to wait; zero: until one of the others is done.
  std::variant<http::FileBody, std::chrono::seconds> fetch(const std::string& address);

 private:
  struct Places {
    std::mutex mutex;  // guards what follows
    std::size_t taken = 0;
    std::map<std::string, std::size_t> by_address;
  };

  const std::shared_ptr<const UniqueFd> file_;
  std::mutex mutex_;  // guards facts_
  std::optional<Facts> facts_;
  auth::Throttle often_;
  std::shared_ptr<Places> places_ = std::make_shared<Places>();
};

}  // namespace gatehouse::portal
