// What the event loop is made of; seen by net/ alone.
#pragma once
#include <array>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <atomic>
#include <thread>

#include "appliance/net/event_loop.h"
#include "appliance/net/out_queue.h"

namespace gatehouse::net {

struct EventLoop::Impl {
  SpareBlocks spare_blocks;  // first: handlers that the context drops may own connections
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::atomic<std::thread::id> thread;
  // Shared by every connection, so that an idle one needs no buffer. Only the handler that runs right now may
  // use them, from a read until it returns to the loop.
  std::array<std::uint8_t, 64 * 1024> received;
  std::array<std::uint8_t, 16 * 1024> decrypted;
};

}  // namespace gatehouse::net
