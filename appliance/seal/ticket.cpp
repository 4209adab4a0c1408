#include "appliance/seal/ticket.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "appliance/base/text.h"

namespace gatehouse::seal {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kClockDifference = 5;
constexpr std::size_t kTextCap = 255;
constexpr std::size_t kReasonCap = 800;  // 200 characters of UTF-8

// The only header there is: what it says is not up to who made the ticket.
const std::string& header() {
  static const std::string text = base64url(R"({"alg":"ES256","typ":"gatehouse-ticket+jwt"})");
  return text;
}

// Reads claims by name and type; the first that is not there or not so is remembered.
class Claims {
 public:
  explicit Claims(std::string_view text) : json_(Json::parse(text, nullptr, false)) {
    if (!json_.is_object()) fail("the claims");
  }

  std::string text(const char* name, std::size_t cap = kTextCap) {
    const auto found = find(name);
    if (found == nullptr || !found->is_string()) return fail(name), std::string();
    const auto& value = found->get_ref<const std::string&>();
    if (value.size() > cap || !is_plain_text(value)) return fail(name), std::string();
    return value;
  }
  std::int64_t number(const char* name) {
    const auto found = find(name);
    if (found == nullptr || !found->is_number_integer()) return fail(name), 0;
    return found->get<std::int64_t>();
  }
  std::uint64_t id(const char* name) {
    const auto value = parse_integer(text(name), 1, std::numeric_limits<std::int64_t>::max());
    if (!value) return fail(name), 0;
    return static_cast<std::uint64_t>(*value);
  }
  const std::optional<std::string>& missing() const { return missing_; }
  void fail(const char* name) {
    if (!missing_) missing_ = name;
  }

 private:
  const Json* find(const char* name) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }

  const Json json_;
  std::optional<std::string> missing_;
};

}  // namespace

std::vector<TicketKey> ticket_keys_from(ByteView bytes) {
  std::vector<TicketKey> keys;
  for (; bytes.size() >= TicketKey().size(); bytes = bytes.subspan(TicketKey().size())) {
    const ByteView key = bytes.first(TicketKey().size());
    std::copy(key.begin(), key.end(), keys.emplace_back().begin());
  }
  return keys;
}

Result<TicketSigner> TicketSigner::from_pem(const std::string& key_pem) {
  auto key = SigningKey::from_pem(key_pem);
  if (!key) return Error{"the key that signs tickets is " + key.error().message};
  return TicketSigner(*std::move(key));
}

std::string TicketSigner::sign(const Ticket& ticket) const {
  const Json claims = {
      {"jti", std::to_string(ticket.call)},
      {"aud", std::to_string(ticket.device)},
      {"cnf", base64url(as_text(ticket.viewer_key))},
      {"prm", ticket.permissions.bits()},
      {"nam", ticket.viewer_name},
      {"sub", ticket.viewer_account},
      {"vid", std::to_string(ticket.viewer_id)},
      {"als", ticket.viewer_alias},
      {"org", ticket.organization},
      {"rsn", ticket.reason},
      {"adr", ticket.viewer_address},
      {"iat", ticket.issued_at},
      {"exp", ticket.issued_at + kTicketLife},
  };
  std::string text = header() + '.' + base64url(claims.dump(-1, ' ', false, Json::error_handler_t::replace));
  return text + '.' + base64url(key_.sign(text));
}

Result<Ticket> verify_ticket(std::string_view text, const std::vector<TicketKey>& keys, std::uint64_t device,
                             std::int64_t now) {
  if (text.size() > kTicketCap) return Error{"the ticket is too long"};
  const auto parts = split(text, '.');
  if (parts.size() != 3 || parts[0] != header()) return Error{"this is no ticket"};
  const auto signature = from_base64url(parts[2]);
  const std::string_view signed_text = text.substr(0, text.rfind('.'));
  const bool good = signature && std::any_of(keys.begin(), keys.end(), [&](const TicketKey& key) {
                      return signed_by(key, signed_text, *signature);
                    });
  if (!good) return Error{"the ticket was not signed by this appliance"};

  const auto json = from_base64url(parts[1]);
  if (!json) return Error{"this is no ticket"};
  Claims claims(*json);
  Ticket ticket;
  ticket.call = claims.id("jti");
  ticket.device = claims.id("aud");
  ticket.permissions = policy::Permissions::from_bits(static_cast<std::uint32_t>(claims.number("prm")));
  ticket.viewer_name = claims.text("nam");
  ticket.viewer_account = claims.text("sub");
  ticket.viewer_address = claims.text("adr");
  ticket.viewer_id = claims.id("vid");
  ticket.viewer_alias = claims.text("als");
  ticket.organization = claims.text("org");
  ticket.reason = claims.text("rsn", kReasonCap);
  ticket.issued_at = claims.number("iat");
  const auto viewer_key = public_key_from(as_bytes(from_base64url(claims.text("cnf")).value_or("")));
  if (viewer_key) ticket.viewer_key = *viewer_key;
  if (!viewer_key) claims.fail("cnf");
  const std::int64_t expires_at = claims.number("exp");
  if (claims.missing()) return Error{"the ticket's " + *claims.missing() + " is missing or wrong"};

  if (ticket.device != device) return Error{"the ticket is for another machine"};
  if (ticket.issued_at > now + kClockDifference)
    return Error{"the ticket is not good yet; are the clocks right?"};
  if (expires_at != ticket.issued_at + kTicketLife)
    return Error{"the ticket is good for longer than a minute"};
  if (now >= expires_at + kClockDifference) return Error{"the ticket has expired"};
  return ticket;
}

}  // namespace gatehouse::seal
