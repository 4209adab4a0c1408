#include "appliance/http/websocket_bridge.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace gatehouse::http {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::chrono::seconds kCloseDeadline{3};

// Sends from the front of `queue` what the socket takes. False: nobody takes any more.
bool send_some(int socket, Bytes& queue) {
  const ssize_t sent = ::send(socket, queue.data(), queue.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) return errno == EAGAIN || errno == EINTR;
  queue.erase(queue.begin(), queue.begin() + sent);
  return true;
}

// Zero: nothing now. Less: the end.
ssize_t receive_some(int socket, Bytes& buffer) {
  buffer.resize(kPiece);
  const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got > 0) return got;
  return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

void WebSocketBridge::run() {
  browser_took_ = now();
  while (!nothing_left() && now() < deadline_ && step()) {
  }
}

bool WebSocketBridge::nothing_left() const {
  const bool application_has_all = to_application_.empty() || !application_;
  const bool browser_has_all = browser_gone_ || (close_begun_ && close_heard_ && to_browser_.empty());
  return browser_has_all && application_has_all;
}

// Each side is read only when the other has taken what came before.
bool WebSocketBridge::wants_browser() const {
  return !browser_gone_ && !close_heard_ && to_application_.empty() && to_browser_.size() < 4 * kPiece;
}

bool WebSocketBridge::wants_application() const {
  return application_ && !close_begun_ && to_browser_.empty();
}

int WebSocketBridge::poll_timeout() const {
  SteadyTime until = deadline_;
  if (!to_browser_.empty()) until = std::min(until, browser_took_ + patience_);
  if (until == SteadyTime::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

// One wait and what it brought. False: over.
bool WebSocketBridge::step() {
  const bool read_browser_now = wants_browser(), read_application_now = wants_application();
  short browser_events = read_browser_now ? POLLIN : 0,
        application_events = read_application_now ? POLLIN : 0;
  if (!browser_gone_ && !to_browser_.empty()) browser_events |= POLLOUT;
  if (application_ && !to_application_.empty()) application_events |= POLLOUT;
  // The end of a side is watched also while nothing is wanted of it: poll tells POLLHUP unasked. Once told,
  // poll would report it again immediately.
  const bool watch_browser = !browser_gone_ && (!browser_hung_up_ || browser_events != 0);
  const bool watch_application = application_ && (!application_hung_up_ || application_events != 0);
  pollfd waits[] = {{watch_browser ? browser_ : -1, browser_events, 0},
                    {watch_application ? application_.get() : -1, application_events, 0},
                    {stop_, POLLIN, 0}};
  if (::poll(waits, 3, poll_timeout()) < 0 && errno != EINTR) return false;
  if (to_browser_.empty()) browser_took_ = now();
  if (waits[2].revents != 0) {
    begin_close(static_cast<std::uint16_t>(WebSocketClose::going_away), "the appliance is stopping");
    return false;
  }
  constexpr short kHangUp = POLLHUP | POLLERR;
  if ((waits[0].revents & kHangUp) != 0 && !std::exchange(browser_hung_up_, true)) end_by(now() + patience_);
  if ((waits[1].revents & kHangUp) != 0 && !std::exchange(application_hung_up_, true))
    end_by(now() + patience_);
  if ((waits[0].revents & POLLOUT) != 0) write_browser();
  if ((waits[1].revents & POLLOUT) != 0) write_application();
  if (read_browser_now && (waits[0].revents & (POLLIN | kHangUp)) != 0) read_browser();
  if (read_application_now && (waits[1].revents & (POLLIN | kHangUp)) != 0) read_application();
  return to_browser_.empty() || now() < browser_took_ + patience_;
}

void WebSocketBridge::decode(ByteView data) {
  decoder_.feed(data, to_application_, to_browser_);
  if (!to_application_.empty()) write_application();
  if (!decoder_.closed()) return;
  close_heard_ = true;
  begin_close(decoder_.close_code(), "");
}

void WebSocketBridge::read_browser() {
  const ssize_t got = receive_some(browser_, buffer_);
  if (got < 0) browser_lost();
  if (got > 0) decode(ByteView(buffer_).first(static_cast<std::size_t>(got)));
}

void WebSocketBridge::read_application() {
  if (!wants_application()) return;
  const ssize_t got = receive_some(application_.get(), buffer_);
  if (got < 0) {
    const auto [code, words] = close_code_();
    to_application_.clear();
    application_.reset();
    return begin_close(code, words);
  }
  if (got == 0) return;
  append_binary_message(to_browser_, ByteView(buffer_).first(static_cast<std::size_t>(got)));
  write_browser();
}

void WebSocketBridge::write_browser() {
  const std::size_t waiting = to_browser_.size();
  if (waiting > 0 && !send_some(browser_, to_browser_)) browser_lost();
  if (to_browser_.size() < waiting) browser_took_ = now();
}

void WebSocketBridge::browser_lost() {
  browser_gone_ = true;
  to_browser_.clear();
}

void WebSocketBridge::write_application() {
  if (!application_ || !send_some(application_.get(), to_application_)) to_application_.clear();
}

void WebSocketBridge::begin_close(std::uint16_t code, std::string_view words) {
  if (close_begun_) return;
  close_begun_ = true;
  end_by(now() + kCloseDeadline);
  append_close(to_browser_, code, words);
  write_browser();
}

}  // namespace gatehouse::http
