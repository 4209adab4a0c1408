// For screens that can only be watched.
#pragma once
#include "hw/input/input.h"

namespace gatehouse::hw {

class NullInput final : public Input {
 public:
  void key(std::uint32_t, std::uint32_t, bool) override {}
  void pointer(int, int, std::uint32_t) override {}
  void release_all() override {}
};

}  // namespace gatehouse::hw
