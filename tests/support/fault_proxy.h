// A bad network between two programs: a TCP proxy on 127.0.0.1 that delays, slows, stalls, swallows or resets what
// passes, as the test says while it runs.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::test {

class FaultProxy {
 public:
  explicit FaultProxy(std::uint16_t target) : target_(target), listener_(listen()) {
    thread_ = std::thread([this] { run(); });
  }
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;
  ~FaultProxy() {
    stopping_ = true;
    thread_.join();
  }

  std::uint16_t port() const { return port_; }

  // Each way, from now on.
  void delay(std::chrono::milliseconds time) {
    const std::lock_guard lock(mutex_);
    delay_ = time;
  }
  // Each way, of all connections together; 0: no limit.
  void bandwidth(std::size_t bytes_per_second) {
    const std::lock_guard lock(mutex_);
    rate_ = bytes_per_second;
  }
  // Nothing passes until it is over, of new connections neither; then everything does (TCP has kept it).
  void stall(bool on) {
    const std::lock_guard lock(mutex_);
    stalled_ = on;
  }
  // Stalls now and then, at random, for some milliseconds each time.
  void stutter(bool on) {
    const std::lock_guard lock(mutex_);
    stutters_ = on;
  }
  // The connections that are open now lose every byte from now on, and neither side hears of it. New ones work.
  void vanish() {
    const std::lock_guard lock(mutex_);
    for (Line& line : lines_) {
      line.vanished = true;
      for (Way& way : line.ways) {
        way.queue.clear();
        way.queued = 0;
      }
    }
  }
  // After `count` more connections whoever comes is refused, until admit().
  void refuse_after(int count) {
    const std::lock_guard lock(mutex_);
    admits_ = count;
  }
  void admit() {
    const std::lock_guard lock(mutex_);
    admits_ = -1;
    if (!listener_) listener_ = listen();
  }
  // How many connections there have been.
  int taken() {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  // The connections that are open now get a RST on both sides.
  void reset() {
    const std::lock_guard lock(mutex_);
    for (Line& line : lines_) line.abort();
    lines_.clear();
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Piece {
    Clock::time_point due;
    Bytes bytes;
    std::size_t sent = 0;
  };
  struct Way {
    std::deque<Piece> queue;
    std::size_t queued = 0;
    bool ended = false, told = false;  // its source says no more; its target has heard so
  };
  struct Line {
    std::array<UniqueFd, 2> ends;  // way 0 is from end 0 to end 1
    std::array<Way, 2> ways;
    bool vanished = false;

    void abort() {
      const linger at_once{1, 0};
      for (UniqueFd& end : ends) {
        if (end) ::setsockopt(end.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        end.reset();
      }
    }
  };

  static constexpr std::size_t kUnlimitedQueue = 4 * 1024 * 1024;
  // What the kernel may hide from the test on each side.
  static constexpr int kSocketBuffer = 32 * 1024;

  static void make_small(int fd) {
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kSocketBuffer, sizeof kSocketBuffer);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kSocketBuffer, sizeof kSocketBuffer);
  }
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(port);
    return where;
  }
  UniqueFd listen() {
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    make_small(fd.get());
    const int again = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
    sockaddr_in where = loopback(port_);
    socklen_t size = sizeof where;
    if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(fd.get(), 64) != 0 ||
        ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&where), &size) != 0)
      std::abort();
    if (port_ == 0) port_ = ntohs(where.sin_port);
    return fd;
  }

  void run() {
    while (!stopping_) {
      std::vector<pollfd> watched;
      {
        const std::lock_guard lock(mutex_);
        pass_time();
        watched = what_to_watch();
      }
      ::poll(watched.data(), watched.size(), 5);
      const std::lock_guard lock(mutex_);
      accept();
      for (auto line = lines_.begin(); line != lines_.end();)
        line = serve(*line) ? std::next(line) : lines_.erase(line);
    }
  }

  // --- With the mutex held

  void pass_time() {
    const auto now = Clock::now();
    const double elapsed = std::chrono::duration<double>(now - std::exchange(last_, now)).count();
    const auto rate = static_cast<double>(rate_);
    for (double& tokens : tokens_) tokens = std::min(tokens + elapsed * rate, std::max(1500.0, rate / 5));
    if (!stutters_) {
      blocked_until_ = {};
    } else if (now > blocked_until_ + std::chrono::milliseconds(std::rand() % 100)) {
      blocked_until_ = now + std::chrono::milliseconds(std::rand() % 100);
    }
  }
  bool blocked() const { return stalled_ || Clock::now() < blocked_until_; }
  std::size_t room() const {
    if (rate_ == 0) return kUnlimitedQueue;
    return 8 * 1024 + rate_ * static_cast<std::size_t>(delay_.count()) / 1000;
  }
  bool may_read(const Line& line, std::size_t way) const {
    if (!line.ends[way] || line.ways[way].ended) return false;
    return line.vanished || (!blocked() && line.ways[way].queued < room());
  }
  bool may_write(const Line& line, std::size_t way) const {
    const Way& one = line.ways[way];
    if (line.vanished || blocked() || one.queue.empty() || one.queue.front().due > Clock::now()) return false;
    return rate_ == 0 || tokens_[way] >= 1;
  }

  std::vector<pollfd> what_to_watch() const {
    std::vector<pollfd> watched = {{stalled_ ? -1 : listener_.get(), POLLIN, 0}};
    for (const Line& line : lines_) {
      for (std::size_t end : {0u, 1u}) {
        short events = may_read(line, end) ? POLLIN : 0;
        if (may_write(line, 1 - end)) events |= POLLOUT;
        if (line.ends[end] && events != 0) watched.push_back({line.ends[end].get(), events, 0});
      }
    }
    return watched;
  }

  void accept() {
    if (stalled_ || !listener_) return;
    UniqueFd near(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!near) return;
    UniqueFd far(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    make_small(far.get());
    const sockaddr_in where = loopback(target_);
    if (::connect(far.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) return;
    lines_.emplace_back();
    lines_.back().ends = {std::move(near), std::move(far)};
    ++taken_;
    if (admits_ > 0 && --admits_ == 0) listener_.reset();
  }

  // False: it is over.
  bool serve(Line& line) {
    for (std::size_t way : {0u, 1u}) {
      if (may_read(line, way) && !read(line, way)) return false;
      while (may_write(line, way)) {
        const int sent = write(line, way);
        if (sent < 0) return false;
        if (sent == 0) break;
      }
      Way& one = line.ways[way];
      if (one.ended && one.queue.empty() && !one.told && !line.vanished && !blocked()) {
        one.told = true;
        ::shutdown(line.ends[1 - way].get(), SHUT_WR);
      }
    }
    return !(line.ways[0].told && line.ways[1].told) && (line.ends[0] || line.ends[1]);
  }
  bool read(Line& line, std::size_t way) {
    Way& one = line.ways[way];
    Bytes bytes(16 * 1024);
    const ssize_t got = ::recv(line.ends[way].get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (line.vanished) {
      if (got <= 0) line.ends[way].reset();
      return true;
    }
    if (got < 0) {
      line.abort();
      return false;
    }
    one.ended = got == 0;
    bytes.resize(static_cast<std::size_t>(got));
    one.queued += bytes.size();
    if (got > 0) one.queue.push_back({Clock::now() + delay_, std::move(bytes)});
    return true;
  }
  // How much; -1: that end is gone.
  int write(Line& line, std::size_t way) {
    Way& one = line.ways[way];
    Piece& piece = one.queue.front();
    std::size_t size = piece.bytes.size() - piece.sent;
    if (rate_ != 0) size = std::min(size, static_cast<std::size_t>(tokens_[way]));
    const ssize_t sent =
        ::send(line.ends[1 - way].get(), piece.bytes.data() + piece.sent, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (sent < 0) {
      line.abort();
      return -1;
    }
    if (rate_ != 0) tokens_[way] -= static_cast<double>(sent);
    piece.sent += static_cast<std::size_t>(sent);
    one.queued -= static_cast<std::size_t>(sent);
    if (piece.sent == piece.bytes.size()) one.queue.pop_front();
    return static_cast<int>(sent);
  }

  const std::uint16_t target_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;

  std::mutex mutex_;  // guards what follows
  UniqueFd listener_;
  int taken_ = 0, admits_ = -1;  // no limit
  std::chrono::milliseconds delay_{0};
  std::size_t rate_ = 0;
  bool stalled_ = false, stutters_ = false;
  Clock::time_point last_ = Clock::now(), blocked_until_{};
  std::array<double, 2> tokens_{};
  std::list<Line> lines_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gatehouse::test
