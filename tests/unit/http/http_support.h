// A server whose answers the test decides, and a client that speaks bytes to it over a socketpair.
#pragma once
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "appliance/http/server.h"
#include "tests/support/catch.h"

namespace gatehouse::http_support {

struct Handlers final : http::Needs {
  http::Response handle(const http::Request& request) override { return on_request(request); }
  std::variant<http::Response, http::WebSocketAccept> upgrade(const http::Request& request) override {
    return on_upgrade(request);
  }
  std::function<http::Response(const http::Request&)> on_request = [](const http::Request& request) {
    return http::Response{200, {{"X-Path", request.path}}, request.method + " " + request.body, {}};
  };
  std::function<std::variant<http::Response, http::WebSocketAccept>(const http::Request&)> on_upgrade =
      [](const http::Request&) {
        return http::Response{403, {}, "no", {}};
      };
};

// One end of a connection; every wait ends after ten seconds.
class Peer {
 public:
  explicit Peer(UniqueFd socket) : socket_(std::move(socket)) {}

  void say(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // What comes until `enough` holds for it, or the connection ends.
  std::string hear(const std::function<bool(const std::string&)>& enough) {
    std::string heard;
    while (!enough(heard)) {
      pollfd wait{socket_.get(), POLLIN, 0};
      if (::poll(&wait, 1, 10000) != 1) break;
      char piece[65536];
      const ssize_t got = ::recv(socket_.get(), piece, sizeof piece, 0);
      if (got <= 0) {
        ended_ = true;
        break;
      }
      heard.append(piece, static_cast<std::size_t>(got));
    }
    return heard;
  }
  std::string hear_bytes(std::size_t count) {
    return hear([count](const std::string& text) { return text.size() >= count; });
  }
  std::string hear_all() {
    return hear([](const std::string&) { return false; });
  }
  // One answer that ends with `last`.
  std::string hear_until(const std::string& last) {
    return hear([&last](const std::string& text) { return text.ends_with(last); });
  }
  bool ended() const { return ended_; }
  void hang_up() { socket_.reset(); }
  int fd() const { return socket_.get(); }

 private:
  UniqueFd socket_;
  bool ended_ = false;
};

struct TestServer {
  explicit TestServer(http::ServerOptions options = {}) {
    if (options.threads == http::ServerOptions{}.threads) options.threads = 4;
    auto started = http::Server::start(options, handlers);
    REQUIRE(started);
    server = std::move(*started);
  }
  Peer connect(const std::string& ip = "192.0.2.7") {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    UniqueFd ours(ends[0]), theirs(ends[1]);
    REQUIRE(server->adopt(std::move(theirs), ip, 4711));
    return Peer(std::move(ours));
  }
  // One request on a connection of its own; the whole answer.
  std::string ask(const std::string& request) {
    Peer peer = connect();
    peer.say(request);
    return peer.hear_all();
  }

  Handlers handlers;
  std::unique_ptr<http::Server> server;
};

inline std::string get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

}  // namespace gatehouse::http_support
