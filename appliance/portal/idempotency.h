// Requests that a program may repeat when it does not know whether they arrived (draft-ietf-httpapi-idempotency-key-header):
// with the header Idempotency-Key a POST is done once. What was done is kept for a day with the change itself, in one
// transaction; what was refused is not kept and may be tried again with the same key.
//
// Secrets that are shown once are not kept for that: a repeated request whose answer had one is told that it was done (409,
// `shown_once`). Routes that may be sent a password take no keys: not even a digest of one is kept here.
#pragma once
#include <mutex>
#include <set>
#include <string>
#include <tuple>

#include "appliance/portal/context.h"
#include "appliance/portal/found.h"
#include "db/idempotency_repository.h"

namespace gatehouse::portal {

// Any thread.
class Idempotency {
 public:
  static constexpr std::int64_t kKeptFor = 24 * 3600;
  static constexpr int kMostPerUser = 1000;
  static constexpr std::size_t kLongestKey = 255;

  explicit Idempotency(db::Database& database) : done_(database) {}

  // Does this route take keys?
  static bool covers(const Route& route);
  // Runs the handler, or gives what it gave before.
  http::Response answer(Context& context, Handler handler);

  // Inside the transaction of what is done: keeps `answer` with it, if the request came with a key. Nothing: go on.
  Refusal keep(Context& context, const http::Response& answer);

 private:
  using Key = std::tuple<db::OrganizationId, db::UserId, std::string>;

  db::IdempotencyRepository done_;
  std::mutex mutex_;       // guards running_
  std::set<Key> running_;  // requests that are being answered
};

}  // namespace gatehouse::portal
