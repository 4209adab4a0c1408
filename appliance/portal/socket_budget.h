// How the threads of the HTTP server are shared out: every open page and every viewer keeps one, and requests
// must always find one.
#pragma once
#include <algorithm>
#include <cstddef>

namespace gatehouse::portal {

struct SocketBudget {
  std::size_t calls = 0;  // viewers, also those on their way
  std::size_t pages = 0;  // event streams
  std::size_t all() const { return calls + pages; }
};

// Viewers get half of the threads not kept for requests, or less when fewer sessions are wanted; pages get
// the rest. `threads`: 8 or more.
constexpr SocketBudget socket_budget(std::size_t threads, std::size_t sessions) {
  const std::size_t requests = std::max<std::size_t>(2, threads / 8);
  const std::size_t sockets = threads - requests;
  const std::size_t calls = std::min(sessions, sockets / 2);
  return {calls, sockets - calls};
}

// The fewest threads with which that many sessions fit.
constexpr std::size_t threads_for(std::size_t sessions) {
  std::size_t threads = std::max<std::size_t>(8, 2 * sessions);
  while (socket_budget(threads, sessions).calls < sessions) ++threads;
  return threads;
}

}  // namespace gatehouse::portal
