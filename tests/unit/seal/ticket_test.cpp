#include "appliance/seal/ticket.h"

#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/net/certificates.h"
#include "tests/support/catch.h"

namespace gatehouse::ticket_test {

using namespace seal;

constexpr std::int64_t kNow = 1'800'000'000;

Ticket ticket() {
  Ticket ticket;
  ticket.call = 7;
  ticket.device = 123'456'789;
  ticket.viewer_key = PrivateKey::generate().public_key();
  ticket.permissions = policy::Permissions::view_only();
  ticket.viewer_id = 234'567'890;
  ticket.viewer_alias = "juergen@acme";
  ticket.organization = "Acme & Söhne";
  ticket.reason = "Drucker \"klemmt\"";
  ticket.viewer_name = "Jürgen \"J\" Muster";
  ticket.viewer_account = "j@example.org";
  ticket.viewer_address = "2001:db8::1";
  ticket.issued_at = kNow;
  return ticket;
}

TicketSigner signer() {
  return *TicketSigner::from_pem(net::new_key_pem());
}

TEST_CASE("a ticket says what was signed", "[seal]") {
  const TicketSigner by = signer();
  const Ticket made = ticket();
  const std::string text = by.sign(made);
  CHECK(text.size() < 1024);
  const auto read = verify_ticket(text, {by.public_key()}, made.device, kNow + 59);
  REQUIRE(read);
  CHECK(read->call == made.call);
  CHECK(read->device == made.device);
  CHECK(read->viewer_key == made.viewer_key);
  CHECK(read->permissions == made.permissions);
  CHECK(read->viewer_id == made.viewer_id);
  CHECK(read->viewer_alias == made.viewer_alias);
  CHECK(read->organization == made.organization);
  CHECK(read->reason == made.reason);
  CHECK(read->viewer_name == made.viewer_name);
  CHECK(read->viewer_account == made.viewer_account);
  CHECK(read->viewer_address == made.viewer_address);
  CHECK(read->issued_at == kNow);
}

TEST_CASE("a ticket is good for its device and its minute only", "[seal]") {
  const TicketSigner by = signer();
  const Ticket made = ticket();
  const std::string text = by.sign(made);
  const std::vector<TicketKey> keys{by.public_key()};
  CHECK_FALSE(verify_ticket(text, keys, made.device + 1, kNow));
  CHECK(verify_ticket(text, keys, made.device, kNow - 5));
  CHECK_FALSE(verify_ticket(text, keys, made.device, kNow - 6));
  CHECK(verify_ticket(text, keys, made.device, kNow + 64));
  CHECK_FALSE(verify_ticket(text, keys, made.device, kNow + 65));
}

TEST_CASE("a forged ticket is refused", "[seal]") {
  const TicketSigner by = signer(), other = signer();
  const Ticket made = ticket();
  const std::string text = by.sign(made);
  const std::vector<TicketKey> keys{by.public_key()};
  const auto refused = [&](const std::string& forged) {
    INFO(forged);
    CHECK_FALSE(verify_ticket(forged, keys, made.device, kNow));
  };
  refused(other.sign(made));
  CHECK(verify_ticket(other.sign(made), {by.public_key(), other.public_key()}, made.device, kNow));
  CHECK_FALSE(verify_ticket(text, {}, made.device, kNow));

  const auto parts = split(text, '.');
  REQUIRE(parts.size() == 3);
  nlohmann::json wider = nlohmann::json::parse(from_base64url(parts[1]).value());
  wider["prm"] = 63;
  refused(parts[0] + '.' + base64url(wider.dump()) + '.' + parts[2]);
  // No other algorithm is ever looked at (RFC 8725, section 3.1).
  refused(base64url(R"({"alg":"none"})") + '.' + parts[1] + '.');
  refused(base64url(R"({"typ":"gatehouse-ticket+jwt","alg":"HS256"})") + '.' + parts[1] + '.' + parts[2]);
  refused(parts[0] + '.' + parts[1] + '.');
  refused(parts[0] + '.' + parts[1]);
  refused(text + '.');
  refused(text + "A");
  refused("");
  refused("..");
  refused(std::string(kTicketCap + 1, 'a'));
  TicketKey nothing{};
  CHECK_FALSE(verify_ticket(text, {nothing}, made.device, kNow));
}

TEST_CASE("names in a ticket are plain text", "[seal]") {
  const TicketSigner by = signer();
  Ticket made = ticket();
  made.viewer_name = "Bob\xe2\x80\xae";  // the rest would read backwards
  CHECK_FALSE(verify_ticket(by.sign(made), {by.public_key()}, made.device, kNow));
  made.viewer_name = std::string(256, 'x');
  CHECK_FALSE(verify_ticket(by.sign(made), {by.public_key()}, made.device, kNow));
}

TEST_CASE("only a P-256 key signs tickets", "[seal]") {
  CHECK_FALSE(TicketSigner::from_pem(""));
  CHECK_FALSE(TicketSigner::from_pem("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"));
  CHECK(TicketSigner::from_pem(net::new_key_pem()));
}

}  // namespace gatehouse::ticket_test
