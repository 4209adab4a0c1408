// People who set up a second factor, as their app and their authenticator would.
#pragma once
#include "appliance/credentials/totp.h"
#include "tests/support/authenticator.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_test {

struct WithFactor : People {
  std::string secret;
  std::vector<std::string> recovery_codes;

  // As an app reads what it is told.
  static std::string from_base32(const std::string& text) {
    std::string bytes;
    std::uint32_t waiting = 0;
    int bits = 0;
    for (const char c : text) {
      waiting = waiting << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) < 8) continue;
      bits -= 8;
      bytes += static_cast<char>(waiting >> bits & 0xff);
    }
    return bytes;
  }
  std::string code() {
    clock.now += 30;
    return credentials::totp_code(secret, clock.now / 30);
  }
  Answer add_device(Browser& browser, const std::string& name = "Phone") {
    const Answer begun = browser.post("/api/v1/me/second-factor/secret", json::object());
    REQUIRE(begun.status == 201);
    secret = from_base32(begun.string("secret"));
    Answer added = browser.post("/api/v1/me/second-factor/devices", {{"name", name}, {"code", code()}});
    INFO(added.text);
    REQUIRE(added.status == 201);
    if (!added.body["recovery_codes"].empty())
      recovery_codes = added.body["recovery_codes"].get<std::vector<std::string>>();
    return added;
  }
  Answer show(Browser& browser, const std::string& typed) {
    return browser.post("/api/v1/login/code", {{"code", typed}});
  }
  std::vector<std::string> actions() {
    std::vector<std::string> actions;
    const json entries = owner.get("/api/v1/audit").body["items"];
    for (const json& entry : entries) actions.push_back(entry["action"].get<std::string>());
    return actions;
  }
};

inline const std::string kPasskeys = "/api/v1/me/second-factor/passkeys";

inline std::string bytes_of(const json& text) {
  return *from_base64url(text.get<std::string>());
}

// What the browser sends for a new passkey, after `invitation` to make one.
inline json new_passkey(test::Authenticator& key, const json& invitation, const std::string& name = "Key") {
  key.user_handle = bytes_of(invitation["user_handle"]);
  const auth::NewPasskey made = key.make(bytes_of(invitation["challenge"]));
  return {{"name", name},
          {"id", base64url(made.credential_id)},
          {"client_data", base64url(made.client_data)},
          {"authenticator_data", base64url(made.authenticator_data)},
          {"public_key", base64url(made.public_key)},
          {"algorithm", made.algorithm}};
}

}  // namespace gatehouse::portal_test
