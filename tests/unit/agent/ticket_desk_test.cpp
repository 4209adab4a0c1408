#include "appliance/agent/ticket_desk.h"

#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"

namespace gatehouse::ticket_desk_test {

using std::chrono::minutes;
using std::chrono::seconds;

struct World {
  explicit World(std::int64_t ahead = 0) : there(ahead) { learn(); }

  std::int64_t time_there() const { return clock.unix_seconds() + there; }
  void learn() {
    wire::Welcome welcome;
    welcome.device_id = 5;
    welcome.unix_time = static_cast<std::uint64_t>(time_there());
    welcome.ticket_keys = as_text(signer.public_key());
    desk.learn(welcome, clock);
  }
  wire::Ring ring(std::uint64_t call, std::uint64_t device = 5) const {
    seal::Ticket ticket;
    ticket.call = call;
    ticket.device = device;
    ticket.viewer_key.fill(1);
    ticket.viewer_id = 234'567'890;
    ticket.viewer_name = "Anna";
    ticket.issued_at = time_there();
    return wire::Ring{call, std::string(16, 'k'), signer.sign(ticket), 0, ""};
  }
  bool takes(const wire::Ring& ring) { return static_cast<bool>(desk.take(ring, clock)); }

  test::FakeClock clock;
  std::int64_t there;  // how far the appliance's clock is ahead
  seal::TicketSigner signer = *seal::TicketSigner::from_pem(net::new_key_pem());
  agent::TicketDesk desk;
};

TEST_CASE("a ticket opens one session, of this machine, for this call", "[agent]") {
  World world;
  const wire::Ring good = world.ring(7);
  CHECK(world.takes(good));
  CHECK_FALSE(world.takes(good));  // replayed
  CHECK_FALSE(world.takes(world.ring(8, 6)));
  wire::Ring other = world.ring(9);
  other.call_id = 10;
  CHECK_FALSE(world.takes(other));
  World foreign;
  CHECK_FALSE(world.takes(foreign.ring(11)));
  wire::Ring late = world.ring(12);
  world.clock.advance(seconds(66));
  CHECK_FALSE(world.takes(late));
  CHECK_FALSE(world.takes(good));
}

TEST_CASE("tickets are judged by the appliance's clock, whatever is done to this one", "[agent]") {
  World world(600);
  CHECK(world.takes(world.ring(1)));
  // Somebody sets this machine's clock, while the link stays up.
  world.clock.set_forward(minutes(10));
  world.there -= 600;
  CHECK(world.takes(world.ring(2)));
  world.clock.set_forward(-minutes(30));
  world.there += 1800;
  CHECK(world.takes(world.ring(3)));
  // Somebody sets the appliance's: it says so.
  world.there += 600;
  CHECK_FALSE(world.takes(world.ring(4)));
  world.learn();
  CHECK(world.takes(world.ring(5)));
}

}  // namespace gatehouse::ticket_desk_test
