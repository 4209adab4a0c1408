// How a handler changes the store: wholly or not at all, noted in the audit log, and not over somebody else's change.
#pragma once
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/auth/login_service.h"
#include "appliance/http/server.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Context;
struct Services;

// Everything that `body` does through repositories is kept or undone together. Its answer is given; one that refuses
// (400 and above) undoes all.
http::Response in_transaction(Services& services, const std::function<http::Response()>& body);

// The same, for what changes who may do what. The caller is looked up again inside: somebody else's change may have
// come first. When it was kept, whoever lost a right is cut off, and pages look again.
http::Response change_rights(Context& context, const std::function<http::Response()>& body);

// As in_transaction(), with the caller as they are now: looked up again inside, because their right may have ended since the
// request began.
http::Response change_as_now(Context& context, const std::function<http::Response()>& body);

// An entry of the audit log, beside who, when and from where. Secrets have no place in it.
struct AuditEvent {
  std::string_view action;     // "role.changed"
  std::int64_t target_id = 0;  // what it was done to, by its number and its name
  std::string target;
  nlohmann::json before = nullptr, after = nullptr;  // objects; of fields that are the same nothing is kept
  nlohmann::json about = nullptr;                    // an object; its fields are kept with both
};
// The last step inside the transaction: gives `answer`, unless the log could not be written. Where both `before` and
// `after` are there and the same, nothing was done and nothing is written.
http::Response note(Context& context, AuditEvent event, http::Response answer);
// The same, done as somebody else than the caller, or where there is none: by a link, or while signing in.
http::Response note_as(Context& context, const auth::Identity& who, AuditEvent event, http::Response answer);
// The same for what the appliance does by itself.
Result<void> note_own_doing(Services& services, db::OrganizationId organization, AuditEvent event);
// Somebody who is not signed in tried something on this account. Written soon; not at all when this was tried too often
// lately.
void note_attempt(Context& context, const db::User& whose, std::string_view action);

// RFC 9110, section 8.8.3: the answer shows this version of a thing.
http::Response with_version(http::Response response, std::int64_t version);
// RFC 9110, section 13.1.1: If-Match is there and names another version than this one (412).
std::optional<http::Response> refuse_stale(const http::Request& request, std::int64_t version);

}  // namespace gatehouse::portal
