// How many connections are open, in all and for each address. A place is held as long as its ticket lives.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace gatehouse::net {

class Admission : public std::enable_shared_from_this<Admission> {
 public:
  using Ticket = std::shared_ptr<void>;

  Ticket enter(const std::string& ip);  // never null
  int open() const { return open_; }
  int open_from(const std::string& ip) const;

 private:
  void leave(const std::string& ip);

  std::unordered_map<std::string, int> by_address_;
  int open_ = 0;
};

}  // namespace gatehouse::net
