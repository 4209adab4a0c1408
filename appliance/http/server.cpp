#include "appliance/http/server.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/http/civetweb_unity.h"
#include "appliance/http/exchange.h"
#include "appliance/http/websocket_bridge.h"

namespace gatehouse::http {
namespace {

constexpr int kHandled = 1;  // tells CivetWeb that nothing is left to do

// RFC 6455 section 4.2.2.
std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<std::uint8_t, 20> digest{};
  gatehouse_civetweb_sha1(text.data(), text.size(), digest.data());
  // base64 differs from base64url in two characters and in padding.
  std::string out = base64url(as_text(digest)) + "=";
  std::replace(out.begin(), out.end(), '-', '+');
  std::replace(out.begin(), out.end(), '_', '/');
  return out;
}

bool asks_for_websocket(const Request& request) {
  return list_names(request.header("upgrade"), "websocket");
}

std::optional<Response> refuse_handshake(const Request& request) {
  if (request.header("sec-websocket-version") != "13") {
    Response response = plain_answer(426, "WebSocket version 13 is spoken here.");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
    return response;
  }
  const bool is_key = request.header("sec-websocket-key").size() == 24;
  if (request.method != "GET" || !list_names(request.header("connection"), "upgrade") || !is_key ||
      !request.body.empty())
    return plain_answer(400, "This is not a WebSocket handshake.");
  return std::nullopt;
}

// One of a number of places, while it lives.
class Place {
 public:
  Place(std::atomic<int>& taken, int all) : taken_(taken), is_there_(taken.fetch_add(1) < all) {}
  ~Place() { taken_.fetch_sub(1); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  explicit operator bool() const { return is_there_; }

 private:
  std::atomic<int>& taken_;
  const bool is_there_;
};

int log_message(const mg_connection*, const char* message) {
  log::debug("http", message);
  return 1;  // CivetWeb itself prints nothing
}

// What CivetWeb itself refuses: heads it can't read.
int send_error(mg_connection* connection, int status, const char*) {
  send_response(connection, plain_answer(status, "This request can't be answered."), true);
  return 0;
}

class ServerImpl final : public Server {
 public:
  ServerImpl(const ServerOptions& options, Needs& needs) : options_(options), needs_(needs) {}
  ~ServerImpl() override {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_.get(), &one, sizeof one);
    if (context_ != nullptr) mg_stop(context_);
  }

  Result<void> start();
  bool adopt(UniqueFd socket, const std::string& ip, std::uint16_t port) override {
    if (gatehouse_civetweb_adopt(context_, socket.get(), ip.c_str(), port) != 0) return false;
    socket.release();
    return true;
  }

 private:
  static int begin_request(mg_connection* connection) {
    static_cast<ServerImpl*>(mg_get_user_data(mg_get_context(connection)))->answer(connection);
    return kHandled;
  }
  void answer(mg_connection* connection);
  void upgrade(mg_connection* connection, const Request& request);
  void bridge(mg_connection* connection, const std::string& key, const WebSocketAccept& accept);

  const ServerOptions options_;
  Needs& needs_;
  std::atomic<int> websockets_ = 0;
  UniqueFd stop_;  // readable from the end of the server on
  mg_context* context_ = nullptr;
};

Result<void> ServerImpl::start() {
  stop_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop_) return errno_error("the HTTP server can't start");
  const std::string threads = std::to_string(options_.threads), queue = std::to_string(options_.queue);
  // Closed again before anybody could connect (init_context); mg_start insists on one.
  const char* settings[] = {"listening_ports",
                            "127.0.0.1:0",
                            "num_threads",
                            threads.c_str(),
                            "connection_queue",
                            queue.c_str(),
                            "enable_keep_alive",
                            "no",
                            "request_timeout_ms",
                            "600000",  // the front end ends those that take too long
                            "decode_url",
                            "no",
                            nullptr};
  mg_callbacks callbacks{};
  callbacks.begin_request = begin_request;
  callbacks.log_message = log_message;
  callbacks.http_error = send_error;
  callbacks.init_context = gatehouse_civetweb_stop_listening;
  mg_init_library(0);
  mg_init_data init{&callbacks, this, settings};
  std::array<char, 256> words{};
  mg_error_data error{};
  error.text = words.data();
  error.text_buffer_size = words.size();
  context_ = mg_start2(&init, &error);
  if (context_ == nullptr) return Error{std::string("the HTTP server can't start: ") + words.data()};
  return {};
}

void ServerImpl::answer(mg_connection* connection) {
  auto read = read_request(connection, options_.body_bytes);
  if (const auto* refusal = std::get_if<Response>(&read)) return send_response(connection, *refusal, true);
  Request& request = std::get<Request>(read);
  if (asks_for_websocket(request)) return upgrade(connection, request);
  const bool with_body = request.method != "HEAD";
  if (!with_body) request.method = "GET";
  send_response(connection, needs_.handle(request), with_body);
}

void ServerImpl::upgrade(mg_connection* connection, const Request& request) {
  if (const auto refusal = refuse_handshake(request)) return send_response(connection, *refusal, true);
  const Place place(websockets_, options_.websockets);
  if (!place)
    return send_response(connection,
                         plain_answer(503, "Too many viewers and pages are open. Close some of them."), true);
  const auto decision = needs_.upgrade(request);
  if (const auto* refusal = std::get_if<Response>(&decision))
    return send_response(connection, *refusal, true);
  bridge(connection, accept_key(request.header("sec-websocket-key")), std::get<WebSocketAccept>(decision));
}

void ServerImpl::bridge(mg_connection* connection, const std::string& key, const WebSocketAccept& accept) {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
    return send_response(connection, plain_answer(503, "The appliance is busy. Try again in a few seconds."),
                         true);
  }
  UniqueFd ours(ends[0]), theirs(ends[1]);
  // Little is kept on the way: what waits here reaches the screen late.
  const int room = 64 * 1024;
  ::setsockopt(ours.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  ::setsockopt(theirs.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  const std::string head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      key + "\r\n\r\n";
  if (mg_write(connection, head.data(), head.size()) != static_cast<int>(head.size())) return;
  accept.opened(std::move(theirs));
  WebSocketBridge(gatehouse_civetweb_socket(connection), std::move(ours), stop_.get(),
                  {options_.message_bytes, options_.patience}, accept.close_code)
      .run();
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Needs& needs) {
  auto made = std::make_unique<ServerImpl>(options, needs);
  if (auto started = made->start(); !started) return started.error();
  return std::unique_ptr<Server>(std::move(made));
}

}  // namespace gatehouse::http
