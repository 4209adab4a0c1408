// What a stolen login must not be enough for asks for the password again.
#pragma once
#include <string_view>

#include "appliance/portal/context.h"
#include "appliance/portal/found.h"

namespace gatehouse::portal {

// Not their password, named as the field `current_password`; or too many tries. Slow: not inside a transaction.
Refusal refuse_password(Context& context, std::string_view password);

}  // namespace gatehouse::portal
