// How many connections are open, in all and for each key (see base/address.h). A place is held as long as its
// ticket lives.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace gatehouse::net {

class Admission : public std::enable_shared_from_this<Admission> {
 public:
  using Ticket = std::shared_ptr<void>;

  Ticket enter(const std::string& key);  // never null
  int open() const { return open_; }
  int open_from(const std::string& key) const;

 private:
  void leave(const std::string& key);

  std::unordered_map<std::string, int> by_key_;
  int open_ = 0;
};

}  // namespace gatehouse::net
