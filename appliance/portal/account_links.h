// Links by which people set their password: the first one, and a new one when it is forgotten.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "appliance/base/result.h"
#include "appliance/portal/found.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Context;
struct Services;

inline constexpr std::int64_t kLinkGoodFor = 7 * 24 * 3600;  // seconds

struct NewLink {
  std::string url;
  std::string host;             // "host:port" in it
  std::int64_t expires_at = 0;  // seconds; the first at which it is good no more
};

// A new one, good once and for seven days; earlier ones of this user are good no more. The token is behind "#", which
// browsers keep for themselves: no log and no other site ever sees it.
Result<NewLink> new_account_link(Context& context, const db::User& user);
// The same, to be sent by mail: it leads to where others reach the appliance.
Result<NewLink> new_mailed_link(Context& context, const db::User& user);
// One that the account itself asked for, good for an hour.
Result<NewLink> new_own_link(Services& services, const db::User& user, const std::string& host);

// A new link as the API gives it: shown to the caller, or put into the queue of mail and shown to nobody. Inside a
// transaction.
Found<nlohmann::json> give_link(Context& context, const db::User& user, bool by_mail);

}  // namespace gatehouse::portal
