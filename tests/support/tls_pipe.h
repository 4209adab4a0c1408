// A TLS connection as a plain blocking file descriptor, so that tests read and write without an event loop of
// their own.
#pragma once
#include <fcntl.h>
#include <sys/socket.h>

#include <future>
#include <thread>

#include "appliance/net/splice.h"
#include "appliance/net/tls.h"

namespace gatehouse::test {

class TlsPipe {
 public:
  // Connects to 127.0.0.1, or another loopback address that is the name, within 10 s; ok() says whether it worked.
  TlsPipe(std::uint16_t port, const std::string& ca_pem, const std::string& alpn = net::kAlpnHttp,
          const std::string& server_name = "localhost") {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
    fd_.reset(ends[0]);
    std::promise<bool> connected;
    auto result = connected.get_future();
    thread_ = std::thread([&, far = ends[1]] { run(port, ca_pem, alpn, server_name, far, connected); });
    ok_ = result.get();
  }
  TlsPipe(const TlsPipe&) = delete;
  TlsPipe& operator=(const TlsPipe&) = delete;
  ~TlsPipe() {
    fd_.reset();
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  bool ok() const { return ok_; }
  int fd() const { return fd_.get(); }
  const std::string& error() const { return error_; }

 private:
  void run(std::uint16_t port, const std::string& ca_pem, const std::string& alpn,
           const std::string& server_name, int far, std::promise<bool>& connected) {
    net::TlsClientOptions options;
    options.host = server_name.starts_with("127.") ? server_name : "127.0.0.1";
    options.server_name = server_name;
    options.port = port;
    options.trusted_ca = ca_pem;
    options.alpn = alpn;
    std::unique_ptr<net::Splice> splice;
    const auto attempt =
        net::tls_connect(loop_, options, [&](Result<std::unique_ptr<net::TlsStream>> stream) {
          UniqueFd end(far);
          if (stream) {
            ::fcntl(end.get(), F_SETFL, O_NONBLOCK);
            splice = std::make_unique<net::Splice>(*std::move(stream),
                                                   net::stream_over(loop_, std::move(end)), nullptr, [] {});
          } else {
            error_ = stream.error().message;
          }
          connected.set_value(static_cast<bool>(splice));
        });
    loop_.run();
    splice.reset();
  }

  net::EventLoop loop_;
  UniqueFd fd_;
  std::thread thread_;
  bool ok_ = false;
  std::string error_;
};

}  // namespace gatehouse::test
