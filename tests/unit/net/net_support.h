// What the network tests share: a loop that runs until something holds, and an appliance with its own
// authorities.
#pragma once
#include <sys/socket.h>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "appliance/net/certificates.h"
#include "appliance/net/front_end.h"
#include "appliance/net/stream.h"
#include "tests/support/catch.h"
#include "tests/support/patience.h"

namespace gatehouse::net_support {

// Runs the loop on this thread until `holds`. False: it never did.
inline bool run_until(net::EventLoop& loop, const std::function<bool()>& holds) {
  bool held = holds();
  if (held) return true;
  const auto poll = loop.every(std::chrono::milliseconds(1), [&] {
    held = holds();
    if (held) loop.stop();
  });
  const auto late = loop.after(test::kSoon, [&] { loop.stop(); });
  loop.run();
  return held;
}

inline std::pair<UniqueFd, UniqueFd> socket_pair() {
  int ends[2] = {-1, -1};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// Records what a stream tells.
struct Listener {
  std::string received;
  bool closed = false;
  std::optional<Error> error;
  int drained = 0;

  net::Stream::Events events() {
    return {.data = [this](ByteView data) { received.append(as_text(data)); },
            .drained = [this] { ++drained; },
            .closed =
                [this](std::optional<Error> why) {
                  closed = true;
                  error = std::move(why);
                }};
  }
};

constexpr std::int64_t kNow = 1'795'000'000;
inline std::int64_t now() {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

// Made once: key generation takes a while under sanitizers.
struct Authorities {
  net::KeyAndCertificate server = *net::new_authority("Test server CA", now(), 30);
  net::KeyAndCertificate device = *net::new_authority("Test device CA", now(), 30);
  net::KeyAndCertificate host = *net::issue_server(server, {"localhost", "127.0.0.1"}, now(), 30);
  net::KeyAndCertificate for_agents = *net::issue_server(server, {"gatehouse.appliance"}, now(), 30);
  std::string device_key = net::new_key_pem();
  std::string device_certificate =
      *net::issue_device(device, *net::new_request(device_key), "device-1", now(), 30);

  net::ResumptionKeys resumption{std::string(36, 'c'), std::string(36, 'p')};

  net::ServerIdentity identity() const {
    return {host, for_agents, device.certificate_pem, resumption, {"localhost"}};
  }
};
inline const Authorities& authorities() {
  static const Authorities made;
  return made;
}

inline const std::string kHead = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

inline std::string http_answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A front end on a free port of loopback, and everything that came through it.
struct TestAppliance final : net::FrontEndNeeds {
  explicit TestAppliance(net::EventLoop& event_loop, net::FrontEndLimits limits = {}) : loop(event_loop) {
    auto opened = net::FrontEnd::open(loop, "127.0.0.1:0", limits, authorities().identity(), *this);
    REQUIRE(opened);
    front = std::move(*opened);
  }
  void device_connected(std::unique_ptr<net::TlsStream> stream) override {
    devices.push_back(std::move(stream));
  }
  bool http_connected(UniqueFd socket, const net::PeerAddress& peer) override {
    peers.push_back(peer);
    if (full) return false;
    https.push_back(net::stream_over(loop, std::move(socket)));
    http_heard.push_back(std::make_unique<Listener>());
    https.back()->start(http_heard.back()->events());
    return true;
  }

  // What the HTTP server got as request number `number`, once it came; fails the test when it does not.
  const std::string& asked(std::size_t number, const std::string& ends_with) {
    REQUIRE(run_until(
        loop, [&] { return https.size() > number && http_heard[number]->received.ends_with(ends_with); }));
    return http_heard[number]->received;
  }
  // As the HTTP server does: writes and closes.
  void answer(std::size_t number, std::string_view text) {
    https[number]->write(as_bytes(text));
    https[number]->close();
  }

  net::EventLoop& loop;
  bool full = false;
  std::vector<std::unique_ptr<net::TlsStream>> devices;
  std::vector<std::unique_ptr<net::Stream>> https;
  std::vector<std::unique_ptr<Listener>> http_heard;
  std::vector<net::PeerAddress> peers;
  std::unique_ptr<net::FrontEnd> front;
};

// A client's side of one connection.
struct Client {
  std::unique_ptr<net::TlsStream> stream;
  std::optional<Error> failure;
  Listener heard;
  net::EventLoop::HandlePtr dialing;

  bool answered() const { return stream || failure; }
  void dial(net::EventLoop& loop, net::TlsClientOptions options) {
    dialing =
        net::tls_connect(loop, std::move(options), [this](Result<std::unique_ptr<net::TlsStream>> result) {
          if (!result) {
            failure = result.error();
            return;
          }
          stream = std::move(*result);
          stream->start(heard.events());
        });
  }
  void say(std::string_view text) { stream->write(as_bytes(text)); }
  bool heard_all(const std::string& text) const { return heard.received.ends_with(text); }
};

inline net::TlsClientOptions options_for(const TestAppliance& appliance, const std::string& alpn) {
  net::TlsClientOptions options;
  options.host = "127.0.0.1";
  options.server_name = alpn == net::kAlpnGatehouse ? "gatehouse.appliance" : "localhost";
  options.port = appliance.front->port();
  options.trusted_ca = authorities().server.certificate_pem;
  options.alpn = alpn;
  return options;
}

inline net::TlsClientOptions device_options(const TestAppliance& appliance) {
  net::TlsClientOptions options = options_for(appliance, net::kAlpnGatehouse);
  options.certificate = authorities().device_certificate;
  options.key = authorities().device_key;
  return options;
}

}  // namespace gatehouse::net_support
