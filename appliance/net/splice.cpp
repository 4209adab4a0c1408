#include "appliance/net/splice.h"

namespace gatehouse::net {

Splice::Splice(std::unique_ptr<Stream> first, std::unique_ptr<Stream> second, Ending ending, Ended ended)
    : first_(std::move(first)),
      second_(std::move(second)),
      ending_(std::move(ending)),
      ended_(std::move(ended)) {
  connect(*first_, *second_, Side::first, to_second_);
  connect(*second_, *first_, Side::second, to_first_);
}

Splice::~Splice() = default;

void Splice::connect(Stream& from, Stream& to, Side from_side, std::uint64_t& counter) {
  from.start({
      .data =
          [&from, &to, &counter](ByteView data) {
            counter += data.size();
            to.write(data);
            if (to.pending() > Stream::kHighWater) from.pause_reading();
          },
      .drained = [&to] { to.resume_reading(); },
      .closed = [this, from_side, &to](std::optional<Error> why) { side_over(from_side, to, why); },
  });
}

void Splice::side_over(Side side, Stream& other, const std::optional<Error>& why) {
  if (one_is_over_) {
    const Ended ended = std::move(ended_);
    return ended();
  }
  one_is_over_ = true;
  if (!ending_ || ending_(side, why) == Other::close) return other.close();
  other.pause_reading();
}

}  // namespace gatehouse::net
