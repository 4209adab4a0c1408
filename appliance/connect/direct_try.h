// Tries to reach a machine without the appliance: dials every place where it may be, all at once, and does the sealed
// channel's handshake with the first that holds the machine's key. Bounded, so that the way through the appliance is
// taken soon when this one does not lead there. Loop thread.
#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/connect/session.h"
#include "appliance/wire/direct_address.h"

namespace gatehouse::connect {

class DirectTry {
 public:
  struct Limits {
    std::chrono::milliseconds connect{400};  // for a connection to stand
    std::chrono::milliseconds answer{
        400};  // from there to the machine's answer; the whole try lasts both at most
  };
  struct Outcome {
    std::optional<Session::Direct> direct;  // nothing: it was not to be
    // The ticket was shown to somebody. It, and the key of this session, are of no more use.
    bool is_spent = false;
  };
  using Done = std::function<void(Outcome)>;

  // `pass` outlives this; its key is taken when it is spent. `done` runs once, never inside this call, and may destroy
  // this object.
  DirectTry(net::EventLoop& loop, const std::vector<wire::DirectAddress>& places, Session::Pass& pass,
            Done done);
  DirectTry(net::EventLoop& loop, const std::vector<wire::DirectAddress>& places, Session::Pass& pass,
            Done done, Limits limits);
  ~DirectTry();

 private:
  struct Candidate {
    std::unique_ptr<net::Stream> stream;
    std::string address;
  };

  void dialed(const wire::DirectAddress& place, Result<std::unique_ptr<net::Stream>> stream);
  void next();
  bool prepare();
  void received(ByteView data);
  void give_up();

  net::EventLoop& loop_;
  Session::Pass& pass_;
  Done done_;
  const Limits limits_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::vector<net::EventLoop::HandlePtr> dials_;
  std::size_t dialing_ = 0;
  std::deque<Candidate> standing_;  // not greeted yet
  std::optional<Candidate> current_;
  std::optional<seal::Initiator> initiator_;  // from the first connection on
  Bytes greeting_;
  seal::MessageReader reader_;
  std::size_t heard_ = 0;  // of the current one
  net::EventLoop::HandlePtr deadline_;
};

}  // namespace gatehouse::connect
