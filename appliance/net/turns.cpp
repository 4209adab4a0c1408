#include "appliance/net/turns.h"

#include <algorithm>

namespace gatehouse::net {

Turns::Ticket Turns::ask(const std::string& key, EventLoop::Task go) {
  const auto place = std::make_shared<Place>(Place{key, std::move(go)});
  Queue& queue = queues_[key];
  queue.waiting.push_back(place);
  grant(queue);
  return {this, [self = shared_from_this(), place](void*) { self->leave(place); }};
}

void Turns::grant(Queue& queue) {
  while (queue.busy < at_once_ && !queue.waiting.empty()) {
    const auto next = std::move(queue.waiting.front());
    queue.waiting.pop_front();
    next->granted = true;
    ++queue.busy;
    loop_.post([weak = std::weak_ptr(next)] {
      if (const auto place = weak.lock()) place->go();
    });
  }
}

void Turns::leave(const std::shared_ptr<Place>& place) {
  const auto found = queues_.find(place->key);
  Queue& queue = found->second;
  if (place->granted) {
    --queue.busy;
  } else {
    std::erase(queue.waiting, place);
  }
  grant(queue);
  if (queue.busy == 0 && queue.waiting.empty()) queues_.erase(found);
}

}  // namespace gatehouse::net
