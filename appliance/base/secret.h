// Passwords, keys and tokens: wiped when they go, compared in constant time, made from the kernel's
// randomness.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse {

void wipe(void* data, std::size_t size);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&& other) noexcept {
    wipe(value_.data(), value_.size());
    value_ = std::move(other.value_);
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(value_.data(), value_.size()); }

  std::string_view view() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

bool equal_in_constant_time(std::string_view a, std::string_view b);

// Kernel randomness (getrandom); a kernel that has none is fatal.
std::string random_bytes(std::size_t count);
// base64url of `count` random bytes.
std::string random_token(std::size_t count);
// Groups of characters that are not mistaken for each other, e.g. "7KQF-M2XR-94TD": for people to type.
std::string random_code(int groups, int group_length);
// Uniform in [0, bound).
std::uint64_t random_below(std::uint64_t bound);

}  // namespace gatehouse
