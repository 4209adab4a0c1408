// For handlers of one machine: which one the path names.
#pragma once
#include "appliance/http/server.h"
#include "appliance/portal/context.h"
#include "appliance/portal/found.h"
#include "db/records.h"

namespace gatehouse::portal::handlers {

http::Response no_such_client();
// Among those of the caller's organization.
Found<db::Client> client_in_path(Context& context);
// Among the same, by ID or alias; nothing: there is none, or this is no address.
Result<std::optional<db::Client>> client_by_address(Context& context, const std::string& typed);

}  // namespace gatehouse::portal::handlers
