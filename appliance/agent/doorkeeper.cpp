#include "appliance/agent/doorkeeper.h"

namespace gatehouse::agent {

void Doorkeeper::ask(const Visitor& visitor, std::function<void(Verdict)> answer) {
  if (!list_.admits(visitor.who, now_())) {
    log::write(log::Level::warning, "agent",
               "call " + std::to_string(visitor.call) + " refused: " + visitor.account + " (" +
                   std::to_string(visitor.who.id) + ", " + visitor.who.alias + ") is not on the access list",
               refused_);
    return answer(wire::CloseReason::not_on_list);
  }
  inside_.ask(visitor, std::move(answer));
}

}  // namespace gatehouse::agent
