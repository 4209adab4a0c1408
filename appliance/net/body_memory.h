// Memory for what is being read, shared by all: so much in all, and a quarter of it for one address. Loop
// thread.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

namespace gatehouse::net {

class BodyMemory : public std::enable_shared_from_this<BodyMemory> {
 public:
  explicit BodyMemory(std::size_t bytes) : bytes_(bytes) {}

  // What one reader holds; dropping it gives it back.
  class Share {
   public:
    Share(std::shared_ptr<BodyMemory> memory, std::string key)
        : memory_(std::move(memory)), key_(std::move(key)) {}
    ~Share() { hold(0); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    // From now on `bytes`. False: there is not that much, and nothing changed. Less than before is always
    // granted.
    bool hold(std::size_t bytes);

   private:
    std::shared_ptr<BodyMemory> memory_;
    std::string key_;
    std::size_t held_ = 0;
  };

  std::size_t used() const { return used_; }

 private:
  const std::size_t bytes_;
  std::size_t used_ = 0;
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace gatehouse::net
