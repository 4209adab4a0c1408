// What a handler is given.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/auth/login_service.h"
#include "appliance/http/server.h"
#include "appliance/portal/routes.h"

namespace gatehouse::db {
struct DoneRequest;
}

namespace gatehouse::portal {

struct Services;

// Who asks, read afresh for every request: a right that was taken is gone with the next one.
using Caller = auth::Identity;

struct Context {
  Services& services;
  const http::Request& request;
  PathParameters parameters;
  const Caller* caller = nullptr;  // there on every route that needs a login
  const Route* route = nullptr;    // what was asked for; none where a handler acts by itself
  // Whose mail the sender is to be told of once it is in the store (portal/letters.h); none: nothing was queued.
  std::optional<db::OrganizationId> mail_queued = {};
  db::DoneRequest* doing = nullptr;  // by its Idempotency-Key (portal/idempotency.h); none: it came without

  // A number in the path; 0, which nothing has, when it is none.
  std::int64_t id_in_path(std::string_view name) const;
};

}  // namespace gatehouse::portal
