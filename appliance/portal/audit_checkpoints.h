// Signs the audit log from time to time, so that whoever changed the store later could not make one that looks as old.
#pragma once
#include "appliance/base/result.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Services;

// Signs what was written since the last time, if anything was.
Result<void> sign_audit(Services& services, const db::Organization& organization);

}  // namespace gatehouse::portal
