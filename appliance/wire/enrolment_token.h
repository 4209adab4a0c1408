// What a person carries from the portal to a new machine: the secret that lets it in, and by what it knows the
// appliance before it has ever seen it.
//
//   SECRET.FINGERPRINT    SECRET: 32 random bytes; FINGERPRINT: SHA-256 of the DER of the certificate of the
//                         appliance's authority; both base64url without padding (43 characters)
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::wire {

struct EnrolmentToken {
  std::string secret;                 // as text: what ENROL carries
  std::string authority_fingerprint;  // 32 raw bytes
};

std::string enrolment_token_text(std::string_view secret, std::string_view authority_fingerprint);
// Nothing: it is not whole, or not a token at all. Space around it is forgiven.
std::optional<EnrolmentToken> parse_enrolment_token(std::string_view text);

}  // namespace gatehouse::wire
