// Letters about what was done to how somebody signs in: whoever did not do it themself learns of it.
#pragma once
#include <string_view>

#include "appliance/portal/found.h"

namespace gatehouse::portal {

struct Context;
struct AuditEvent;

// Puts the letter about `event` into the queue of mail; part of the transaction of what it tells of. Does nothing where
// no mail is sent, for events that are no such thing, and where nobody has shown yet that the address is theirs.
Refusal notify_owner(Context& context, const AuditEvent& event);

}  // namespace gatehouse::portal
