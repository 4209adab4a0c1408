#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>

#include "appliance/base/secret.h"
#include "appliance/net/loop_impl.h"
#include "appliance/net/socket_options.h"
#include "appliance/net/tls.h"
#include "appliance/net/tls_connection.h"

namespace gatehouse::net {
namespace {

constexpr std::chrono::seconds kDialDeadline{10};

using asio::ip::tcp;

class Dial final : public EventLoop::Handle {
 public:
  Dial(EventLoop& loop, TlsClientOptions options,
       std::function<void(Result<std::unique_ptr<TlsStream>>)> done)
      : loop_(loop),
        options_(std::move(options)),
        done_(std::move(done)),
        resolver_(loop.impl().context),
        socket_(std::make_shared<tcp::socket>(loop.impl().context)) {
    deadline_ = loop_.after(kDialDeadline, [this] { fail(Error{"no answer within 10 seconds"}); });
    resolver_.async_resolve(
        options_.host, std::to_string(options_.port),
        [this, life = life()](std::error_code failure, const tcp::resolver::results_type& found) {
          if (life.expired()) return;
          if (failure) return fail(Error{"the name can't be resolved: " + failure.message()});
          connect(found);
        });
  }
  ~Dial() override { wipe(options_.key.data(), options_.key.size()); }

 private:
  std::weak_ptr<char> life() const { return life_; }

  void connect(const tcp::resolver::results_type& found) {
    // It looks at the socket even when it was given up.
    asio::async_connect(
        *socket_, found,
        [this, life = life(), socket = socket_](std::error_code failure, const tcp::endpoint& where) {
          if (life.expired()) return;
          if (failure) return fail(Error{"no connection: " + failure.message()});
          begin_tls(where);
        });
  }

  Result<std::shared_ptr<TlsConfig>> client_config() const {
    if (options_.trusted_fingerprint.empty())
      return TlsConfig::client(options_.trusted_ca, {options_.key, options_.certificate}, options_.alpn,
                               options_.idle_link ? Records::small : Records::large);
    GH_ASSERT(options_.trusted_ca.empty() && options_.key.empty());
    return TlsConfig::client_by_fingerprint(options_.trusted_fingerprint, options_.alpn);
  }

  void begin_tls(const tcp::endpoint& where) {
    auto config = client_config();
    if (!config) return fail(config.error());
    config_ = *config;
    UniqueFd socket(socket_->release());
    set_tcp_options(socket.get());
    auto connection = TlsConnection::create(
        loop_, std::move(socket), {where.address().to_string(), where.port()}, *config, options_.server_name);
    if (!connection) return fail(connection.error());
    connection_ = std::move(*connection);
    auto* kept = static_cast<Resumption*>(options_.idle_link.get());
    if (kept != nullptr) connection_->resume(*kept);
    connection_->handshake([this, kept](std::optional<Error> failure) {
      if (failure) {
        if (options_.other_authority && !config_->other_authority().empty())
          options_.other_authority(config_->other_authority());
        return fail(std::move(*failure));
      }
      if (connection_->alpn() != options_.alpn)
        return fail(Error{"the other side does not speak " + options_.alpn});
      if (kept != nullptr) connection_->keep(*kept);
      if (options_.authority_found && !config_->found_authority_pem().empty())
        options_.authority_found(config_->found_authority_pem());
      end(std::unique_ptr<TlsStream>(std::move(connection_)));
    });
  }

  void fail(Error error) {
    end(Error{"cannot connect to " + options_.host + " port " + std::to_string(options_.port) + ": " +
              error.message});
  }

  // `done` may drop this handle.
  void end(Result<std::unique_ptr<TlsStream>> result) {
    deadline_.reset();
    resolver_.cancel();
    std::error_code ignored;
    socket_->close(ignored);
    if (const auto done = std::exchange(done_, nullptr)) done(std::move(result));
  }

  EventLoop& loop_;
  TlsClientOptions options_;
  std::function<void(Result<std::unique_ptr<TlsStream>>)> done_;
  tcp::resolver resolver_;
  std::shared_ptr<tcp::socket> socket_;
  std::shared_ptr<char> life_ = std::make_shared<char>();
  EventLoop::HandlePtr deadline_;
  std::shared_ptr<TlsConfig> config_;
  std::unique_ptr<TlsConnection> connection_;
};

}  // namespace

std::shared_ptr<TlsResumption> TlsResumption::create() {
  return std::make_shared<Resumption>();
}

EventLoop::HandlePtr tls_connect(EventLoop& loop, TlsClientOptions options,
                                 std::function<void(Result<std::unique_ptr<TlsStream>>)> done) {
  return std::make_unique<Dial>(loop, std::move(options), std::move(done));
}

}  // namespace gatehouse::net
