// Which entries of the audit log a request asks for, in a list or to be downloaded.
#pragma once
#include "appliance/portal/query.h"
#include "db/audit_repository.h"

namespace gatehouse::portal::handlers {

db::AuditFilter audit_filter(Query& query);

}  // namespace gatehouse::portal::handlers
