#include "appliance/auth/passkeys.h"

#include "appliance/credentials/totp.h"
#include "tests/support/authenticator.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::passkeys_test {

using namespace std::chrono_literals;
using auth::PasskeyPurpose;
using auth::Passkeys;
using test::Authenticator;
using test::must;
using Status = auth::PasskeyCheck::Status;
using What = PasskeyPurpose::What;

struct Room {
  test::FakeClock clock;
  test::Store store;
  auth::SecondFactor factors{*store.database, clock};
  Passkeys passkeys{*store.database, clock, factors};
  const auth::PasskeyPlace place{"box.example", "https://box.example:8443"};
  const PasskeyPurpose sign_in{What::sign_in, "cookie", "box.example"};

  Passkeys::Outcome try_add(Authenticator& key, const db::User& user, const std::string& name = "Key") {
    const auto invitation = must(passkeys.invite(user, 1, place));
    key.user_handle = invitation.user_handle;
    return must(passkeys.add(user, 1, place, name, key.make(invitation.challenge)));
  }
  Passkeys::Added add(Authenticator& key, const db::User& user) {
    auto outcome = try_add(key, user);
    REQUIRE(std::holds_alternative<Passkeys::Added>(outcome));
    return std::get<Passkeys::Added>(outcome);
  }
  Passkeys::Refused refused(Authenticator& key) {
    const auto outcome = try_add(key, store.user);
    REQUIRE(std::holds_alternative<Passkeys::Refused>(outcome));
    return std::get<Passkeys::Refused>(outcome);
  }
  Status alone(const auth::PasskeyAnswer& answer) {
    return must(passkeys.check(place, sign_in, answer, {})).status;
  }
  Status alone(Authenticator& key) { return alone(key.answer(passkeys.ask_anybody(sign_in))); }
  Status beside(Authenticator& key, const db::User& of) {
    const PasskeyPurpose purpose{What::second_step, "step", "box.example"};
    const auto question = must(passkeys.ask(of, purpose));
    return must(passkeys.check(place, purpose, key.answer(question.challenge), of)).status;
  }
};

TEST_CASE("a passkey signs in whose it is, with either algorithm", "[auth]") {
  for (const std::int64_t algorithm : {auth::kEs256, auth::kRs256}) {
    Room room;
    Authenticator key(algorithm);
    const auto added = room.add(key, room.store.user);
    CHECK(added.recovery_codes.size() == 10);
    CHECK(added.passkey.name == "Key");
    const auto check = must(room.passkeys.check(room.place, room.sign_in,
                                                key.answer(room.passkeys.ask_anybody(room.sign_in)), {}));
    CHECK(check.status == Status::right);
    CHECK(check.user->id == room.store.user.id);
    CHECK(check.user->second_factor);
    CHECK(room.beside(key, room.store.user) == Status::right);
    CHECK(must(room.passkeys.list(room.store.user)).front().last_used_at);
  }
}

TEST_CASE("what is no passkey made for here is not added", "[auth]") {
  Room room;
  Authenticator key;
  const auto with = [&](auto&& change) {
    Authenticator other;
    change(other);
    return room.refused(other);
  };
  using Refused = Passkeys::Refused;
  CHECK(with([](auto& one) { one.origin = "https://evil.example"; }) == Refused::not_good);
  CHECK(with([](auto& one) { one.origin = "https://box.example"; }) == Refused::not_good);
  CHECK(with([](auto& one) { one.origin = "http://box.example:8443"; }) == Refused::not_good);
  CHECK(with([](auto& one) { one.rp_id = "example"; }) == Refused::not_good);
  CHECK(with([](auto& one) { one.type = "webauthn.get"; }) == Refused::not_good);
  CHECK(with([](auto& one) { one.more_client_data = R"(,"crossOrigin":true)"; }) == Refused::not_good);
  CHECK(with([](auto& one) { one.flags = 0x04; }) == Refused::not_good);  // nobody there

  const auto made = [&](auto&& change) {
    auto passkey = key.make(must(room.passkeys.invite(room.store.user, 1, room.place)).challenge);
    change(passkey);
    return std::get<Refused>(must(room.passkeys.add(room.store.user, 1, room.place, "Key", passkey)));
  };
  CHECK(made([](auto& one) { one.credential_id = "another"; }) == Refused::not_good);
  CHECK(made([&](auto& one) { one.authenticator_data = key.authenticator_data(false); }) ==
        Refused::not_good);
  CHECK(made([](auto& one) { one.algorithm = auth::kRs256; }) == Refused::not_good);
  CHECK(made([](auto& one) { one.public_key = "no key"; }) == Refused::not_good);
  CHECK(made([&](auto& one) { one = key.make(random_bytes(64)); }) == Refused::over);
  // What another login was asked, or this one for something else.
  CHECK(made([&](auto& one) {
          one = key.make(must(room.passkeys.invite(room.store.user, 2, room.place)).challenge);
        }) == Refused::over);
  CHECK(made([&](auto& one) {
          one = key.make(room.passkeys.ask_anybody({What::confirm, "1", "box.example"}));
        }) == Refused::over);
  CHECK(made([&](auto&) { room.clock.advance(5min); }) == Refused::over);
  CHECK(must(room.passkeys.list(room.store.user)).empty());
  CHECK(must(room.factors.state(room.store.user)).recovery_codes_left == 0);
}

TEST_CASE("a credential is one user's, and there is an end to them", "[auth]") {
  Room room;
  const db::User other = room.store.add_user(room.store.organization.id, "tom@example.org");
  Authenticator key;
  room.add(key, room.store.user);
  CHECK(room.refused(key) == Passkeys::Refused::taken);
  CHECK(std::get<Passkeys::Refused>(room.try_add(key, other)) == Passkeys::Refused::taken);
  CHECK(must(room.passkeys.list(other)).empty());
  for (std::size_t i = 1; i < Passkeys::kMost; ++i) {
    Authenticator next;
    CHECK(room.add(next, room.store.user).recovery_codes.empty());
  }
  Authenticator last;
  CHECK(room.refused(last) == Passkeys::Refused::too_many);
}

TEST_CASE("an answer is good once, and nothing of it may be another", "[auth]") {
  Room room;
  Authenticator key, stranger;
  room.add(key, room.store.user);
  const auto good = [&] { return key.answer(room.passkeys.ask_anybody(room.sign_in)); };
  const auto answer = good();
  CHECK(room.alone(answer) == Status::right);
  CHECK(room.alone(answer) == Status::wrong);  // replayed
  const auto with = [&](auto&& change) {
    auto one = good();
    change(one);
    return room.alone(one);
  };
  CHECK(with([](auto& one) { one.signature.back() = static_cast<char>(one.signature.back() ^ 1); }) ==
        Status::wrong);
  CHECK(with([&](auto& one) { one.signature = stranger.sign("x"); }) == Status::wrong);
  CHECK(with([](auto& one) { one.client_data += " "; }) == Status::wrong);
  CHECK(with([](auto& one) { one.user_handle.clear(); }) == Status::wrong);
  CHECK(with([](auto& one) { one.user_handle = std::string(32, 'x'); }) == Status::wrong);
  CHECK(with([&](auto& one) { one.credential_id = stranger.credential_id; }) == Status::wrong);
  CHECK(with([&](auto& one) { one = key.answer(random_bytes(64)); }) == Status::wrong);
  CHECK(with([&](auto& one) {
          one = key.answer(room.passkeys.ask_anybody({What::sign_in, "other", "box.example"}));
        }) == Status::wrong);
  CHECK(with([&](auto&) { room.clock.advance(5min); }) == Status::wrong);

  const auto as = [&](auto Authenticator::*field, auto value) {
    const auto before = key.*field;
    key.*field = value;
    const Status status = room.alone(key);
    key.*field = before;
    return status;
  };
  CHECK(as(&Authenticator::origin, std::string("https://evil.example")) == Status::wrong);
  CHECK(as(&Authenticator::rp_id, std::string("evil.example")) == Status::wrong);
  CHECK(as(&Authenticator::type, std::string("webauthn.create")) == Status::wrong);
  CHECK(as(&Authenticator::more_client_data, std::string(R"(,"crossOrigin":true)")) == Status::wrong);
  CHECK(as(&Authenticator::flags, std::uint8_t{0x04}) == Status::wrong);
  CHECK(room.alone(key) == Status::right);
}

TEST_CASE("without the person verified it is a second factor and no more", "[auth]") {
  Room room;
  Authenticator key;
  key.flags = 0x01;
  room.add(key, room.store.user);
  CHECK(room.alone(key) == Status::wrong);
  CHECK(room.beside(key, room.store.user) == Status::right);
  key.user_handle.clear();  // an old one keeps none
  CHECK(room.beside(key, room.store.user) == Status::right);
}

TEST_CASE("another user's passkey is no second factor of mine", "[auth]") {
  Room room;
  const db::User tom = room.store.add_user(room.store.organization.id, "tom@example.org");
  Authenticator mine, his;
  room.add(mine, room.store.user);
  room.add(his, tom);
  CHECK(room.beside(his, room.store.user) == Status::wrong);
  CHECK(room.beside(mine, tom) == Status::wrong);
  his.user_handle = mine.user_handle;
  CHECK(room.beside(his, room.store.user) == Status::wrong);
  CHECK(room.alone(his) == Status::wrong);
}

TEST_CASE("one that counts back is refused as a copy", "[auth]") {
  Room room;
  Authenticator key;
  key.sign_count = 7;
  room.add(key, room.store.user);
  CHECK(room.alone(key) == Status::copied);  // as many as when it was made
  key.sign_count = 8;
  CHECK(room.alone(key) == Status::right);
  CHECK(room.alone(key) == Status::copied);
  key.sign_count = 0;
  CHECK(room.alone(key) == Status::copied);
  key.sign_count = 0xffffffff;
  CHECK(room.alone(key) == Status::right);
}

TEST_CASE("a passkey is for one name, and none is offered at another", "[auth]") {
  Room room;
  Authenticator key;
  room.add(key, room.store.user);
  const auth::PasskeyPlace other{"gate.example", "https://gate.example"};
  const PasskeyPurpose purpose{What::sign_in, "cookie", "gate.example"};
  CHECK(must(room.passkeys.ask(room.store.user, room.sign_in)).credential_ids.size() == 1);
  CHECK(must(room.passkeys.ask(room.store.user, purpose)).credential_ids.empty());
  key.rp_id = other.rp_id;
  key.origin = other.origin;
  CHECK(
      must(room.passkeys.check(other, purpose, key.answer(room.passkeys.ask_anybody(purpose)), {})).status ==
      Status::wrong);
}

TEST_CASE("a passkey that was removed, or whose owner is off, signs nobody in", "[auth]") {
  Room room;
  Authenticator key, second;
  const auto added = room.add(key, room.store.user);
  const auto last = room.add(second, room.store.user);
  db::User off = room.store.user;
  off.disabled = true;
  must(db::UserRepository(*room.store.database).change(off));
  CHECK(room.alone(key) == Status::wrong);
  off.disabled = false;
  must(db::UserRepository(*room.store.database).change(off));
  CHECK(room.alone(key) == Status::right);
  CHECK(must(room.passkeys.remove(room.store.user, added.passkey.id)) == "Key");
  CHECK_FALSE(must(room.passkeys.remove(room.store.user, added.passkey.id)));
  CHECK(room.alone(key) == Status::wrong);
  CHECK(must(room.factors.state(room.store.user)).recovery_codes_left == 10);
  must(room.passkeys.remove(room.store.user, last.passkey.id));
  CHECK(must(room.factors.state(room.store.user)).recovery_codes_left == 0);
}

TEST_CASE("a reset takes the passkeys as well, and recovery codes come with the first factor of any kind",
          "[auth]") {
  Room room;
  Authenticator key;
  room.add(key, room.store.user);
  const Secret secret = room.factors.begin_device(1);
  const std::string code =
      credentials::totp_code(secret.view(), room.clock.unix_seconds() / credentials::kTotpStep);
  const auto device = must(room.factors.add_device(room.store.user, 1, "Phone", code));
  CHECK(std::get<auth::SecondFactor::NewDevice>(device).recovery_codes.empty());
  // The device goes, the passkey stays, and so do the codes.
  must(
      room.factors.remove_device(room.store.user, std::get<auth::SecondFactor::NewDevice>(device).device.id));
  CHECK(must(room.factors.state(room.store.user)).recovery_codes_left == 10);
  CHECK(must(room.factors.remove_all(room.store.user)));
  CHECK(must(room.passkeys.list(room.store.user)).empty());
  CHECK(room.alone(key) == Status::wrong);
  CHECK_FALSE(must(room.factors.remove_all(room.store.user)));
}

}  // namespace gatehouse::passkeys_test
