// Passkeys (W3C Web Authentication): keys on somebody's authenticator that sign what they are asked, for one name of the
// portal. With the person verified by the authenticator (PIN, finger, face) one signs in alone; after the password it is
// a second factor. No attestation is asked for: which make of authenticator it is makes no difference here.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "appliance/auth/passkey_challenges.h"
#include "appliance/auth/second_factor.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "db/login_repository.h"
#include "db/passkey_repository.h"
#include "db/user_repository.h"

namespace gatehouse::auth {

// Where the browser sees the portal.
struct PasskeyPlace {
  std::string rp_id;   // its name (rp_id_of())
  std::string origin;  // "https://name:port", exactly
};

// What an authenticator made, as the browser hands it over; raw bytes.
struct NewPasskey {
  std::string credential_id, client_data, authenticator_data, public_key;
  std::int64_t algorithm = 0;
};
struct PasskeyAnswer {
  std::string credential_id, client_data, authenticator_data, signature;
  std::string user_handle;  // empty: the authenticator kept none
};

struct PasskeyCheck {
  enum class Status {
    right,
    wrong,
    copied,  // it counted less than before: there are two of it
  };
  Status status = Status::wrong;
  // Whose it is. With `wrong` and `copied` for the audit log only: never tell whoever tried.
  std::optional<db::User> user = {};
  std::string name = {};
};

// Any thread. Errors are the store's.
class Passkeys {
 public:
  static constexpr std::size_t kMost = 10;

  Passkeys(db::Database& database, const Clock& clock, SecondFactor& factors);

  // For the browser that is to make one in this login.
  struct Invitation {
    std::string challenge, user_handle;
    std::vector<std::string> credential_ids;  // there already
  };
  Result<Invitation> invite(const db::User& user, db::LoginId login, const PasskeyPlace& place);
  struct Added {
    db::Passkey passkey;
    std::vector<std::string> recovery_codes;  // with the first factor, seen only here; else empty
  };
  enum class Refused { over, not_good, taken, too_many };
  using Outcome = std::variant<Refused, Added>;
  // Belongs into a transaction.
  Result<Outcome> add(const db::User& user, db::LoginId login, const PasskeyPlace& place,
                      const std::string& name, const NewPasskey& made);

  // A challenge for this, and the user's credentials that can answer it here.
  struct Question {
    std::string challenge;
    std::vector<std::string> credential_ids;
  };
  Result<Question> ask(const db::User& user, PasskeyPurpose purpose);
  // The same of anybody: who answers says who they are.
  std::string ask_anybody(PasskeyPurpose purpose) const { return challenges_.make(purpose); }

  // `of`: only this user's will do. Without, the authenticator must have kept whose it is, verified that person, and the
  // account be one that may sign in. What is right here is not right again.
  Result<PasskeyCheck> check(const PasskeyPlace& place, const PasskeyPurpose& purpose,
                             const PasskeyAnswer& answer, const std::optional<db::User>& of);

  // The oldest first.
  Result<std::vector<db::Passkey>> list(const db::User& user);
  // The name of what is gone; nothing: no such passkey. With the last factor the recovery codes go. Belongs into a
  // transaction.
  Result<std::optional<std::string>> remove(const db::User& user, db::PasskeyId passkey);

 private:
  Result<std::optional<db::User>> owner_of(const db::Passkey& passkey, const std::optional<db::User>& of);

  const Clock& clock_;
  SecondFactor& factors_;
  db::PasskeyRepository passkeys_;
  db::UserRepository users_;
  PasskeyChallenges challenges_;
};

}  // namespace gatehouse::auth
