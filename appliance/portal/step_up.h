// What a stolen login must not be enough for asks for the password again.
#pragma once
#include <string_view>

#include "appliance/portal/context.h"
#include "appliance/portal/found.h"

namespace gatehouse::portal {

// Not their password, which refuses this field and is noted in the audit log; or too many tries. Slow: not inside a
// transaction.
Refusal refuse_password(Context& context, std::string_view password, const char* field = "current_password");

}  // namespace gatehouse::portal
