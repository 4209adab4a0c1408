#include "appliance/connect/direct_try.h"

#include <algorithm>
#include <utility>

#include "appliance/net/tcp_client.h"

namespace gatehouse::connect {

DirectTry::DirectTry(net::EventLoop& loop, const std::vector<wire::DirectAddress>& places,
                     Session::Pass& pass, Done done)
    : DirectTry(loop, places, pass, std::move(done), Limits()) {}

DirectTry::DirectTry(net::EventLoop& loop, const std::vector<wire::DirectAddress>& places,
                     Session::Pass& pass, Done done, Limits limits)
    : loop_(loop), pass_(pass), done_(std::move(done)), limits_(limits), dialing_(places.size()) {
  for (const wire::DirectAddress& place : places) {
    dials_.push_back(net::tcp_connect(loop_, place.ip, place.port, limits_.connect,
                                      [this, place](auto stream) { dialed(place, std::move(stream)); }));
  }
  if (places.empty()) deadline_ = loop_.after(std::chrono::milliseconds(0), [this] { give_up(); });
}

DirectTry::~DirectTry() = default;

void DirectTry::dialed(const wire::DirectAddress& place, Result<std::unique_ptr<net::Stream>> stream) {
  --dialing_;
  if (stream) standing_.push_back({*std::move(stream), place.text()});
  if (!current_) next();
}

// Another computer may have an address of the machine's in another network: the one after it is asked then.
void DirectTry::next() {
  if (standing_.empty()) {
    if (dialing_ == 0) give_up();
    return;
  }
  if (!initiator_ && !prepare()) return give_up();
  const auto passed =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_);
  const auto left = std::max(limits_.connect + limits_.answer - passed, std::chrono::milliseconds(0));
  deadline_ = loop_.after(std::min(limits_.answer, left), [this] { give_up(); });
  current_ = std::move(standing_.front());
  standing_.pop_front();
  reader_ = {};
  heard_ = 0;
  current_->stream->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [] {},
      .closed =
          [this](std::optional<Error>) {
            current_.reset();
            next();
          },
  });
  current_->stream->write(greeting_);
}

bool DirectTry::prepare() {
  initiator_.emplace(std::move(pass_.viewer_key), pass_.device_key, as_bytes(wire::kPrologue));
  const auto message =
      initiator_->begin(wire::encode_message(wire::ViewerHello{wire::kVersion, pass_.ticket}));
  if (message) greeting_ = seal::framed(*message);
  return static_cast<bool>(message);
}

// Who answers anything else than the machine can't be told from one that spoils the handshake on purpose.
void DirectTry::received(ByteView data) {
  heard_ += data.size();
  reader_.feed(data);
  const auto message = reader_.next();
  if (!message) {
    if (heard_ > wire::kHandshakeCap) give_up();
    return;
  }
  const auto payload = initiator_->finish(*message);
  if (!payload || !payload->empty()) return give_up();
  // Whoever takes it over reads on.
  current_->stream->start({.data = [](ByteView) {}, .drained = [] {}, .closed = [](std::optional<Error>) {}});
  current_->stream->pause_reading();
  Outcome outcome{.direct = Session::Direct{std::move(current_->stream), initiator_->split(), reader_.rest(),
                                            current_->address},
                  .is_spent = true};
  deadline_.reset();
  dials_.clear();
  const Done done = std::exchange(done_, nullptr);
  if (done) done(std::move(outcome));
}

void DirectTry::give_up() {
  deadline_.reset();
  dials_.clear();
  const Done done = std::exchange(done_, nullptr);
  if (done) done({.direct = std::nullopt, .is_spent = initiator_.has_value()});
}

}  // namespace gatehouse::connect
