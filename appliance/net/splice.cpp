#include "appliance/net/splice.h"

namespace gatehouse::net {

Splice::Splice(std::unique_ptr<Stream> first, std::unique_ptr<Stream> second, Ended ended)
    : first_(std::move(first)), second_(std::move(second)), ended_(std::move(ended)) {
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
      .closed =
          [this, from_side](std::optional<Error> error) {
            if (!ended_) return;
            const Ended ended = std::move(ended_);
            ended_ = nullptr;
            ended(from_side, std::move(error));
          },
  });
}

}  // namespace gatehouse::net
