#include "appliance/net/body_memory.h"

namespace gatehouse::net {

bool BodyMemory::Share::hold(std::size_t bytes) {
  if (bytes == held_) return true;
  std::size_t& of_key = memory_->by_key_[key_];
  const std::size_t in_all = memory_->used_ - held_ + bytes, of_address = of_key - held_ + bytes;
  const bool granted = bytes < held_ || (in_all <= memory_->bytes_ && of_address <= memory_->bytes_ / 4);
  if (granted) {
    memory_->used_ = in_all;
    of_key = of_address;
    held_ = bytes;
  }
  if (of_key == 0) memory_->by_key_.erase(key_);
  return granted;
}

}  // namespace gatehouse::net
