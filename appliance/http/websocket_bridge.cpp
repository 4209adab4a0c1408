#include "appliance/http/websocket_bridge.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>

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

}  // namespace

void WebSocketBridge::run(ByteView early) {
  decode(early);
  auto deadline = std::chrono::steady_clock::time_point::max();
  for (;;) {
    if (close_begun_ && deadline == std::chrono::steady_clock::time_point::max())
      deadline = std::chrono::steady_clock::now() + kCloseDeadline;
    if (std::chrono::steady_clock::now() >= deadline || !step()) return;
  }
}

// One wait and what it brought. False: over.
bool WebSocketBridge::step() {
  if (browser_gone_ && (to_application_.empty() || !application_)) return false;
  if (close_begun_ && close_heard_ && to_browser_.empty() && (to_application_.empty() || !application_))
    return false;
  short browser_events = 0, application_events = 0;
  // Each side is read only when the other has taken what came before.
  const bool takes_answers = to_browser_.size() < 4 * kPiece;
  if (!browser_gone_ && !close_heard_ && to_application_.empty() && takes_answers) browser_events |= POLLIN;
  if (!browser_gone_ && !to_browser_.empty()) browser_events |= POLLOUT;
  if (!close_begun_ && to_browser_.empty()) application_events |= POLLIN;
  if (!to_application_.empty()) application_events |= POLLOUT;
  pollfd waits[] = {
      {browser_events != 0 ? browser_ : -1, browser_events, 0},
      {application_ && application_events != 0 ? application_.get() : -1, application_events, 0},
      {stop_, POLLIN, 0}};
  const int limit = close_begun_ ? 100 : -1;
  if (::poll(waits, 3, limit) < 0 && errno != EINTR) return false;
  if (waits[2].revents != 0) {
    begin_close(static_cast<std::uint16_t>(WebSocketClose::going_away), "the appliance is stopping");
    write_browser();
    return false;
  }
  if ((waits[0].revents & POLLOUT) != 0) write_browser();
  if ((waits[1].revents & POLLOUT) != 0) write_application();
  const bool hung_up = (waits[0].revents & (POLLHUP | POLLERR)) != 0;
  if ((waits[0].revents & POLLIN) != 0 || (hung_up && (browser_events & POLLIN) != 0)) {
    read_browser();
  } else if (hung_up) {
    browser_lost();
  }
  if ((waits[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0) read_application();
  return true;
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
  if (close_begun_ || !to_browser_.empty()) return;
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
  if (!to_browser_.empty() && !send_some(browser_, to_browser_)) browser_lost();
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
  append_close(to_browser_, code, words);
  write_browser();
}

}  // namespace gatehouse::http
