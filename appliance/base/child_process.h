// A helper process of this program's own, with nothing open but its end of a datagram socket (datagram.h) and standard error, and
// an empty environment. It does not outlive its handle.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/spawn.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse {

class ChildProcess {
 public:
  struct Options {
    std::string program, command;    // started as `program command`
    std::string words;               // for errors, "the desktop worker"
    std::optional<Account> account;  // to become
    int terminal = -1;               // its controlling terminal and its three standard descriptors; -1: none
    // One that ends by itself when the socket is closed, also by our death, and has something to put away first, gets so
    // long for it; whoever ends it waits meanwhile.
    std::chrono::milliseconds leaves_within{0};
  };
  static Result<ChildProcess> start(const Options& options);

  ChildProcess(ChildProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)),
        status_(other.status_),
        socket_(std::move(other.socket_)),
        leaves_within_(other.leaves_within_) {}
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess() { reap(); }

  // Our end, non-blocking. The child finds its own as kPassedFd.
  int socket() const { return socket_.get(); }
  // What it wrote before can still be received.
  void kill() const;
  // Ends it, unless it has ended by itself; waits, and gives its wait status. What it says now is lost.
  int reap();

 private:
  ChildProcess(pid_t pid, UniqueFd socket, std::chrono::milliseconds leaves_within)
      : pid_(pid), socket_(std::move(socket)), leaves_within_(leaves_within) {}

  pid_t pid_;
  int status_ = 0;
  UniqueFd socket_;
  std::chrono::milliseconds leaves_within_;
};

}  // namespace gatehouse
