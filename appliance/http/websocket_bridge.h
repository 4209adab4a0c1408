// Carries one upgraded connection: frames on the browser's socket, plain bytes on the application's. Runs on
// the worker thread that took the request, with one poll for both, until either side or the server ends.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "appliance/base/bytes.h"
#include "appliance/base/unique_fd.h"
#include "appliance/http/websocket_frame.h"

namespace gatehouse::http {

class WebSocketBridge {
 public:
  using CloseCode = std::function<std::pair<std::uint16_t, std::string>()>;

  // `browser` and `stop` (readable when the server ends) are not owned; both sockets are non-blocking.
  WebSocketBridge(int browser, UniqueFd application, int stop, std::size_t message_cap, CloseCode close_code)
      : browser_(browser),
        application_(std::move(application)),
        stop_(stop),
        decoder_(message_cap),
        close_code_(std::move(close_code)) {}

  // `early`: bytes that came right behind the request.
  void run(ByteView early);

 private:
  bool step();
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
  WebSocketDecoder decoder_;
  CloseCode close_code_;
  Bytes to_browser_, to_application_, buffer_;
  bool browser_gone_ = false;
  bool close_begun_ = false;  // our close frame is queued: nothing more is sent
  bool close_heard_ = false;  // the browser's came: nothing more is read
};

}  // namespace gatehouse::http
