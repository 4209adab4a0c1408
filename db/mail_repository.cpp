#include "db/mail_repository.h"

#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kNames[] = {"waiting", "sent", "failed", "cancelled"};

MailState state_of(std::string_view name) {
  for (const MailState state : {MailState::waiting, MailState::sent, MailState::failed}) {
    if (mail_state_name(state) == name) return state;
  }
  return MailState::cancelled;
}

std::string columns(std::string_view body) {
  return "mail.id, mail.organization_id, user_id, kind, recipient, recipient_name, subject, " +
         std::string(body) +
         ", message_id, state, tries, problem, mail.created_at, next_at, gives_up_at, done_at";
}

Mail mail_of(Query& row) {
  Mail mail;
  mail.id = row.integer();
  mail.organization = row.organization();
  mail.user = row.maybe_integer();
  mail.kind = row.text();
  mail.recipient = row.text();
  mail.recipient_name = row.text();
  mail.subject = row.text();
  mail.body = row.text();
  mail.message_id = row.text();
  mail.state = state_of(row.text());
  mail.tries = static_cast<int>(row.integer());
  mail.problem = row.text();
  mail.created_at = row.integer();
  mail.next_at = row.integer();
  mail.gives_up_at = row.integer();
  mail.done_at = row.maybe_integer();
  return mail;
}

template <class... Values>
Result<void> run(Database& database, std::string_view sql, const Values&... values) {
  const auto changed = change_rows(database, sql, values...);
  return changed ? Result<void>() : changed.error();
}

}  // namespace

std::string_view mail_state_name(MailState state) {
  return kNames[static_cast<int>(state)];
}

Result<MailId> MailRepository::add(const Mail& mail) {
  return write(database_, [&](Connection& connection) {
    Query(
        connection,
        "INSERT INTO mail (organization_id, user_id, kind, recipient, recipient_name, subject, body,"
        " message_id, state, created_at, next_at, gives_up_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?,"
        " ?, ?)",
        mail.organization, mail.user, mail.kind, mail.recipient, mail.recipient_name, mail.subject, mail.body,
        mail.message_id, mail.created_at, mail.next_at, mail.gives_up_at)
        .run();
    return connection.last_id();
  });
}

Result<void> MailRepository::queue_again(const Mail& mail) {
  return run(database_,
             "UPDATE mail SET recipient = ?, recipient_name = ?, subject = ?, body = ?, message_id = ?,"
             " state = 'waiting', tries = 0, problem = '', next_at = ?, gives_up_at = ?, done_at = NULL"
             " WHERE organization_id = ? AND id = ?",
             mail.recipient, mail.recipient_name, mail.subject, mail.body, mail.message_id, mail.next_at,
             mail.gives_up_at, mail.organization, mail.id);
}

Result<std::optional<Mail>> MailRepository::find(OrganizationId organization, MailId id) {
  return read(database_, [&](Connection& connection) -> std::optional<Mail> {
    Query query(connection, "SELECT " + columns("body") + " FROM mail WHERE organization_id = ? AND id = ?",
                organization, id);
    if (!query.next()) return std::nullopt;
    return mail_of(query);
  });
}

Result<Page<Mail>> MailRepository::list(OrganizationId organization, std::optional<MailState> state,
                                        const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    const auto page = [&](Query&& query) {
      return page_of<Mail>(
          query, limit, [](Query& row) { return std::optional(mail_of(row)); },
          [](const Mail& mail) { return Cursor{.time = mail.created_at, .id = mail.id}; });
    };
    const std::string select = "SELECT " + columns("''") + " FROM mail WHERE organization_id = ? AND ";
    if (!state) return page(Query(connection, select + "id < ? ORDER BY id DESC", organization, after.id));
    return page(Query(connection, select + "state = ? AND id < ? ORDER BY id DESC", organization,
                      mail_state_name(*state), after.id));
  });
}

Result<MailCounts> MailRepository::count(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    const auto number = [&](MailState state) {
      Query query(connection, "SELECT count(*) FROM mail WHERE organization_id = ? AND state = ?",
                  organization, mail_state_name(state));
      query.next();
      return query.integer();
    };
    return MailCounts{number(MailState::waiting), number(MailState::failed)};
  });
}

Result<std::optional<Mail>> MailRepository::due(std::int64_t now) {
  return read(database_, [&](Connection& connection) -> std::optional<Mail> {
    Query query(
        connection,
        "SELECT " + columns("body") +
            ", organization.name FROM mail JOIN organization ON organization.id = "
            "mail.organization_id"
            " WHERE state = 'waiting' AND next_at <= ? ORDER BY tries, kind = 'invitation', mail.id LIMIT 1",
        now);
    if (!query.next()) return std::nullopt;
    Mail mail = mail_of(query);
    mail.organization_name = query.text();
    return mail;
  });
}

Result<std::optional<std::int64_t>> MailRepository::next_at() {
  return read(database_, [](Connection& connection) {
    Query query(connection, "SELECT min(next_at) FROM mail WHERE state = 'waiting'");
    query.next();
    return query.maybe_integer();
  });
}

Result<void> MailRepository::set_sent(MailId id, std::int64_t now) {
  return run(database_,
             "UPDATE mail SET state = 'sent', tries = tries + 1, problem = '', done_at = ?"
             " WHERE id = ? AND state = 'waiting'",
             now, id);
}

Result<void> MailRepository::set_failed(MailId id, std::int64_t now, const std::string& problem) {
  return run(database_,
             "UPDATE mail SET state = 'failed', tries = tries + 1, problem = ?, done_at = ?"
             " WHERE id = ? AND state = 'waiting'",
             problem, now, id);
}

Result<void> MailRepository::try_later(MailId id, std::int64_t next_at, const std::string& problem) {
  return run(database_,
             "UPDATE mail SET tries = tries + 1, problem = ?, next_at = ? WHERE id = ? AND state = 'waiting'",
             problem, next_at, id);
}

Result<void> MailRepository::postpone_due(std::int64_t now, std::int64_t next_at,
                                          const std::string& problem) {
  return run(database_, "UPDATE mail SET problem = ?, next_at = ? WHERE state = 'waiting' AND next_at <= ?",
             problem, next_at, now);
}

Result<std::vector<OrganizationId>> MailRepository::give_up(std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    std::vector<OrganizationId> organizations;
    Query query(connection,
                "UPDATE mail SET state = 'failed', done_at = ?1 WHERE state = 'waiting' AND gives_up_at <= ?1"
                " RETURNING organization_id",
                now);
    while (query.next()) organizations.push_back(query.organization());
    return organizations;
  });
}

Result<void> MailRepository::forget(std::int64_t before) {
  return run(database_, "DELETE FROM mail WHERE state <> 'waiting' AND done_at < ?", before);
}

}  // namespace gatehouse::db
