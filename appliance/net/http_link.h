// A browser's connection after its handshake. Reads each request whole on the loop, hands it to the HTTP
// server over a socketpair of its own and passes the answer back, so that a thread of that server never waits
// for a peer's request; decisions/0002. After a WebSocket upgrade both ends are spliced for good. Loop
// thread.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "appliance/net/answer_reader.h"
#include "appliance/net/body_memory.h"
#include "appliance/net/front_end.h"
#include "appliance/net/request_hosts.h"
#include "appliance/net/request_reader.h"
#include "appliance/net/splice.h"
#include "appliance/net/tls_connection.h"
#include "appliance/net/turns.h"

namespace gatehouse::net {

class HttpLink {
 public:
  // What all links share.
  struct Desk {
    EventLoop& loop;
    const FrontEndLimits& limits;
    FrontEndCounters& counters;
    const RequestHosts& hosts;
    std::shared_ptr<Turns> turns;
    std::shared_ptr<BodyMemory> bodies;
    log::LineLimit& logged;
    // Gives the HTTP server its end. Nothing: it is full. The ticket is kept while the server's end is open.
    std::function<std::shared_ptr<void>(UniqueFd, const PeerAddress&)> hand_over;
  };

  // `gone` runs once, from the loop; it may destroy this.
  HttpLink(const Desk& desk, std::unique_ptr<TlsConnection> browser, std::function<void()> gone);

  const PeerAddress& peer() const { return peer_; }
  // Since when nothing goes on but waiting for the browser: for a request, the rest of one, or the end.
  std::optional<SteadyTime> silent_since() const;
  // Since when a thread of the HTTP server waits until the browser takes more of its answer.
  std::optional<SteadyTime> blocked_since() const { return blocked_since_; }
  // Ends the connection when the request under way is answered; at once when there is none.
  void drain();

 private:
  enum class Stage { idle, head, body, waiting, answering, upgraded, closing };

  void enter(Stage stage);
  void received(ByteView data);
  void advance();
  bool accept_head();
  void too_late();
  void hand_over();
  void answered(ByteView data);
  void server_over();
  void answer_sent();
  void go_on();
  void upgrade(ByteView first_bytes);
  void say(int status);
  void refuse(int status);
  void write(ByteView data);
  void watch_reading();
  std::int64_t taken() const { return queued_ - static_cast<std::int64_t>(browser_->unacknowledged()); }
  void close();
  void end();

  const Desk& desk_;
  const PeerAddress peer_;
  const std::string key_;
  std::function<void()> gone_;
  Stage stage_ = Stage::idle;
  SteadyTime since_;  // the stage began
  RequestReader reader_;
  AnswerReader answer_{false};
  bool head_accepted_ = false, first_ = true, draining_ = false, closes_ = false, answer_begun_ = false;
  std::int64_t queued_ = 0;  // for the browser, as it goes over the wire
  std::optional<SteadyTime> blocked_since_;
  BodyMemory::Share memory_;
  EventLoop::HandlePtr deadline_, watch_;
  std::unique_ptr<TlsConnection> browser_;
  std::unique_ptr<Stream> server_;
  std::unique_ptr<Splice> splice_;
  std::shared_ptr<void> worker_;
  Turns::Ticket turn_;
};

}  // namespace gatehouse::net
