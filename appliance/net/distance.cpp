#include "appliance/net/distance.h"

#include <asio/connect.hpp>
#include <asio/ip/tcp.hpp>
#include <utility>

#include "appliance/net/loop_impl.h"

namespace gatehouse::net {
namespace {

using asio::ip::tcp;
using Answer = std::optional<std::chrono::microseconds>;

class Measurement final : public EventLoop::Handle {
 public:
  Measurement(EventLoop& loop, const std::string& host, std::uint16_t port, std::chrono::milliseconds within,
              std::function<void(Answer)> done)
      : done_(std::move(done)),
        resolver_(loop.impl().context),
        socket_(std::make_shared<tcp::socket>(loop.impl().context)) {
    deadline_ = loop.after(within, [this] { end(std::nullopt); });
    resolver_.async_resolve(
        host, std::to_string(port),
        [this, life = life()](std::error_code failure, const tcp::resolver::results_type& found) {
          if (life.expired()) return;
          if (failure) return end(std::nullopt);
          connect(found);
        });
  }

 private:
  std::weak_ptr<char> life() const { return life_; }

  void connect(const tcp::resolver::results_type& found) {
    started_ = std::chrono::steady_clock::now();
    // It looks at the socket even when it was given up.
    asio::async_connect(
        *socket_, found,
        [this, life = life(), socket = socket_](std::error_code failure, const tcp::endpoint&) {
          if (life.expired()) return;
          if (failure) return end(std::nullopt);
          end(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                    started_));
        });
  }

  // `done` may drop this handle.
  void end(Answer answer) {
    deadline_.reset();
    resolver_.cancel();
    std::error_code ignored;
    socket_->close(ignored);
    if (const auto done = std::exchange(done_, nullptr)) done(answer);
  }

  std::function<void(Answer)> done_;
  tcp::resolver resolver_;
  std::shared_ptr<tcp::socket> socket_;
  std::chrono::steady_clock::time_point started_;
  EventLoop::HandlePtr deadline_;
  std::shared_ptr<char> life_ = std::make_shared<char>();
};

}  // namespace

EventLoop::HandlePtr measure_distance(EventLoop& loop, const std::string& host, std::uint16_t port,
                                      std::chrono::milliseconds within, std::function<void(Answer)> done) {
  return std::make_unique<Measurement>(loop, host, port, within, std::move(done));
}

}  // namespace gatehouse::net
