// Carries one upgraded connection: frames on the browser's socket, plain bytes on the application's. Runs on
// the worker thread that took the request, with one poll for both, until either side or the server ends.
//
// The thread always comes back: when one side has ended or the browser takes nothing, what waits gets
// `patience` to leave, and then it is dropped.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "appliance/base/bytes.h"
#include "appliance/base/clock.h"
#include "appliance/base/unique_fd.h"
#include "appliance/http/websocket_frame.h"

namespace gatehouse::http {

struct BridgeLimits {
  std::size_t message_bytes;           // of one message
  std::chrono::milliseconds patience;  // with bytes that wait and a browser that takes none
};

class WebSocketBridge {
 public:
  using CloseCode = std::function<std::pair<std::uint16_t, std::string>()>;

  // `browser` and `stop` (readable when the server ends) are not owned; both sockets are non-blocking.
  WebSocketBridge(int browser, UniqueFd application, int stop, const BridgeLimits& limits,
                  CloseCode close_code)
      : browser_(browser),
        application_(std::move(application)),
        stop_(stop),
        patience_(limits.patience),
        decoder_(limits.message_bytes),
        close_code_(std::move(close_code)) {}

  void run();

 private:
  bool step();
  bool nothing_left() const;
  bool wants_browser() const;
  bool wants_application() const;
  int poll_timeout() const;
  void end_by(SteadyTime deadline) { deadline_ = std::min(deadline_, deadline); }
  void decode(ByteView data);
  void read_browser();
  void read_application();
  void write_browser();
  void write_application();
  void browser_lost();
  void begin_close(std::uint16_t code, std::string_view words);

  int browser_;
  UniqueFd application_;
  int stop_;
  const std::chrono::milliseconds patience_;
  WebSocketDecoder decoder_;
  CloseCode close_code_;
  Bytes to_browser_, to_application_, buffer_;
  bool browser_gone_ = false;
  bool browser_hung_up_ = false;      // what it sent before can still be read
  bool application_hung_up_ = false;  // the same
  bool close_begun_ = false;          // our close frame is queued: nothing more is sent
  bool close_heard_ = false;          // the browser's came: nothing more is read
  SteadyTime browser_took_{};         // when it last took something, or had nothing to take
  SteadyTime deadline_ = SteadyTime::max();
};

}  // namespace gatehouse::http
