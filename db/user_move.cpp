#include "db/user_move.h"

#include <array>

#include "db/access.h"
#include "db/user_repository.h"

namespace gatehouse::db {
namespace {

// Those that follow stand after what they belong to.
constexpr std::array kBelongings = {
    Belonging{"totp_device", "user_id", Fate::goes},
    Belonging{"recovery_code", "user_id", Fate::goes},
    Belonging{"passkey_owner", "user_id", Fate::goes},
    Belonging{"passkey", "user_id", Fate::goes},
    Belonging{"known_address", "user_id", Fate::goes},
    Belonging{"address_book", "owner_id", Fate::goes},
    Belonging{"address_entry", "book_id", Fate::follows},
    Belonging{"address_entry_tag", "entry_id", Fate::follows},
    Belonging{"user_role", "user_id", Fate::ends},
    Belonging{"group_member", "user_id", Fate::ends},
    Belonging{"login_session", "user_id", Fate::ends},
    Belonging{"api_token", "user_id", Fate::ends},
    Belonging{"idempotency_key", "user_id", Fate::ends},
    Belonging{"account_link", "user_id", Fate::ends},
    Belonging{"account_link", "made_by", Fate::ends},
    Belonging{"mail", "user_id", Fate::stays},
    Belonging{"session", "user_id", Fate::stays},
    Belonging{"session_comment", "author_id", Fate::stays},
    Belonging{"approval", "asked_by", Fate::stays},
    Belonging{"approval", "decided_by", Fate::stays},
    Belonging{"enrolment_token", "created_by", Fate::stays},
    Belonging{"invitation", "made_by", Fate::stays},
};

// ?1 the user, ?2 the former organization, ?3 the new one, where the row goes there.
std::string statement_for(const Belonging& one) {
  const std::string table(one.table), column(one.column);
  const std::string where = " WHERE organization_id = ?2 AND " + column + " = ?1";
  switch (one.fate) {
    case Fate::goes:
      return "UPDATE " + table + " SET organization_id = ?3" + where;
    case Fate::ends:
      return "DELETE FROM " + table + where;
    case Fate::stays:
      return "UPDATE " + table + " SET " + column + " = NULL" + where;
    case Fate::follows:
      break;
  }
  return {};
}

// The personal address book's own. Before the book itself goes, by which they are found.
constexpr std::string_view kEntriesFollow[] = {
    "UPDATE address_entry_tag SET organization_id = ?3 WHERE organization_id = ?2 AND entry_id IN"
    " (SELECT address_entry.id FROM address_entry JOIN address_book ON address_book.organization_id ="
    " address_entry.organization_id AND address_book.id = book_id"
    " WHERE address_book.organization_id = ?2 AND owner_id = ?1)",
    "UPDATE address_entry SET organization_id = ?3 WHERE organization_id = ?2 AND book_id ="
    " (SELECT id FROM address_book WHERE organization_id = ?2 AND owner_id = ?1)",
};

// Letters with a link to an account that is not there any more. What tells of the account goes out all the same.
constexpr std::string_view kLinksEnd =
    "DELETE FROM mail WHERE user_id = ?1 AND organization_id = ?2 AND kind IN ('welcome', 'password')";

bool is_taken(Connection& connection, OrganizationId organization, const std::string& email) {
  return Query(connection, "SELECT 1 FROM user_account WHERE organization_id = ? AND lower(email) = lower(?)",
               organization, email)
      .next();
}

}  // namespace

std::span<const Belonging> belongings_of_user() {
  return kBelongings;
}

Result<bool> move_user(Database& database, const User& user, OrganizationId to, const std::string& role,
                       std::int64_t now) {
  return write(database, [&](Connection& connection) {
    if (is_taken(connection, to, user.email)) return false;
    // Parts go one after the other; whether all are where they belong is seen when all is kept.
    connection.run("PRAGMA defer_foreign_keys = ON");
    Query(connection, kLinksEnd, user.id, user.organization).run();
    for (const std::string_view sql : kEntriesFollow)
      Query(connection, sql, user.id, user.organization, to).run();
    for (const Belonging& one : kBelongings) {
      if (one.fate == Fate::goes) Query(connection, statement_for(one), user.id, user.organization, to).run();
      if (one.fate == Fate::ends || one.fate == Fate::stays)
        Query(connection, statement_for(one), user.id, user.organization).run();
    }
    Query(connection,
          "UPDATE user_account SET organization_id = ?3, handle = ?5, created_at = ?4, expires_at = NULL,"
          " version = 1 WHERE organization_id = ?2 AND id = ?1",
          user.id, user.organization, to, now, free_handle(connection, to, user.email))
        .run();
    Query(connection,
          "INSERT INTO user_role (organization_id, user_id, role_id)"
          " SELECT organization_id, ?, id FROM role WHERE organization_id = ? AND key = ?",
          user.id, to, role)
        .run();
    return true;
  });
}

}  // namespace gatehouse::db
