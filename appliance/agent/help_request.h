// The request for help of the person at this machine, kept until the appliance has it (PROTOCOL.md, Help). Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "appliance/wire/link.h"

namespace gatehouse::agent {

class HelpRequest {
 public:
  // waiting: the appliance does not have it yet. over: somebody came, or dismissed it.
  enum class State { none, waiting, noted, over };
  struct Now {
    State state = State::none;
    std::int64_t since = 0;  // when it was asked, or over; seconds since 1970
    std::string words;       // of the request
  };

  // `send` loses what it can't send now.
  explicit HelpRequest(std::function<void(const wire::Help&)> send) : send_(std::move(send)) {}

  // Again, too: with other words. What is no plain line of at most 200 bytes is made one.
  void ask(const std::string& words, std::int64_t now);
  void withdraw();
  // A new link is up.
  void link_began();
  // The appliance says whether it has a request.
  void told(bool noted, std::int64_t now);

  const Now& now() const { return now_; }

 private:
  void say();

  const std::function<void(const wire::Help&)> send_;
  Now now_;
  bool withdrawn_ = false;  // and the appliance may not know it
};

}  // namespace gatehouse::agent
