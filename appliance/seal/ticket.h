// Tickets: what lets one viewer call one device once, within a minute. A JWT (RFC 7519) signed with ES256
// (RFC 7518) by a key that signs nothing else. The portal signs; relay and device verify, and hold public
// keys only.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/policy/permissions.h"
#include "appliance/seal/keys.h"
#include "appliance/seal/signing_key.h"

namespace gatehouse::seal {

inline constexpr std::int64_t kTicketLife = 60;  // seconds
inline constexpr std::size_t kTicketCap = 4096;

struct Ticket {
  std::uint64_t call = 0;    // jti: unique, so a ticket is spent when its call was seen
  std::uint64_t device = 0;  // aud
  PublicKey viewer_key{};    // cnf: of the handshake it is good for
  policy::Permissions permissions;
  std::uint64_t viewer_id = 0;  // vid: by which access lists know the account
  std::string viewer_alias;     // als: handle@namespace
  std::string viewer_name, viewer_account, viewer_address;
  std::string organization;    // org: its name
  std::string reason;          // rsn: why, in the viewer's words; may be empty
  std::int64_t issued_at = 0;  // seconds since 1970; it expires kTicketLife later
};

using TicketKey = VerifyingKey;

// One after the other, as the wire has them; what is left at the end is no key.
std::vector<TicketKey> ticket_keys_from(ByteView bytes);

class TicketSigner {
 public:
  // Error: no P-256 key in PEM.
  static Result<TicketSigner> from_pem(const std::string& key_pem);

  const TicketKey& public_key() const { return key_.public_key(); }
  std::string sign(const Ticket& ticket) const;

 private:
  explicit TicketSigner(SigningKey key) : key_(std::move(key)) {}

  SigningKey key_;
};

// Good when one of `keys` signed it, it is for `device` and `now` lies within its minute; clocks may differ by
// five seconds. Whether it was used before is for the caller to know. Error: what is wrong with it, for the log.
Result<Ticket> verify_ticket(std::string_view text, const std::vector<TicketKey>& keys, std::uint64_t device,
                             std::int64_t now);

}  // namespace gatehouse::seal
