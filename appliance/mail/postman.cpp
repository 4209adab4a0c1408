#include "appliance/mail/postman.h"

#include <algorithm>
#include <set>

#include "appliance/base/log.h"

namespace gatehouse::mail {
namespace {

constexpr std::chrono::hours kLongestIdle{1};
constexpr std::chrono::seconds kAfterStoreFailed{30};
constexpr std::int64_t kKept = 30 * 24 * 3600;  // seconds that one stays in the list when it is done

}  // namespace

std::chrono::seconds wait_after(int tries) {
  constexpr std::chrono::seconds kWaits[] = {std::chrono::minutes(1), std::chrono::minutes(5),
                                             std::chrono::minutes(15), std::chrono::minutes(30),
                                             std::chrono::hours(1)};
  return kWaits[std::clamp<std::size_t>(static_cast<std::size_t>(std::max(tries, 1)), 1, std::size(kWaits)) -
                1];
}

std::chrono::seconds Postman::work() {
  const auto failed = [&](const Error& error) {
    log::error("mail", error.message);
    return kAfterStoreFailed;
  };
  const std::int64_t now = clock_.unix_seconds();
  const auto given_up = queue_.give_up(now);
  if (!given_up) return failed(given_up.error());
  for (const db::OrganizationId organization : std::set(given_up->begin(), given_up->end()))
    needs_.changed(organization);
  if (const auto forgotten = queue_.forget(now - kKept); !forgotten) return failed(forgotten.error());
  while (!needs_.stopping()) {
    const auto delivered = deliver_one();
    if (!delivered) return failed(delivered.error());
    if (!*delivered) break;
  }
  const auto idle = idle_time();
  return idle ? *idle : failed(idle.error());
}

Result<bool> Postman::deliver_one() {
  const auto mail = queue_.due(clock_.unix_seconds());
  if (!mail) return mail.error();
  if (!*mail) return false;
  const auto failure = needs_.send(**mail);
  if (failure && needs_.stopping()) return false;  // the next run of the appliance tries it
  if (const auto noted = note(**mail, failure); !noted) return noted.error();
  needs_.changed((*mail)->organization);
  return true;
}

Result<void> Postman::note(const db::Mail& mail, const std::optional<Failure>& failure) {
  const std::int64_t now = clock_.unix_seconds();
  if (!failure) {
    server_failures_ = 0;
    return queue_.set_sent(mail.id, now);
  }
  log::write(log::Level::warning, "mail",
             "mail " + std::to_string(mail.id) + " was not sent: " + failure->words, failures_logged_);
  if (!failure->of_server) {
    server_failures_ = 0;
    if (failure->for_good) return queue_.set_failed(mail.id, now, failure->words);
    return queue_.try_later(mail.id, now + wait_after(mail.tries + 1).count(), failure->words);
  }
  const std::int64_t next = now + wait_after(++server_failures_).count();
  if (const auto later = queue_.try_later(mail.id, next, failure->words); !later) return later;
  return queue_.postpone_due(now, next, failure->words);
}

Result<std::chrono::seconds> Postman::idle_time() {
  const auto next = queue_.next_at();
  if (!next) return next.error();
  const std::int64_t wait = *next ? **next - clock_.unix_seconds() : INT64_MAX;
  return std::chrono::seconds(std::clamp<std::int64_t>(wait, 0, std::chrono::seconds(kLongestIdle).count()));
}

}  // namespace gatehouse::mail
