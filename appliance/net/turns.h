// Of each key, so many at once; the others wait their turn, first come first served. Loop thread.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "appliance/net/event_loop.h"

namespace gatehouse::net {

class Turns : public std::enable_shared_from_this<Turns> {
 public:
  // Dropping it gives the turn, or the place in the queue, to the next.
  using Ticket = std::shared_ptr<void>;

  Turns(EventLoop& loop, int at_once) : loop_(loop), at_once_(at_once) {}
  // `go` runs when it is its turn, from the loop, never inside this call; not after the ticket was dropped.
  Ticket ask(const std::string& key, EventLoop::Task go);

 private:
  struct Place {
    std::string key;
    EventLoop::Task go;
    bool granted = false;
  };
  struct Queue {
    int busy = 0;
    std::deque<std::shared_ptr<Place>> waiting;
  };
  void grant(Queue& queue);
  void leave(const std::shared_ptr<Place>& place);

  EventLoop& loop_;
  const int at_once_;
  std::unordered_map<std::string, Queue> queues_;
};

}  // namespace gatehouse::net
