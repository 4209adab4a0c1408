// For handlers of one machine: which one the path names.
#pragma once
#include <variant>

#include "appliance/http/server.h"
#include "appliance/portal/context.h"
#include "db/records.h"

namespace gatehouse::portal::handlers {

http::Response no_such_client();
// Among those of the caller's organisation; else what to answer.
std::variant<db::Client, http::Response> client_in_path(Context& context);

}  // namespace gatehouse::portal::handlers
