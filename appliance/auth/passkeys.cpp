#include "appliance/auth/passkeys.h"

#include "appliance/auth/passkey_key.h"
#include "appliance/auth/webauthn.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kHandleSize = 32;  // bytes

PasskeyPurpose adding(db::LoginId login, const PasskeyPlace& place) {
  return {PasskeyPurpose::What::add, std::to_string(login), place.rp_id};
}

// The browser was asked this, by a page of the portal at this place and nobody around it.
std::optional<ClientData> said_here(const std::string& text, ClientData::Type type,
                                    const PasskeyPlace& place) {
  auto said = read_client_data(text);
  if (!said || said->type != type || said->origin != place.origin || said->cross_origin) return std::nullopt;
  return said;
}

// The authenticator was asked for this place, and somebody touched it.
std::optional<AuthenticatorData> made_here(const std::string& bytes, const PasskeyPlace& place) {
  auto made = read_authenticator_data(bytes);
  if (!made || made->rp_id_hash != sha256(place.rp_id) || !made->user_present) return std::nullopt;
  return made;
}

bool counts_back(std::int64_t before, std::int64_t now) {
  return (before != 0 || now != 0) && now <= before;
}

}  // namespace

Passkeys::Passkeys(db::Database& database, const Clock& clock, SecondFactor& factors)
    : clock_(clock), factors_(factors), passkeys_(database), users_(database), challenges_(clock) {}

Result<Passkeys::Invitation> Passkeys::invite(const db::User& user, db::LoginId login,
                                              const PasskeyPlace& place) {
  auto handle = passkeys_.handle_of(user.organization, user.id, random_bytes(kHandleSize));
  if (!handle) return handle.error();
  auto question = ask(user, adding(login, place));
  if (!question) return question.error();
  return Invitation{std::move(question->challenge), std::move(*handle), std::move(question->credential_ids)};
}

Result<Passkeys::Outcome> Passkeys::add(const db::User& user, db::LoginId login, const PasskeyPlace& place,
                                        const std::string& name, const NewPasskey& made) {
  const auto said = said_here(made.client_data, ClientData::Type::create, place);
  const auto data = made_here(made.authenticator_data, place);
  if (!said || !data || data->credential_id.empty() || data->credential_id != made.credential_id ||
      !is_passkey_key(made.public_key, made.algorithm))
    return Outcome(Refused::not_good);
  const auto known = passkeys_.list(user.organization, user.id);
  if (!known) return known.error();
  if (known->size() >= kMost) return Outcome(Refused::too_many);
  if (!challenges_.use(said->challenge, adding(login, place))) return Outcome(Refused::over);

  db::Passkey passkey;
  passkey.organization = user.organization;
  passkey.user = user.id;
  passkey.name = name;
  passkey.rp_id = place.rp_id;
  passkey.credential_id = made.credential_id;
  passkey.public_key = made.public_key;
  passkey.algorithm = made.algorithm;
  passkey.sign_count = data->sign_count;
  passkey.created_at = clock_.unix_seconds();
  auto added = passkeys_.add(std::move(passkey));
  if (!added) return added.error();
  if (!*added) return Outcome(Refused::taken);
  auto codes = factors_.codes_with_first(user);
  if (!codes) return codes.error();
  return Outcome(Added{std::move(**added), std::move(*codes)});
}

Result<Passkeys::Question> Passkeys::ask(const db::User& user, PasskeyPurpose purpose) {
  const auto known = passkeys_.list(user.organization, user.id);
  if (!known) return known.error();
  Question question;
  for (const db::Passkey& passkey : *known) {
    if (passkey.rp_id == purpose.rp_id) question.credential_ids.push_back(passkey.credential_id);
  }
  question.challenge = challenges_.make(purpose);
  return question;
}

Result<std::optional<db::User>> Passkeys::owner_of(const db::Passkey& passkey,
                                                   const std::optional<db::User>& of) {
  if (of) {
    const bool theirs = passkey.organization == of->organization && passkey.user == of->id;
    return theirs ? of : std::nullopt;
  }
  return users_.find(passkey.organization, passkey.user);
}

Result<PasskeyCheck> Passkeys::check(const PasskeyPlace& place, const PasskeyPurpose& purpose,
                                     const PasskeyAnswer& answer, const std::optional<db::User>& of) {
  using Status = PasskeyCheck::Status;
  PasskeyCheck result{Status::wrong, of, {}};
  const auto said = said_here(answer.client_data, ClientData::Type::get, place);
  const auto data = made_here(answer.authenticator_data, place);
  if (!said || !data) return result;

  const auto found = passkeys_.find_by_credential(answer.credential_id);
  if (!found) return found.error();
  if (!*found) return result;
  const db::Passkey& passkey = (*found)->passkey;
  const auto owner = owner_of(passkey, of);
  if (!owner) return owner.error();
  if (!*owner) return result;
  result.user = **owner;
  result.name = passkey.name;

  // An authenticator that was told which keys will do need not say whose this one is.
  const bool same_handle =
      (of && answer.user_handle.empty()) || equal_in_constant_time(answer.user_handle, (*found)->handle);
  const bool may = of || (data->user_verified && (*owner)->may_sign_in_at(clock_.unix_seconds()));
  if (passkey.rp_id != place.rp_id || !same_handle || !may ||
      !signed_by_passkey(passkey.public_key, passkey.algorithm,
                         answer.authenticator_data + sha256(answer.client_data), answer.signature) ||
      !challenges_.use(said->challenge, purpose))
    return result;
  const std::int64_t count = data->sign_count;
  if (counts_back(passkey.sign_count, count)) {
    result.status = Status::copied;
    return result;
  }
  // It may have been removed, or used by another request, since it was looked up.
  const auto used = passkeys_.use(passkey.organization, passkey.id, count, clock_.unix_seconds());
  if (!used) return used.error();
  if (*used) result.status = Status::right;
  return result;
}

Result<std::vector<db::Passkey>> Passkeys::list(const db::User& user) {
  return passkeys_.list(user.organization, user.id);
}

Result<std::optional<std::string>> Passkeys::remove(const db::User& user, db::PasskeyId passkey) {
  auto removed = passkeys_.remove(user.organization, user.id, passkey);
  if (!removed || !*removed) return removed;
  if (const auto forgot = factors_.forget_codes_after_last(user); !forgot) return forgot.error();
  return removed;
}

}  // namespace gatehouse::auth
