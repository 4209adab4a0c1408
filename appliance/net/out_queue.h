// Bytes waiting to be sent, in one block that is given back when there are none: an idle connection keeps no
// buffer.
#pragma once
#include "appliance/base/bytes.h"

namespace gatehouse::net {

class OutQueue {
 public:
  std::size_t size() const { return block_.size() - at_; }
  ByteView front() const { return ByteView(block_).subspan(at_); }
  void append(ByteView data) { block_.insert(block_.end(), data.begin(), data.end()); }
  void consume(std::size_t count) {
    at_ += count;
    if (at_ == block_.size()) {
      Bytes().swap(block_);
      at_ = 0;
    } else if (at_ > block_.size() / 2) {  // each byte is moved at most once for one that was sent
      block_.erase(block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(at_));
      at_ = 0;
    }
  }
  void clear() { consume(size()); }

 private:
  Bytes block_;
  std::size_t at_ = 0;
};

}  // namespace gatehouse::net
