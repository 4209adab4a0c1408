// HTTP/1.1 for the UI, the API and the viewer, by CivetWeb, which sees neither TLS nor the network: each
// request arrives whole, on a socketpair of its own (adopt), and is answered there. Whether the browser's
// connection goes on is for whoever holds it. Handlers run on CivetWeb's worker threads.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // upper case; HEAD arrives as GET, and only the head of the answer is sent
  std::string path;    // percent-decoded, starts with "/", no dot segments (400 before a handler sees it)
  Fields query;        // decoded, in order
  Fields headers;      // names in lower case
  std::string body;    // whole; never longer than ServerOptions::body_bytes (413)
  std::string remote_address;  // true client address

  std::string_view header(std::string_view lower_case_name) const;  // "" when absent
  std::string_view query_value(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
};

// A body that is read from a file while it is sent, a piece at a time.
struct FileBody {
  std::shared_ptr<const UniqueFd> file;  // nobody writes to it any more
  std::uint64_t size = 0;
  std::shared_ptr<void> until_sent;  // kept until the answer is sent or given up
};

struct Response {
  int status = 200;
  Fields headers;  // without Date and Content-Length, which are added
  std::string body;
  ByteView static_body;  // used instead of `body` when not empty; must live for ever (embedded files)
  std::optional<FileBody> file = {};  // used instead of both
};

// A browser's WebSocket as a byte stream (RFC 6455, binary messages, each at most
// ServerOptions::message_bytes: 1009; text is refused: 1003). After accept, bytes travel over a socketpair:
// what arrives from the browser can be read from it, what is written to it is sent to the browser. Closing
// the descriptor closes the WebSocket with the code given to `close_code`.
struct WebSocketAccept {
  // Runs once the upgrade is done. `socket` is non-blocking. The close code and words (<=123 bytes) are asked
  // when the descriptor was closed by its owner.
  std::function<void(UniqueFd socket)> opened;
  std::function<std::pair<std::uint16_t, std::string>()> close_code;
};

// What the application supplies; called on many threads at once.
class Needs {
 public:
  virtual ~Needs() = default;
  virtual Response handle(const Request& request) = 0;
  // Decides over an upgrade request: a Response refuses it.
  virtual std::variant<Response, WebSocketAccept> upgrade(const Request& request) = 0;
};

struct ServerOptions {
  int threads = 320;     // each WebSocket keeps one
  int websockets = 280;  // at the same time; fewer than threads, or requests starve. More are answered 503
  int queue = 128;       // requests waiting for a thread; more are answered 503 by the front end
  std::size_t body_bytes = 1 << 20;
  std::size_t message_bytes = 256 * 1024;
  // How long a WebSocket goes on whose browser takes none of the bytes that wait for it.
  std::chrono::milliseconds patience{10'000};
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Needs& needs);
  virtual ~Server() = default;  // ends every connection and waits for the threads
  // Any thread. False when the queue is full (the socket is closed unanswered; the caller answers).
  virtual bool adopt(UniqueFd socket, const std::string& ip, std::uint16_t port) = 0;
};

}  // namespace gatehouse::http
