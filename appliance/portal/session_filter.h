// Which sessions a request asks for, in a list or to be downloaded.
#pragma once
#include "appliance/portal/query.h"
#include "db/session_repository.h"

namespace gatehouse::portal::handlers {

db::SessionFilter session_filter(Query& query);

}  // namespace gatehouse::portal::handlers
