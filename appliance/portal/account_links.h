// Links by which people set their password: the first one, and a new one when it is forgotten.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/base/result.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Context;

struct NewLink {
  std::string url;
  std::int64_t expires_at = 0;  // seconds; the first at which it is good no more
};

// A new one, good once and for seven days; earlier ones of this user are good no more. The token is behind "#", which
// browsers keep for themselves: no log and no other site ever sees it.
Result<NewLink> new_account_link(Context& context, const db::User& user);

}  // namespace gatehouse::portal
