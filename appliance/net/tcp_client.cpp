#include "appliance/net/tcp_client.h"

#include <asio/ip/tcp.hpp>
#include <utility>

#include "appliance/net/loop_impl.h"
#include "appliance/net/socket_options.h"

namespace gatehouse::net {
namespace {

using asio::ip::tcp;

class TcpDial final : public EventLoop::Handle {
 public:
  using Done = std::function<void(Result<std::unique_ptr<Stream>>)>;

  TcpDial(EventLoop& loop, const std::string& ip, std::uint16_t port, std::chrono::milliseconds within,
          Done done)
      : loop_(loop), done_(std::move(done)), socket_(loop.impl().context) {
    std::error_code failure;
    const auto address = asio::ip::make_address(ip, failure);
    if (failure) {
      deadline_ = loop_.after(std::chrono::milliseconds(0), [this] { end(Error{"this is no address"}); });
      return;
    }
    deadline_ = loop_.after(within, [this] { end(Error{"no answer in time"}); });
    socket_.async_connect({address, port}, [this, life = std::weak_ptr(life_)](std::error_code refusal) {
      if (life.expired()) return;
      if (refusal) return end(Error{"no connection: " + refusal.message()});
      UniqueFd socket(socket_.release());
      set_tcp_options(socket.get());
      expect_answers_soon(socket.get());
      end(stream_over(loop_, std::move(socket)));
    });
  }

 private:
  // `done` may drop this handle.
  void end(Result<std::unique_ptr<Stream>> result) {
    deadline_.reset();
    std::error_code ignored;
    socket_.close(ignored);
    if (const auto done = std::exchange(done_, nullptr)) done(std::move(result));
  }

  EventLoop& loop_;
  Done done_;
  tcp::socket socket_;
  EventLoop::HandlePtr deadline_;
  std::shared_ptr<char> life_ = std::make_shared<char>();
};

}  // namespace

EventLoop::HandlePtr tcp_connect(EventLoop& loop, const std::string& ip, std::uint16_t port,
                                 std::chrono::milliseconds within,
                                 std::function<void(Result<std::unique_ptr<Stream>>)> done) {
  return std::make_unique<TcpDial>(loop, ip, port, within, std::move(done));
}

}  // namespace gatehouse::net
