#include "appliance/relay/contest.h"

namespace gatehouse::relay {

Contest::Contest(Newcomer newcomer, SteadyTime deadline, std::function<void()> left)
    : newcomer_(std::move(newcomer)), deadline_(deadline), left_(std::move(left)) {
  const auto leave = [this] {
    const auto tell = left_;  // may destroy this
    tell();
  };
  newcomer_.stream->start({
      .data = [leave](ByteView) { leave(); },
      .drained = [] {},
      .closed = [leave](std::optional<Error>) { leave(); },
  });
}

}  // namespace gatehouse::relay
