// How a handler changes the store: wholly or not at all, noted in the audit log, and not over somebody else's change.
#pragma once
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/http/server.h"

namespace gatehouse::portal {

struct Context;
struct Services;

// Everything that `body` does through repositories is kept or undone together. Its answer is given; one that refuses
// (400 and above) undoes all, and so does an error.
http::Response in_transaction(Services& services, const std::function<Result<http::Response>()>& body);

// The same, for what changes who may do what. The caller is looked up again inside: somebody else's change may have come
// first. When it was kept, whoever lost a right is cut off, and pages look again.
http::Response change_rights(Context& context, const std::function<Result<http::Response>()>& body);

// An entry of the audit log, beside who, when and from where.
struct Deed {
  std::string_view action;                           // "role.changed"
  std::string target_id, target;                     // its number and its name
  nlohmann::json before = nullptr, after = nullptr;  // objects; of fields that are the same nothing is kept
};
// Inside the transaction of the deed. Secrets have no place in it.
Result<void> note(Context& context, const Deed& deed);

// RFC 9110, section 8.8.3: the answer shows this version of a thing.
http::Response with_version(http::Response response, std::int64_t version);
// RFC 9110, section 13.1.1: If-Match is there and names another version than this one (412).
std::optional<http::Response> refuse_stale(const http::Request& request, std::int64_t version);

}  // namespace gatehouse::portal
