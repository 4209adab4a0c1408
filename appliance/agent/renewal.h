// Asks for this machine's next certificate before the present one ends. Loop thread.
#pragma once
#include <cstdint>
#include <functional>

#include "appliance/agent/identity.h"
#include "appliance/net/event_loop.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class Renewal {
 public:
  Renewal(net::EventLoop& loop, Identity& identity, std::function<void(const wire::Renew&)> ask);

  // The first WELCOME of a link, before which nothing can be sent: the appliance answers one question on each link.
  void link_began() { asked_ = false; }
  // `now` by the appliance's clock, on which the certificate's end is judged. Asks when it is time: at once when
  // little of it is left, else within ten minutes, so that machines enrolled together do not ask together.
  void look(std::int64_t now);
  void renewed(const wire::Renewed& answer);

 private:
  void ask();

  net::EventLoop& loop_;
  Identity& identity_;
  const std::function<void(const wire::Renew&)> ask_;
  bool asked_ = false;
  net::EventLoop::HandlePtr waiting_;
};

}  // namespace gatehouse::agent
