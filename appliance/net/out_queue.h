// Bytes waiting to be sent, in one block that is given back when there are none: an idle connection keeps no
// buffer.
#pragma once
#include <utility>
#include <vector>

#include "appliance/base/bytes.h"

namespace gatehouse::net {

// A few empty blocks for the connections of one loop, so that a busy one does not ask the system for memory, and fault
// it in page by page, for every turn. Loop thread.
class SpareBlocks {
 public:
  // Empty, perhaps with room.
  Bytes take() {
    if (blocks_.empty()) return {};
    Bytes block = std::move(blocks_.back());
    blocks_.pop_back();
    return block;
  }
  void give(Bytes block) {
    if (block.capacity() == 0 || block.capacity() > kLargest || blocks_.size() == kMost) return;
    block.clear();
    blocks_.push_back(std::move(block));
  }

 private:
  static constexpr std::size_t kMost = 4, kLargest = 1024 * 1024;

  std::vector<Bytes> blocks_;
};

class OutQueue {
 public:
  // `spares` lives as long.
  explicit OutQueue(SpareBlocks& spares) : spares_(spares) {}
  OutQueue(const OutQueue&) = delete;
  OutQueue& operator=(const OutQueue&) = delete;
  ~OutQueue() { clear(); }

  std::size_t size() const { return block_.size() - at_; }
  ByteView front() const { return ByteView(block_).subspan(at_); }
  void append(ByteView data) {
    if (block_.capacity() == 0) block_ = spares_.take();
    block_.insert(block_.end(), data.begin(), data.end());
  }
  void consume(std::size_t count) {
    at_ += count;
    if (at_ == block_.size()) {
      spares_.give(std::exchange(block_, {}));
      at_ = 0;
    } else if (at_ > block_.size() / 2) {  // each byte is moved at most once for one that was sent
      block_.erase(block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(at_));
      at_ = 0;
    }
  }
  void clear() { consume(size()); }

 private:
  SpareBlocks& spares_;
  Bytes block_;
  std::size_t at_ = 0;
};

}  // namespace gatehouse::net
