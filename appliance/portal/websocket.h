// How a WebSocket of the portal is closed: whoever closes its descriptor says before, in the shared reason,
// why.
#pragma once
#include <atomic>
#include <functional>
#include <memory>

#include "appliance/http/server.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::portal {

using SharedReason = std::shared_ptr<std::atomic<wire::CloseReason>>;

inline SharedReason make_reason() {
  return std::make_shared<std::atomic<wire::CloseReason>>(wire::CloseReason::none);
}

// The browser gets websocket_code(reason) and the reason's words; 1000 while the reason is none.
inline http::WebSocketAccept accept_websocket(SharedReason reason, std::function<void(UniqueFd)> opened) {
  return {std::move(opened), [reason] {
            const wire::CloseReason why = reason->load();
            if (why == wire::CloseReason::none) return std::pair<std::uint16_t, std::string>(1000, "");
            return std::pair<std::uint16_t, std::string>(wire::websocket_code(why),
                                                         wire::close_reason_words(why));
          }};
}

}  // namespace gatehouse::portal
