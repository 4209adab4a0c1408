#include "appliance/portal/handlers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

std::variant<http::Response, http::WebSocketAccept> open_events(Context& context) {
  Services& services = context.services;
  const Caller& caller = *context.caller;
  if (!services.events.has_room(caller.login.id)) {
    return to_response({503, "too_many_pages", "Too many pages are open. Close some of them.", {}, 5});
  }
  const EventHub::Subscriber subscriber{caller.organization.id, caller.user.id, caller.login.id,
                                        topics_for(caller.rights.access)};
  SharedReason reason = make_reason();
  return accept_websocket(reason, [&services, subscriber, reason](UniqueFd socket) {
    services.events.add(subscriber, std::move(socket), reason);
  });
}

}  // namespace gatehouse::portal::handlers
