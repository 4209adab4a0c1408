// Joins two streams into one path with back-pressure in both directions: while the far side has more than
// Stream::kHighWater bytes queued, the near side is not read. Bytes are never dropped. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "appliance/net/stream.h"

namespace gatehouse::net {

class Splice {
 public:
  enum class Side { first, second };
  // When one side is over, `ending` (may be empty) says who was first and decides about the other: it is
  // closed in good order, after what was queued for it, or kept, unread, until the owner closes it. `ended`
  // runs when both are over and may destroy this. Each runs once.
  enum class Other { close, keep };
  using Ending = std::function<Other(Side who_was_first, const std::optional<Error>& why)>;
  using Ended = std::function<void()>;

  Splice(std::unique_ptr<Stream> first, std::unique_ptr<Stream> second, Ending ending, Ended ended);
  ~Splice();

  std::uint64_t bytes_to_second() const { return to_second_; }
  std::uint64_t bytes_to_first() const { return to_first_; }
  Stream& first() { return *first_; }
  Stream& second() { return *second_; }

 private:
  void connect(Stream& from, Stream& to, Side from_side, std::uint64_t& counter);
  void side_over(Side side, Stream& other, const std::optional<Error>& why);

  std::unique_ptr<Stream> first_;
  std::unique_ptr<Stream> second_;
  Ending ending_;
  Ended ended_;
  bool one_is_over_ = false;
  std::uint64_t to_second_ = 0;
  std::uint64_t to_first_ = 0;
};

}  // namespace gatehouse::net
