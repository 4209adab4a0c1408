#include "appliance/portal/idempotency.h"

#include <algorithm>

#include "appliance/auth/token.h"
#include "appliance/base/log.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

// Whose answers hold no secret and are kept whole; of all others only the status is.
constexpr std::string_view kKeptWhole[] = {"/api/v1/roles",
                                           "/api/v1/permission-sets",
                                           "/api/v1/groups",
                                           "/api/v1/clients/tags",
                                           "/api/v1/address-books",
                                           "/api/v1/address-books/{book_id}/entries",
                                           "/api/v1/address-books/{book_id}/import",
                                           "/api/v1/me/address-book/entries",
                                           "/api/v1/me/address-book/import"};
constexpr std::size_t kLongestKept = 64 * 1024;  // bytes
// Of the own profile, where nobody's password is asked.
constexpr std::string_view kOwnBook = "/api/v1/me/address-book";

// As a structured field (RFC 9651) it is in quotes; many programs send it without.
std::string_view key_of(const http::Request& request) {
  std::string_view key = request.header("idempotency-key");
  if (key.size() >= 2 && key.starts_with('"') && key.ends_with('"')) key = key.substr(1, key.size() - 2);
  return key;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= Idempotency::kLongestKey &&
         std::ranges::all_of(key, [](char c) { return c > ' ' && c < 127; });
}

std::string header_of(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

http::Response replay(const db::DoneRequest& done) {
  if (!done.body && done.status != 204) {
    return to_response(
        {409, "shown_once",
         "This was done when it was first asked for with this key. Its answer held a secret, which is shown "
         "once, or was too long to be kept: look at what was made, or delete it and ask again with another "
         "key."});
  }
  http::Response response;
  response.status = done.status;
  if (done.body) {
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = *done.body;
  }
  if (!done.etag.empty()) response.headers.emplace_back("ETag", done.etag);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

bool Idempotency::covers(const Route& route) {
  return route.method == "POST" &&
         (route.access.takes_tokens() || route.access.kind() == RouteAccess::Kind::appliance_owner ||
          route.pattern.starts_with(kOwnBook));
}

http::Response Idempotency::answer(Context& context, Handler handler) {
  const http::Request& request = context.request;
  const bool asked = !request.header("idempotency-key").empty() && context.caller != nullptr;
  if (!asked || !covers(*context.route)) return handler(context);
  const std::string_view key = key_of(request);
  if (!is_key(key)) {
    return to_response(
        {400, "bad_idempotency_key",
         "Idempotency-Key is 1 to 255 printable characters without spaces: a UUID, for example."});
  }
  const db::User& user = context.caller->user;
  const std::int64_t now = context.services.clock.unix_seconds();
  db::DoneRequest doing{user.organization, user.id, auth::hash_token(key), {}, 0, {}, {}, now};
  const std::string text(key);
  doing.request_hash = auth::hash_token(text + "\n" + request.path + "\n" + request.body);

  const Key running{user.organization, user.id, doing.key_hash};
  {
    const std::lock_guard lock(mutex_);
    if (!running_.insert(running).second) {
      return to_response({409, "key_in_use",
                          "A request with this Idempotency-Key is being answered right now. Wait for it."});
    }
  }
  struct Leave {
    Idempotency& self;
    const Key& key;
    ~Leave() {
      const std::lock_guard lock(self.mutex_);
      self.running_.erase(key);
    }
  } const leave{*this, running};

  const auto before = done_.find(user.organization, user.id, doing.key_hash, now - kKeptFor);
  if (!before) return store_failed(before.error());
  if (*before) {
    if ((*before)->request_hash == doing.request_hash) return replay(**before);
    return to_response(
        {422, "key_of_another",
         "This Idempotency-Key was used for another request. Use a new one for each thing to do."});
  }
  context.doing = &doing;
  http::Response response = handler(context);
  context.doing = nullptr;
  if (response.status >= 400 || doing.status == response.status) return response;
  // Done without a change that is noted, or noted as a part of it.
  context.doing = &doing;
  if (keep(context, response)) log::warning("portal", "a request was done, and its Idempotency-Key not kept");
  context.doing = nullptr;
  return response;
}

Refusal Idempotency::keep(Context& context, const http::Response& answer) {
  if (context.doing == nullptr || answer.status >= 400) return {};
  db::DoneRequest& doing = *context.doing;
  doing.status = answer.status;
  doing.etag = header_of(answer, "ETag");
  const bool whole = std::ranges::find(kKeptWhole, context.route->pattern) != std::end(kKeptWhole);
  if (whole && answer.body.size() <= kLongestKept) doing.body = answer.body;
  return refused(done_.keep(doing, doing.created_at - kKeptFor, kMostPerUser));
}

}  // namespace gatehouse::portal
