#include "appliance/auth/webauthn.h"

#include "appliance/auth/passkey_challenges.h"
#include "appliance/auth/passkey_key.h"
#include "tests/support/authenticator.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"

namespace gatehouse::webauthn_test {

using namespace std::chrono_literals;
using auth::read_authenticator_data;
using auth::read_client_data;
using test::Authenticator;

TEST_CASE("client data is read as browsers write it, and nothing else", "[auth]") {
  const auto data = read_client_data(
      R"({"type":"webauthn.get","challenge":"AAEC","origin":"https://box.example","crossOrigin":false,"other_keys":{"a":[1]}})");
  REQUIRE(data);
  CHECK(data->type == auth::ClientData::Type::get);
  CHECK(data->challenge == std::string("\0\1\2", 3));
  CHECK(data->origin == "https://box.example");
  CHECK_FALSE(data->cross_origin);
  CHECK(read_client_data(R"({"origin":"o","challenge":"","type":"webauthn.create"})")->type ==
        auth::ClientData::Type::create);
  CHECK(read_client_data(R"({"type":"webauthn.get","challenge":"AA","origin":"o","crossOrigin":true})")
            ->cross_origin);
  CHECK(read_client_data(R"({"type":"webauthn.get","challenge":"AA","origin":"o","topOrigin":"https://x"})")
            ->cross_origin);
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  for (const std::string& text : std::vector<std::string>{
           "", "null", "[]", "{}", R"({"type":"webauthn.get","challenge":"AA"})",
           R"({"type":"webauthn.get","challenge":"A","origin":"o"})",
           R"({"type":"webauthn.get","challenge":"A+==","origin":"o"})",
           R"({"type":"payment.get","challenge":"AA","origin":"o"})",
           R"({"type":"webauthn.get","challenge":"AA","origin":"o","origin":"p"})",
           R"({"type":"webauthn.get","challenge":"AA","origin":"o","crossOrigin":"false"})",
           R"({"type":1,"challenge":"AA","origin":"o"})",
           R"({"type":"webauthn.get","challenge":"AA","origin":"o"}x)",
           R"({"type":"webauthn.get","challenge":"AA","origin":"o","deep":)" + deep + "}",
           R"({"type":"webauthn.get","challenge":"AA","origin":")" + std::string(5000, 'o') + R"("})",
           R"({"type":"webauthn.get","challenge":")" + std::string(200, 'A') + R"(","origin":"o"})",
           "{\"type\":\"webauthn.get\",\"challenge\":\"AA\",\"origin\":\"\xff\"}"}) {
    INFO(text);
    CHECK_FALSE(read_client_data(text));
  }
}

TEST_CASE("authenticator data says what its flags say, to the last byte", "[auth]") {
  Authenticator key;
  key.sign_count = 0x01020304;
  const auto plain = read_authenticator_data(key.authenticator_data(false));
  REQUIRE(plain);
  CHECK(plain->rp_id_hash == auth::sha256("box.example"));
  CHECK(plain->user_present);
  CHECK(plain->user_verified);
  CHECK(plain->sign_count == 0x01020304);
  CHECK(plain->credential_id.empty());
  const std::string made = key.authenticator_data(true);
  CHECK(read_authenticator_data(made)->credential_id == key.credential_id);
  // Cut anywhere, it is nothing: what comes after the ID is CBOR and must be there, but isn't read.
  const std::size_t until_key = made.size() - std::string("the key in CBOR").size();
  for (std::size_t size = 0; size <= until_key; ++size) {
    INFO(size);
    CHECK_FALSE(read_authenticator_data(made.substr(0, size)));
  }
  CHECK_FALSE(read_authenticator_data(key.authenticator_data(false) + "x"));
  key.flags = 0x85;  // extensions, which are missing
  CHECK_FALSE(read_authenticator_data(key.authenticator_data(false)));
  CHECK(read_authenticator_data(key.authenticator_data(false) + "\xa0"));
  key.flags = 0x15;  // backed up, and can't be
  CHECK_FALSE(read_authenticator_data(key.authenticator_data(false)));
  key.flags = 0x1d;
  CHECK(read_authenticator_data(key.authenticator_data(false)));
  key.credential_id = std::string(1024, 'x');
  CHECK_FALSE(read_authenticator_data(key.authenticator_data(true)));
  key.credential_id.clear();
  CHECK_FALSE(read_authenticator_data(key.authenticator_data(true)));
  CHECK_FALSE(read_authenticator_data(std::string(5000, '\xff')));
}

TEST_CASE("passkeys belong to names, not to addresses", "[auth]") {
  CHECK(auth::rp_id_of("Box.Example:8443") == "box.example");
  CHECK(auth::rp_id_of("localhost") == "localhost");
  CHECK(auth::rp_id_of("box-7.local") == "box-7.local");
  for (const std::string host : {"", ":443", "192.0.2.1", "192.0.2.1:8443", "[2001:db8::1]", "[::1]:8443",
                                 "1", "0x7f.1", "127.0.0.0x1", "box.example:", "box.example:x",
                                 "box.example:99999", "box..example", "box.example.", "::1"}) {
    INFO(host);
    CHECK_FALSE(auth::rp_id_of(host));
  }
}

TEST_CASE("a challenge is good once, in time, and for what it was made for", "[auth]") {
  test::FakeClock clock;
  auth::PasskeyChallenges challenges(clock);
  using What = auth::PasskeyPurpose::What;
  const auth::PasskeyPurpose purpose{What::confirm, "7", "box.example"};
  const std::string challenge = challenges.make(purpose);
  CHECK(challenges.make(purpose) != challenge);
  CHECK_FALSE(challenges.use(challenge, {What::add, "7", "box.example"}));
  CHECK_FALSE(challenges.use(challenge, {What::confirm, "8", "box.example"}));
  CHECK_FALSE(challenges.use(challenge, {What::confirm, "7", "other.example"}));
  CHECK_FALSE(challenges.use(challenge, {What::confirm, "", "7box.example"}));
  CHECK_FALSE(auth::PasskeyChallenges(clock).use(challenge, purpose));  // after a restart
  for (std::size_t i = 0; i < challenge.size(); ++i) {
    std::string other = challenge;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK_FALSE(challenges.use(other, purpose));
  }
  CHECK_FALSE(challenges.use("", purpose));
  CHECK_FALSE(challenges.use(challenge + "x", purpose));
  CHECK(challenges.use(challenge, purpose));
  CHECK_FALSE(challenges.use(challenge, purpose));
  const std::string late = challenges.make(purpose);
  clock.advance(5min - 1s);
  CHECK(challenges.use(challenges.make(purpose), purpose));
  clock.advance(1s);
  CHECK_FALSE(challenges.use(late, purpose));
  CHECK_FALSE(challenges.use(challenge, purpose));
}

TEST_CASE("only keys of the two algorithms are taken, and only as they are written", "[auth]") {
  Authenticator es256, rs256(auth::kRs256), small(auth::kRs256, 1024), p384(auth::kEs256, 384);
  CHECK(auth::is_passkey_key(es256.public_key(), auth::kEs256));
  CHECK(auth::is_passkey_key(rs256.public_key(), auth::kRs256));
  CHECK_FALSE(auth::is_passkey_key(es256.public_key(), auth::kRs256));
  CHECK_FALSE(auth::is_passkey_key(rs256.public_key(), auth::kEs256));
  CHECK_FALSE(auth::is_passkey_key(es256.public_key(), -8));
  CHECK_FALSE(auth::is_passkey_key(es256.public_key(), 0));
  CHECK_FALSE(auth::is_passkey_key(small.public_key(), auth::kRs256));
  CHECK_FALSE(auth::is_passkey_key(p384.public_key(), auth::kEs256));
  const std::string key = es256.public_key();
  for (std::size_t size = 0; size < key.size(); ++size)
    CHECK_FALSE(auth::is_passkey_key(key.substr(0, size), auth::kEs256));
  CHECK_FALSE(auth::is_passkey_key(key + "x", auth::kEs256));
  CHECK_FALSE(auth::is_passkey_key(std::string(2000, '0'), auth::kEs256));
  std::string beside = key;  // no point of the curve
  beside.back() = static_cast<char>(beside.back() ^ 1);
  CHECK_FALSE(auth::is_passkey_key(beside, auth::kEs256));

  for (Authenticator* one : {&es256, &rs256}) {
    const std::string signature = one->sign("what was asked");
    CHECK(auth::signed_by_passkey(one->public_key(), one->algorithm, "what was asked", signature));
    CHECK_FALSE(auth::signed_by_passkey(one->public_key(), one->algorithm, "what was asket", signature));
    CHECK_FALSE(
        auth::signed_by_passkey(one->public_key(), one->algorithm, "what was asked", signature + "x"));
    CHECK_FALSE(auth::signed_by_passkey(one->public_key(), one->algorithm, "what was asked", ""));
    Authenticator other(one->algorithm);
    CHECK_FALSE(auth::signed_by_passkey(other.public_key(), one->algorithm, "what was asked", signature));
  }
}

}  // namespace gatehouse::webauthn_test
