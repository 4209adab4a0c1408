#include "appliance/relay/call.h"

#include "appliance/base/secret.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

using net::Splice;
using wire::CloseReason;

namespace {
// From the viewer before the device has joined; then it is not read.
constexpr std::size_t kEarlyBytes = 64 * 1024;
constexpr int kTicksForReason = 2;
}  // namespace

Call::Call(Order order, std::unique_ptr<net::Stream> viewer, Bytes early, Events events)
    : device_(order.device),
      link_key_(std::move(order.link_key)),
      join_key_(std::move(order.join_key)),
      deadline_(order.deadline),
      events_(std::move(events)),
      viewer_(std::move(viewer)),
      early_(std::move(early)) {
  viewer_->start({
      .data =
          [this](ByteView data) {
            early_.insert(early_.end(), data.begin(), data.end());
            if (early_.size() >= kEarlyBytes) viewer_->pause_reading();
          },
      .drained = [] {},
      .closed =
          [this](std::optional<Error> why) {
            decide(why ? CloseReason::viewer_lost : CloseReason::ended_by_viewer);
            events_.gone();
          },
  });
}

bool Call::accepts(const std::string& link_key, const std::string& join_key) {
  if (over_ || join_key_.empty() || link_key != link_key_) return false;
  if (!equal_in_constant_time(join_key, join_key_)) return false;
  wipe(join_key_.data(), join_key_.size());
  join_key_.clear();
  return true;
}

void Call::open(std::unique_ptr<net::TlsStream> device) {
  device->write(early_);
  early_sent_ = early_.size();
  early_ = Bytes();
  splice_ = std::make_unique<Splice>(
      std::move(viewer_), std::move(device),
      [this](Splice::Side first, const std::optional<Error>& why) {
        if (over_) return Splice::Other::close;
        if (first == Splice::Side::second && !why && hung_up_ == CloseReason::none) {
          device_left_for_ = kTicksForReason;
          return Splice::Other::keep;
        }
        if (hung_up_ != CloseReason::none) {
          decide(hung_up_);
        } else if (first == Splice::Side::first) {
          decide(why ? CloseReason::viewer_lost : CloseReason::ended_by_viewer);
        } else {
          decide(CloseReason::device_lost);
        }
        return Splice::Other::close;
      },
      [this] {
        decide(hung_up_ != CloseReason::none ? hung_up_ : CloseReason::ended_by_device);
        events_.gone();
      });
}

void Call::end(CloseReason reason) {
  if (over_) return;
  decide(reason);
  if (!splice_) return viewer_->close();
  splice_->first().close();
  splice_->second().close();
}

void Call::device_hung_up(CloseReason reason, SteadyTime deadline) {
  if (hung_up_ != CloseReason::none) return;  // a deadline is no longer one when it moves
  if (!splice_ || device_left_for_ > 0) return end(reason);
  hung_up_ = reason;
  deadline_ = deadline;
}

void Call::tick(SteadyTime now) {
  if (over_) return;
  if (device_left_for_ > 0 && --device_left_for_ == 0) return end(CloseReason::ended_by_device);
  if (now < deadline_) return;
  if (!splice_) return end(CloseReason::no_answer);
  if (hung_up_ != CloseReason::none) end(hung_up_);
}

void Call::decide(CloseReason reason) {
  if (over_) return;
  over_ = true;
  events_.ended(reason);
}

std::uint64_t Call::bytes_to_viewer() const {
  return splice_ ? splice_->bytes_to_first() : 0;
}

std::uint64_t Call::bytes_to_device() const {
  return splice_ ? early_sent_ + splice_->bytes_to_second() : 0;
}

}  // namespace gatehouse::relay
